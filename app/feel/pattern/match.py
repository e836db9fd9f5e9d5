"""Matching: a pattern becomes a small program, run by trying ways in order and coming back where one fails.

Where no back-reference makes the past matter, a place of the program is tried at each character once; so time grows with pattern
times text and no pattern is catastrophic. With back-references the step budget bounds it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from app.feel.pattern.parse import PatternParser
from app.feel.pattern.parts import Anchor, BackReference, Character, Choice, Group, Part, PatternError, Repeat, Sequence

CHARACTER, SPLIT, JUMP, SAVE, ANCHOR, BACK, CHECK, DONE = range(8)
FAIL: Final = -1
MAX_PROGRAM: Final = 4000
MAX_GROUPS: Final = 50
MAX_LOOPS: Final = 100
FLAGS: Final = frozenset("smixq")

Instruction = tuple[int, Any, Any]
Spend = Callable[[int], None]
# Start and end of each group, None where it took no part; group 0 is the whole match.
Match = tuple[int | None, ...]


class Pattern:
    """A compiled regular expression; immutable."""

    def __init__(self, pattern: str, flags: str) -> None:
        parser = PatternParser(pattern, flags)
        part = parser.literal() if "q" in flags else parser.whole()
        self.groups = parser.groups
        if self.groups > MAX_GROUPS:
            raise PatternError(f"Expected at most {MAX_GROUPS} groups")
        self.multiline = "m" in flags
        self.ignore_case = "i" in flags
        self.remembers = parser.has_back_references
        self.loops = 0
        self.program: list[Instruction] = []
        self._emit(Group(0, part))
        self._add(DONE)

    def _add(self, kind: int, first: Any = None, second: Any = None) -> int:
        if len(self.program) >= MAX_PROGRAM:
            raise PatternError("Expected a pattern with fewer or smaller repetitions")
        self.program.append((kind, first, second))
        return len(self.program) - 1

    def _emit(self, part: Part) -> None:
        if isinstance(part, Character):
            self._add(CHARACTER, part.test)
        elif isinstance(part, Anchor):
            self._add(ANCHOR, part.kind)
        elif isinstance(part, BackReference):
            self._add(BACK, part.group)
        elif isinstance(part, Sequence):
            for each in part.parts:
                self._emit(each)
        elif isinstance(part, Group):
            if part.number is not None:
                self._add(SAVE, part.number * 2)
            self._emit(part.inner)
            if part.number is not None:
                self._add(SAVE, part.number * 2 + 1)
        elif isinstance(part, Choice):
            self._emit_choice(part)
        else:
            self._emit_repeat(part)

    def _emit_choice(self, part: Choice) -> None:
        ends: list[int] = []
        for each in part.parts[:-1]:
            split = self._add(SPLIT)
            self._emit(each)
            ends.append(self._add(JUMP))
            self.program[split] = (SPLIT, split + 1, len(self.program))
        self._emit(part.parts[-1])
        for end in ends:
            self.program[end] = (JUMP, len(self.program), None)

    def _emit_repeat(self, part: Repeat) -> None:
        for _ in range(part.least):
            self._emit(part.inner)
        if part.most is None:
            self._emit_loop(part)
            return
        splits: list[int] = []
        for _ in range(part.most - part.least):
            splits.append(self._add(SPLIT))
            self._emit(part.inner)
        for split in splits:
            self._set_split(split, len(self.program), part.lazy)

    def _emit_loop(self, part: Repeat) -> None:
        split = self._add(SPLIT)
        slot = (self.groups + 1) * 2 + self.loops
        self.loops += 1
        if self.loops > MAX_LOOPS:
            raise PatternError(f"Expected at most {MAX_LOOPS} repetitions without a limit")
        self._add(SAVE, slot)
        self._emit(part.inner)
        # A turn that took no character ends the loop, or it would never end.
        self._add(CHECK, slot)
        self._add(JUMP, split)
        self._set_split(split, len(self.program), part.lazy)

    def _set_split(self, split: int, out: int, lazy: bool) -> None:
        self.program[split] = (SPLIT, out, split + 1) if lazy else (SPLIT, split + 1, out)

    def search(self, text: str, start: int, spend: Spend) -> Match | None:
        """Return the first match at or after `start`, None where there is none. spend: called with the steps that were needed."""
        # A place and character, as one number, that led nowhere from one start lead nowhere from the next.
        seen: set[int] | None = None if self.remembers else set()
        for at in range(start, len(text) + 1):
            found = self._match_at(text, at, seen, spend)
            if found is not None:
                return found
        return None

    def _match_at(self, text: str, start: int, seen: set[int] | None, spend: Spend) -> Match | None:
        size = (self.groups + 1) * 2
        program, length = self.program, len(text)
        waiting: list[tuple[int, int, tuple[int | None, ...]]] = [(0, start, (None,) * (size + self.loops))]
        while waiting:
            place, at, slots = waiting.pop()
            while place >= 0:
                if seen is not None:
                    state = place * (length + 1) + at
                    if state in seen:
                        break
                    seen.add(state)
                spend(1)
                kind, first, second = program[place]
                if kind == CHARACTER:
                    place, at = (place + 1, at + 1) if at < length and first(text[at]) else (FAIL, at)
                elif kind == SPLIT:
                    waiting.append((second, at, slots))
                    place = first
                elif kind == JUMP:
                    place = first
                elif kind == SAVE:
                    spend(len(slots) >> 3)
                    slots = (*slots[:first], at, *slots[first + 1 :])
                    place += 1
                elif kind == DONE:
                    return slots[:size]
                else:
                    place, at = self._checked(text, (place, at), slots)
        return None

    def _checked(self, text: str, state: tuple[int, int], slots: tuple[int | None, ...]) -> tuple[int, int]:
        """Return the place and character after a check, an anchor or a back-reference; FAIL where it does not hold."""
        place, at = state
        kind, first, _ = self.program[place]
        if kind == BACK:
            end = self._back_reference(text, at, slots, first)
            return (FAIL, at) if end is None else (place + 1, end)
        holds = slots[first] != at if kind == CHECK else self._anchored(text, at, first)
        return (place + 1 if holds else FAIL), at

    def _anchored(self, text: str, at: int, kind: str) -> bool:
        if kind == "^":
            return at == 0 or (self.multiline and text[at - 1] == "\n" and at < len(text))
        return at == len(text) or (self.multiline and text[at] == "\n")

    def _back_reference(self, text: str, at: int, slots: tuple[int | None, ...], group: int) -> int | None:
        """Return where the text of a group ends when it stands here again; a group that took no part stands anywhere."""
        start, end = slots[group * 2], slots[group * 2 + 1]
        if start is None or end is None:
            return at
        wanted, found = text[start:end], text[at : at + end - start]
        same = wanted.casefold() == found.casefold() if self.ignore_case else wanted == found
        return at + end - start if same else None


def known_flags(flags: str) -> bool:
    return set(flags) <= FLAGS


@lru_cache(maxsize=64)
def pattern_of(pattern: str, flags: str) -> Pattern:
    """Return the compiled pattern. Raises PatternError for what is no regular expression, or flags other than s, m, i, x and q."""
    if not known_flags(flags):
        raise PatternError(f"Expected flags out of s, m, i, x and q, but found {flags[:20]!r}")
    return Pattern(pattern, flags)
