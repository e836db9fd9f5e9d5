"""What an event wrote, for a dossier: in the words of forms and diagrams, a line for each value and each row of a list."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from app.domain.marked import marked
from app.queries.history import HistoryEvent
from app.web.pages.value_words import ValueWords, WordsByScope, is_plain, parts_of
from app.web.presentation.wording import Wording

_LONGEST: Final = 300
_PLACE: Final = re.compile(r"\[\d+\]")
_COUNTERS: Final = frozenset({"loopCounter"})
"""What the engine itself counts repeated steps by: a paper that leaves them out leaves out nothing that anybody said."""

_LONGER: Final = marked("%(begins)s… (%(count)s characters, whole in the evidence bundle)")
_GIVEN: Final = marked("%(name)s: %(after)s")
_CHANGED: Final = marked("%(name)s: %(before)s → %(after)s")
_NOTHING: Final = marked("nothing there")
_ERASED: Final = marked("erased")
_LEFT_OUT: Final = marked("left out: it says who wrote in")


class _Unreadable:
    """A value that is not there to be read. words: why."""

    def __init__(self, words: str) -> None:
        self.words = words


def changes_of(
    event: HistoryEvent, values: dict[tuple[str, str], Any], by_scope: WordsByScope, show: Wording, *, erased: bool
) -> list[str]:
    """Say what the event wrote, and note it in `values`: the next event that writes the same tells it as what was there before.

    A value that says that there is none, where there was none, is no change that anybody made.
    """
    found: list[str] = []
    for place, fact in enumerate(event.facts):
        if fact["fact"] not in ("variable_written", "variable_removed") or fact["name"] in _COUNTERS:
            continue
        at = (fact["scopeKey"], fact["name"])
        before, after = values.pop(at, None), None
        if fact["fact"] == "variable_written":
            text = event.private.get(str(place), {}).get("value")
            after = _Unreadable(_ERASED if erased else _LEFT_OUT) if text is None else json.loads(text)
            values[at] = after
        found += _lines(fact["name"], before, after, by_scope.of(fact["scopeKey"]), show)
    return found


def _lines(name: str, before: Any, after: Any, words: ValueWords, show: Wording) -> Iterator[str]:
    label = words.label(name) or name
    if isinstance(before, _Unreadable) or isinstance(after, _Unreadable) or (is_plain(before) and is_plain(after)):
        yield from _change(label, _said(name, before, words, show), _said(name, after, words, show), show)
        return
    if not (isinstance(before, list | None) and isinstance(after, list | None)):
        yield from _change(label, _inside(name, before, words, show), _inside(name, after, words, show), show)
        return
    old, new, changed = before or [], after or [], list[str]()
    for place in range(max(len(old), len(new))):
        called, path = show._("no. %(number)s", number=place + 1), f"{name}[{place + 1}]"
        changed += _change(called, _inside(path, _at(old, place), words, show), _inside(path, _at(new, place), words, show), show)
    if changed:
        yield show._("%(label)s:", label=label)
        yield from changed


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _change(label: str, before: str, after: str, show: Wording) -> Iterator[str]:
    """before, after: empty where there was nothing, or nothing was said."""
    if before == after:
        return
    if not before:
        yield show._(_GIVEN, name=label, after=after)
    else:
        yield show._(_CHANGED, name=label, before=before, after=after or show._(_NOTHING))


def _said(name: str, value: Any, words: ValueWords, show: Wording) -> str:
    if isinstance(value, _Unreadable):
        return show._(value.words)
    if value is None or (isinstance(value, list) and value and not any(one is not None for one in value)):
        return ""
    return shortened(words.line(name, value), show)


def _inside(path: str, value: Any, words: ValueWords, show: Wording) -> str:
    """Return what a row or a group of values says, each part under its own label, those left out that say nothing."""
    if value is None or is_plain(value):
        return _said(path, value, words, show)
    parts = []
    for place, one in parts_of(value, path):
        if one is not None and one != []:
            inner = place.removeprefix(path)
            label = words.label(_PLACE.sub("", path) + inner) or inner.removeprefix(".")
            parts.append(show._(_GIVEN, name=label, after=words.line(place, one)))
    return shortened(show._("; ").join(parts), show)


def shortened(text: str, show: Wording) -> str:
    return text if len(text) <= _LONGEST else show._(_LONGER, begins=text[:_LONGEST], count=len(text))
