"""Day-by-day stories of a procedure, read from processes/<id>/scenarios/*.yaml. The shape is described in the process's README."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

CITY: Final = ZoneInfo("Asia/Shanghai")
_STEP: Final = {"at", "case", "who", "does", "of", "answers", "expect"}
_EXPECT: Final = {"open", "deadlines", "timers", "facts", "variables", "refused", "ended", "completed"}
_DEADLINE: Final = {"state", "until", "light", "article"}
_DOES: Final = {"start": False, "send": False, "wait": False, "complete": True, "message": True}


@dataclass(frozen=True)
class Expected:
    """None: the story says nothing of it. timers: element -> instant in UTC. facts: (kind, element)."""

    open: Mapping[str, list[str]] | None = None
    deadlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    timers: Mapping[str, datetime] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, str] | None = None
    ended: str | None = None
    completed: bool | None = None


@dataclass(frozen=True)
class Step:
    """at: an instant in UTC. does: the verb; what: the task or the message. of: the candidate group whose task is meant."""

    number: int
    at: datetime
    case: str
    who: str
    does: str
    what: str
    of: str | None
    answers: Mapping[str, Any]
    expected: Expected

    def __str__(self) -> str:
        return f"step {self.number}, {self.at.astimezone(CITY):%m-%d %H:%M} {self.who} {self.does} {self.what}".rstrip()


@dataclass(frozen=True)
class Story:
    name: str
    title: str
    process: str
    steps: tuple[Step, ...]


def read_story(path: Path) -> Story:
    """Read a story; a word that the shape does not know is a mistake in the story, never passed over."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    _only(found, {"story", "process", "given", "steps"}, path.name)
    steps = tuple(_step(number, step, path.name) for number, step in enumerate(found["steps"], 1))
    assert steps, f"{path.name} has no steps"
    return Story(path.stem, found["story"], found["process"], steps)


def _step(number: int, found: Mapping[str, Any], name: str) -> Step:
    where = f"{name}, step {number}"
    _only(found, _STEP, where)
    does, _, what = str(found["does"]).partition(" ")
    assert does in _DOES, f"{where}: {does!r} is nothing that a story can do"
    assert bool(what) == _DOES[does], f"{where}: {does!r} names {'nothing' if what else 'what it is about'}"
    answers = plain(found.get("answers") or {})
    return Step(
        number,
        _instant(found["at"]),
        found.get("case", "letter"),
        found["who"],
        does,
        what,
        found.get("of"),
        answers,
        _expected(found.get("expect") or {}, where),
    )


def _expected(found: Mapping[str, Any], where: str) -> Expected:
    _only(found, _EXPECT, where)
    deadlines = {}
    for element, said in (found.get("deadlines") or {}).items():
        _only(said, _DEADLINE, f"{where}, deadline of {element}")
        deadlines[element] = {**said, "until": _instant(said["until"])}
    facts = tuple((kind, element) for kind, element in (text.split() for text in found.get("facts") or ()))
    timers = {element: _instant(at) for element, at in (found.get("timers") or {}).items()}
    return Expected(
        found.get("open"),
        deadlines,
        timers,
        facts,
        plain(found.get("variables") or {}),
        found.get("refused"),
        found.get("ended"),
        found.get("completed"),
    )


def _only(found: Mapping[str, Any], known: set[str], where: str) -> None:
    assert set(found) <= known, f"{where}: {', '.join(sorted(set(found) - known))} is no word of a story"


def _instant(text: str) -> datetime:
    """Read a civil time of the city."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CITY).astimezone(UTC)


def plain(found: Any) -> Any:
    """Give numbers as Decimal, as they come from outside."""
    if isinstance(found, Mapping):
        return {name: plain(value) for name, value in found.items()}
    if isinstance(found, list):
        return [plain(value) for value in found]
    return Decimal(found) if isinstance(found, int) and not isinstance(found, bool) else found
