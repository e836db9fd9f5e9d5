"""Expected beside found, one line a point that the story speaks of."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.audit.story import Expected
from app.cli.simulate.seen import Seen
from app.domain.deadline import Deadline
from app.domain.rejection import Rejection


class Point(Struct, frozen=True):
    """what: what it is about. expected, found: as people read them. as_told: whether they agree."""

    what: str
    expected: str
    found: str
    as_told: bool


def points(expected: Expected, seen: Seen | None, refusal: Rejection | None, zone: ZoneInfo) -> list[Point]:
    """Return the points of one step. seen: None: there is no such case yet. refusal: what the step came to, if it was refused."""
    found = [_refused(expected.refused, refusal)] if expected.refused is not None or refusal is not None else []
    if seen is not None:
        found += [*_state(expected, seen), *_times(expected, seen, zone), *_facts(expected, seen), *_variables(expected, seen)]
    elif expected != Expected(refused=expected.refused):
        found.append(Point("case", "there", "nothing was started", False))
    return found


def _refused(expected: Mapping[str, str] | None, refusal: Rejection | None) -> Point:
    told = _said(expected["code"], expected.get("field")) if expected is not None else "not refused"
    if refusal is None:
        return Point("refused", told, "not refused", False)
    field = next(iter(refusal.field_errors), None)
    message = next((str(said) for said in refusal.field_errors.values()), str(refusal))
    agrees = expected is not None and expected["code"] == refusal.code and expected.get("field", field) == field
    return Point("refused", told, f"{_said(refusal.code, field)}: {message}", agrees)


def _said(code: str, field: str | None) -> str:
    return f"{code} at {field}" if field else code


def _state(expected: Expected, seen: Seen) -> Iterator[Point]:
    if expected.open is not None:
        yield Point("open", _tasks(expected.open), _tasks(seen.open), dict(expected.open) == dict(seen.open))
    if expected.ended is not None:
        yield Point("ended", expected.ended, seen.ended or "not ended", seen.ended == expected.ended)
    if expected.completed is not None:
        yield Point("completed", str(expected.completed), str(seen.completed), seen.completed is expected.completed)
    for element, cause in seen.incidents:
        told = element in expected.incidents
        yield Point(f"incident at {element}", "open" if told else "none", "open" if told else cause, told)
    for element in sorted(set(expected.incidents) - {element for element, _ in seen.incidents}):
        yield Point(f"incident at {element}", "open", "none", False)


def _tasks(tasks: Mapping[str, list[str]]) -> str:
    return ", ".join(f"{element} [{', '.join(groups)}]" for element, groups in sorted(tasks.items())) or "nothing"


def _times(expected: Expected, seen: Seen, zone: ZoneInfo) -> Iterator[Point]:
    for element, said in expected.deadlines.items():
        deadline = seen.deadlines.get(element)
        found = {name: value for name, value in _words(deadline).items() if name in said} if deadline is not None else None
        yield Point(f"deadline of {element}", _written(said, zone), _written(found, zone) if found else "none", found == dict(said))
    for element, at in expected.timers.items():
        due = seen.timers.get(element)
        yield Point(f"timer {element}", _civil(at, zone), _civil(due, zone) if due else "none that waits", due == at)


def _words(deadline: Deadline) -> dict[str, Any]:
    light = deadline.light.value if deadline.light is not None else None
    return {
        "state": deadline.state.value,
        "until": deadline.deadline_at,
        "light": light,
        "article": deadline.article,
        "provisional": deadline.provisional,
    }


def _written(words: Mapping[str, Any], zone: ZoneInfo) -> str:
    return ", ".join(f"{name} {_civil(value, zone) if isinstance(value, datetime) else value}" for name, value in sorted(words.items()))


def _civil(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _facts(expected: Expected, seen: Seen) -> Iterator[Point]:
    for kind, element in expected.facts:
        there = (kind, element) in seen.facts
        others = ", ".join(sorted(where for what, where in seen.facts if what == kind)) or "none"
        yield Point(f"fact {kind}", element, element if there else f"of this kind: {others}", there)


def _variables(expected: Expected, seen: Seen) -> Iterator[Point]:
    for name, value in expected.variables.items():
        found = seen.variables.get(name)
        yield Point(f"variable {name}", _value(value), _value(found), same_value(found, value))


def _value(value: Any) -> str:
    return str(value)[:500]


def same_value(found: Any, expected: Any) -> bool:
    """Say whether two values are the same: numbers by value, true never 1, all else as it is."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, Decimal | int) and isinstance(expected, Decimal | int):
        return Decimal(found) == Decimal(expected)
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same_value, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same_value(found[name], expected[name]) for name in found)
    return bool(found == expected)
