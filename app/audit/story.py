"""A story: what happens to a case day by day, and what is expected after each step. Read from processes/<id>/scenarios/*.yaml.

The shape is described in the README of processes/citizen-letter, "A story".
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from msgspec import Struct, field

from app.domain.rejection import Rejection

FIRST_CASE: Final = "letter"
_STORY: Final = frozenset({"story", "process", "given", "steps"})
_STEP: Final = frozenset({"at", "case", "who", "does", "of", "worker", "answers", "files", "expect"})
_EXPECT: Final = frozenset({"open", "deadlines", "timers", "facts", "variables", "refused", "ended", "completed", "incidents"})
_DEADLINE: Final = frozenset({"state", "until", "light", "article", "provisional"})
_REFUSED: Final = frozenset({"code", "field"})
_DOES: Final = {
    **dict.fromkeys(("start", "send", "take-over", "wait", "enter-year"), False),
    **dict.fromkeys(("keep-identity", "lift-identity", "correct-identity", "ask-writer", "answer-for-writer"), False),
    **dict.fromkeys(("prove", "set-variables", "put-right", "resolve", "migrate"), False),
    **dict.fromkeys(
        ("deploy", "end", "move", "complete", "message", "extend", "withdraw-extension", "stop-clock", "restart-clock", "confirm"), True
    ),
    **dict.fromkeys(("claim", "delegate", "hand-back", "send-back", "withdraw", "correct", "urge", "answer-urging"), True),
    **dict.fromkeys(("draft", "issue", "serve"), True),
}


class Expected(Struct, frozen=True):
    """What holds after a step; None and empty: the story says nothing of it.

    open: exactly these tasks, by element, with their candidate groups, sorted. deadlines: of the newest record of an element. timers: the
    instant, in UTC, at which an element's timer is due. facts: (kind, element), among what the step and the clock before it brought.
    refused: code and, for answers, field. ended: the end event reached. incidents: the elements at which one is open; others are none.
    """

    open: Mapping[str, list[str]] | None = None
    deadlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    timers: Mapping[str, datetime] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict)
    refused: Mapping[str, str] | None = None
    ended: str | None = None
    completed: bool | None = None
    incidents: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One thing that somebody does.

    at: an instant in UTC; case: the name of the case in the story; who: an account, `public` or `clock`. does: the verb; what: the
    task, message or paper it is about, the task whose deadline is to be extended, stopped or confirmed, or the file beside the story that
    is deployed. of: the candidate group whose task is meant; of a message, the item that it is about, with which its key ends. files: names
    of files to attach, by form field. worker_away: no worker looked for due timers since the step before, so that the step itself finds
    them.
    """

    number: int
    at: datetime
    case: str
    who: str
    does: str
    what: str
    of: str | None
    worker_away: bool
    answers: Mapping[str, Any]
    files: Mapping[str, list[str]]
    expected: Expected


class Story(Struct, frozen=True):
    title: str
    process: str
    steps: tuple[Step, ...]


