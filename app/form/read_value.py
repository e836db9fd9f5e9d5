"""Reads one answer as it was sent, by a page (text) or by a program (JSON values), as a value of its component's kind."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.canonical import number_text, string_text
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.form.form import CHOICES, SEVERAL, Component, Option

MAX_TEXT = 100_000
MAX_CHOSEN = 500
NOT_OFFERED = marked("Choose one of those offered. %(found)s is not among them now")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_TRUE = frozenset({"true", "on", "1", "yes"})
_FALSE = frozenset({"false", "off", "0", "no", ""})


class Unreadable(Exception):
    """The answer is of another kind than its component asks for."""

    def __init__(self, template: str, **facts: Any) -> None:
        self.message = Message(template, facts)
        super().__init__(str(self.message))


def read_value(component: Component, sent: Any, zone: ZoneInfo, options: tuple[Option, ...] | None) -> Any:
    """Return the value that an answer stands for: text, Decimal, bool, list or None.

    zone: the city's; dates and times without an offset are in it.
    options: what may be chosen now; None where that is not known yet, then choices are taken as they are.

    Raises Unreadable.
    """
    if component.kind in SEVERAL:
        return _read_several(component, sent, options)
    if sent is None:
        return False if component.kind == "checkbox" else None
    if component.kind in CHOICES:
        return None if sent == "" else _chosen(sent, options)
    if component.kind == "checkbox":
        return _read_flag(sent)
    if component.kind == "number":
        return _read_number(component, sent)
    text = _read_text(sent)
    if component.kind == "datetime":
        return _read_moment(component, text.strip(), zone) if text.strip() else None
    return text


def _read_text(sent: Any) -> str:
    if not isinstance(sent, str):
        raise Unreadable("Expected text, but found %(found)s", found=_kind_of(sent))
    if len(sent) > MAX_TEXT:
        raise Unreadable("Shorten this to at most %(limit)s characters. It has %(found)s", limit=MAX_TEXT, found=len(sent))
    try:
        string_text(sent)
    except Rejection as problem:
        raise Unreadable(problem.message.template, **problem.facts) from None
    return sent


def _read_flag(sent: Any) -> bool:
    if isinstance(sent, bool):
        return sent
    word = sent.strip().lower() if isinstance(sent, str) else None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise Unreadable("Expected yes or no, but found %(found)s", found=str(sent)[:60])


def _read_number(component: Component, sent: Any) -> Decimal | str | None:
    """Full-width digits, as Chinese input methods give them, count as digits."""
    if isinstance(sent, str):
        text = unicodedata.normalize("NFKC", sent).strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise Unreadable("Write a number in digits, for example 12 or 3.5. Found: %(found)s", found=sent[:60])
        number = Decimal(text)
    elif isinstance(sent, bool) or not isinstance(sent, int | float | Decimal):
        raise Unreadable("Expected a number, but found %(found)s", found=_kind_of(sent))
    else:
        number = Decimal(str(sent)) if isinstance(sent, float) else Decimal(sent)
    try:
        text = number_text(number)
    except (Rejection, InvalidOperation):
        raise Unreadable("Write a number of at most 34 digits") from None
    return text if component.rules.number_as_text else Decimal(text)


def _read_several(component: Component, sent: Any, options: tuple[Option, ...] | None) -> list[Any]:
    if sent is None or sent == "":
        return []
    found = sent if isinstance(sent, list) else [sent]
    if len(found) > MAX_CHOSEN:
        raise Unreadable("Choose at most %(limit)s", limit=MAX_CHOSEN)
    chosen: list[Any] = []
    for item in found:
        value = _read_text(item) if component.kind == "filepicker" else _chosen(item, options)
        if value not in chosen and value != "":
            chosen.append(value)
    return chosen


def option_text(value: Any) -> str:
    """Return an option's value as an HTML page carries it: text as it is, anything else marked and written out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else number_text(value) if isinstance(value, Decimal | int) else str(value)


def _chosen(sent: Any, options: tuple[Option, ...] | None) -> Any:
    if options is None:
        return sent
    for option in options:
        if option.value == sent and isinstance(option.value, bool) == isinstance(sent, bool):
            return option.value
    for option in options:
        if isinstance(sent, str) and option_text(option.value) == sent:
            return option.value
    raise Unreadable(NOT_OFFERED, found=str(sent)[:60])


def _read_moment(component: Component, text: str, zone: ZoneInfo) -> str:
    try:
        if component.subtype == "date":
            return date.fromisoformat(text).isoformat()
        if component.subtype == "time":
            return _time_text(component, time.fromisoformat(text), zone)
        if "T" not in text and " " not in text:
            raise Unreadable("Write date and time, for example 2026-12-01T09:30. Found: %(found)s", found=text[:60])
        return _datetime_text(component, datetime.fromisoformat(text), zone)
    except ValueError:
        examples = {"date": "2026-12-01", "time": "09:30", "datetime": "2026-12-01T09:30"}
        raise Unreadable(
            "There is no such date or time: %(found)s. Write it like %(example)s", found=text[:60], example=examples[component.subtype]
        ) from None


def _datetime_text(component: Component, moment: datetime, zone: ZoneInfo) -> str:
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    if component.time_format == "no_timezone":
        return local.replace(tzinfo=None).isoformat(timespec="minutes")
    if component.time_format == "utc_normalized":
        return local.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes") + "Z"
    return local.isoformat(timespec="minutes")


def _time_text(component: Component, moment: time, zone: ZoneInfo) -> str:
    """A time of day has no date, so its offset is the city's standard one."""
    offset = zone.utcoffset(datetime(2000, 1, 1))
    written = moment.replace(tzinfo=None).isoformat(timespec="minutes")
    if component.time_format == "no_timezone" or offset is None:
        return written
    anchored = datetime.combine(date(2000, 1, 2), moment if moment.tzinfo else moment.replace(tzinfo=zone))
    if component.time_format == "utc_normalized":
        return anchored.astimezone(UTC).strftime("%H:%M") + "Z"
    return anchored.astimezone(zone).isoformat(timespec="minutes")[11:]


def _kind_of(sent: Any) -> str:
    if isinstance(sent, bool):
        return "true or false"
    if isinstance(sent, int | float | Decimal):
        return "a number"
    if isinstance(sent, str):
        return "text"
    return "a list" if isinstance(sent, list) else "an object" if isinstance(sent, dict) else type(sent).__name__
