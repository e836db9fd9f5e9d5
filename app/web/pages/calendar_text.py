"""A year of the calendar as lines that a person types and reads, and back into the document of a calendar file."""

import re
from collections.abc import Mapping
from typing import Any, Final

from app.domain.rejection import Message, Rejection

FIELDS: Final = ("notice", "holidays", "makeUpDays", "hours", "closures")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+(\S.*))?")
_HOURS: Final = re.compile(r"(\d{2}-\d{2})\s+(\d{2}-\d{2})\s+(\S.*)")
_CLOSURE: Final = re.compile(r"(\S+)\s+(\S+)\s+(\S.*)")
USUAL_HOURS: Final = "01-01 12-31 08:30-12:00 13:30-17:30"


def typed_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the form for the document of a year."""
    names = document.get("names", {})
    return {
        "notice": document["notice"],
        "holidays": "\n".join(f"{on} {names.get(on, '')}".strip() for on in sorted(document["holidays"])),
        "makeUpDays": "\n".join(sorted(document["makeUpDays"])),
        "hours": "\n".join(f"{entry['from']} {entry['to']} {' '.join(entry['spans'])}" for entry in document["hours"]),
        "closures": "\n".join(f"{entry['from']} {entry['until']} {entry['reason']}" for entry in document.get("closures", [])),
    }


def document_of(year: int, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the document that the fields say, not yet checked as a calendar.

    Raises Rejection("bad_answers") with what is wrong at which field: a line that cannot be read is quoted with its number.
    """
    errors: dict[str, Message] = {}
    holidays = _lines(typed, "holidays", _DAY, "2027-01-01 元旦", errors)
    make_up = _lines(typed, "makeUpDays", _DAY, "2027-01-09", errors)
    hours = _lines(typed, "hours", _HOURS, USUAL_HOURS, errors)
    closures = _lines(typed, "closures", _CLOSURE, "2027-08-01T12:00 2027-08-02T17:30 台风", errors)
    if not typed.get("notice", "").strip():
        errors["notice"] = Message("Give name and number of the notice", {})
    if errors:
        raise Rejection("bad_answers", "Expected answers that fit the form, but %(count)s do not", field_errors=errors, count=len(errors))
    document: dict[str, Any] = {
        "year": year,
        "notice": typed["notice"].strip(),
        "holidays": [found[1] for found in holidays],
        "makeUpDays": [found[1] for found in make_up],
        "names": {found[1]: found[2].strip() for found in holidays if found[2]},
        "hours": [{"from": found[1], "to": found[2], "spans": found[3].split()} for found in hours],
    }
    if closures:
        document["closures"] = [{"from": found[1], "until": found[2], "reason": found[3].strip()} for found in closures]
    return document


def _lines(typed: Mapping[str, str], name: str, pattern: re.Pattern[str], example: str, errors: dict[str, Message]) -> list[re.Match[str]]:
    found = []
    for number, line in enumerate(typed.get(name, "").splitlines(), 1):
        if not line.strip():
            continue
        match = pattern.fullmatch(line.strip())
        if match is None:
            errors.setdefault(
                name,
                Message(
                    "Line %(line)s: expected a line such as %(example)s, but found %(found)s",
                    {"line": number, "example": example, "found": line.strip()[:60]},
                ),
            )
        else:
            found.append(match)
    return found