def read_story(raw: bytes, file_name: str, zone: ZoneInfo) -> Story:
    """Return a story.

    zone: the city's, in which the file gives its times.

    Raises Rejection("bad_file") for anything that the shape does not know: a word passed over would be an expectation never checked.
    """
    try:
        found = yaml.load(raw, _Loader)  # noqa: S506  # the safe loader, which makes no objects, and refuses doubled words
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad(file_name, "YAML that can be read", " ".join(str(error).split())) from None
    said = _words(found, _STORY, file_name, needs=("story", "process", "steps"))
    if not isinstance(said["steps"], list) or not said["steps"]:
        raise _bad(file_name, "a list of steps", said["steps"])
    steps = tuple(_step(number, step, f"{file_name}, step {number}", zone) for number, step in enumerate(said["steps"], 1))
    for earlier, later in pairwise(steps):
        if later.at < earlier.at:
            raise _bad(f"{file_name}, step {later.number}", "an instant at or after that of the step before", _civil(later.at, zone))
    return Story(str(said["story"]), str(said["process"]), steps)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # the package ships no types
    """The safe loader, to which a word that stands twice is a mistake, and so is one that YAML takes for something else than text."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise yaml.constructor.ConstructorError(None, None, f"{doubled[0]} stands twice", node.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        other = next((name for name in made if not isinstance(name, str)), None)
        if other is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{other} is no text: put the name in quotes", node.start_mark)
        return made


def _step(number: int, found: Any, where: str, zone: ZoneInfo) -> Step:
    said = _words(found, _STEP, where, needs=("at", "who", "does"))
    does, _, what = str(said["does"]).partition(" ")
    if does not in _DOES:
        raise _bad(where, f"one of {', '.join(_DOES)} in `does`", does)
    if bool(what) != _DOES[does]:
        raise _bad(where, f"`{does}` {'and what it is about' if _DOES[does] else 'alone'}", said["does"])
    worker = said.get("worker", "there")
    if worker not in ("there", "away"):
        raise _bad(where, "`worker` to be there or away", worker)
    return Step(
        number,
        _instant(said["at"], where, zone),
        str(said.get("case", FIRST_CASE)),
        str(said["who"]),
        does,
        what,
        said.get("of"),
        worker == "away",
        _plain(_words(said.get("answers"), None, f"{where}, answers")),
        {field: _texts(names, where) for field, names in _words(said.get("files"), None, f"{where}, files").items()},
        _expected(said.get("expect"), where, zone),
    )


def _expected(found: Any, where: str, zone: ZoneInfo) -> Expected:
    said = _words(found, _EXPECT, f"{where}, expect")
    opened, refused = said.get("open"), said.get("refused")
    return Expected(
        None if opened is None else {task: sorted(_texts(groups, where)) for task, groups in _words(opened, None, where).items()},
        {
            element: _deadline(words, f"{where}, deadline of {element}", zone)
            for element, words in _words(said.get("deadlines"), None, where).items()
        },
        {element: _instant(at, where, zone) for element, at in _words(said.get("timers"), None, where).items()},
        tuple(_fact(text, where) for text in said.get("facts") or ()),
        _plain(_words(said.get("variables"), None, where)),
        None if refused is None else _words(refused, _REFUSED, f"{where}, refused", needs=("code",)),
        said.get("ended"),
        said.get("completed"),
        tuple(_texts(said.get("incidents", []), where)),
    )


def _deadline(found: Any, where: str, zone: ZoneInfo) -> Mapping[str, Any]:
    said = _words(found, _DEADLINE, where)
    return {name: _instant(value, where, zone) if name == "until" else value for name, value in said.items()}


def _fact(text: Any, where: str) -> tuple[str, str]:
    kind, _, element = str(text).partition(" ")
    if not element:
        raise _bad(where, "a fact as its kind and its element", text)
    return kind, element


def _words(found: Any, known: frozenset[str] | None, where: str, needs: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a mapping, empty where nothing stands, after a look at its words. known: None: any."""
    if found is None:
        found = {}
    if not isinstance(found, dict):
        raise _bad(where, "names with values", found)
    unknown = sorted(name for name in found if known is not None and name not in known)
    if unknown:
        raise _bad(where, f"only the words {', '.join(sorted(known or ()))}", ", ".join(unknown))
    missing = [name for name in needs if found.get(name) in (None, "")]
    if missing:
        raise _bad(where, f"the word {missing[0]}", "nothing")
    return found


def _texts(found: Any, where: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _bad(where, "a list of names", found)
    return list(found)


def _instant(found: Any, where: str, zone: ZoneInfo) -> datetime:
    """Return the instant of a civil time of the city."""
    try:
        return datetime.strptime(str(found), "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        raise _bad(where, "a time such as 2026-11-16 15:02", found) from None


def _plain(found: Any) -> Any:
    """Return values as they come from outside: numbers as Decimal, dates and times as text."""
    if isinstance(found, dict):
        return {name: _plain(value) for name, value in found.items()}
    if isinstance(found, list):
        return [_plain(value) for value in found]
    if isinstance(found, date):
        return found.isoformat()
    return Decimal(str(found)) if isinstance(found, int | float) and not isinstance(found, bool) else found


def _civil(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _bad(where: str, expected: str, found: Any) -> Rejection:
    return Rejection(
        "bad_file", "Expected %(expected)s, but found %(found)s (%(where)s)", expected=expected, found=str(found)[:200], where=where
    )
