"""Built-in functions that take a regular expression (DMN 1.5, table 75; XPath functions 3.1, section 5.6)."""

from collections.abc import Iterator

from app.feel.builtins.signature import builtin
from app.feel.errors import NullResult
from app.feel.pattern.match import Match, Pattern, pattern_of
from app.feel.pattern.parts import PatternError
from app.feel.run import Run


def _pattern(run: Run, pattern: str, flags: str | None) -> Pattern:
    run.spend(1 + (len(pattern) >> 2))
    try:
        compiled = pattern_of(pattern, flags or "")
    except PatternError as error:
        raise NullResult(f"{error} in the pattern {pattern[:60]!r}") from None
    run.spend(len(compiled.program) >> 3)
    return compiled


def _all(run: Run, pattern: Pattern, text: str) -> Iterator[tuple[int, int, Match]]:
    """Yield start, end and groups of each match. Raises NullResult where the pattern matches nothing at all, which would never end."""
    at = 0
    while at <= len(text):
        found = pattern.search(text, at, run.spend)
        if found is None:
            return
        start, end = found[0] or 0, found[1] or 0
        if start == end:
            raise NullResult("Expected a pattern that matches at least one character")
        yield start, end, found
        at = end


@builtin("matches(input: string, pattern: string, flags?: string?)")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    return _pattern(run, pattern, flags).search(text, 0, run.spend) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string?)")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    compiled = _pattern(run, pattern, flags)
    parts = [replacement] if "q" in (flags or "") else replacement_parts(replacement, compiled.groups)
    made: list[str] = []
    at = 0
    for start, end, found in _all(run, compiled, text):
        made.append(text[at:start])
        made += [part if isinstance(part, str) else _group(text, found, part) for part in parts]
        at = end
        run.spend_text(16 + sum(map(len, made[-len(parts) :] if parts else ())))
    text = "".join([*made, text[at:]])
    run.spend_text(len(text))
    return text


def _group(text: str, found: Match, group: int) -> str:
    start, end = found[group * 2], found[group * 2 + 1]
    return "" if start is None or end is None else text[start:end]


def replacement_parts(text: str, groups: int) -> list[str | int]:
    """Return a replacement as texts and numbers of groups. Raises NullResult for a lone $ or an unknown escape."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        character, after = text[at], text[at + 1 : at + 2]
        at += 1
        if character == "\\":
            if after not in ("\\", "$") or not after:
                raise NullResult("Expected \\\\ or \\$ in the replacement")
            parts.append(after)
            at += 1
        elif character == "$":
            if not (after.isascii() and after.isdigit()):
                raise NullResult("Expected a digit after $ in the replacement")
            number, at = int(after), at + 1
            while text[at : at + 1].isdigit() and number * 10 + int(text[at]) <= groups:
                number, at = number * 10 + int(text[at]), at + 1
            parts.append(number if number <= groups else "")
        else:
            parts.append(character)
    return parts


@builtin("split(string: string, delimiter: string)")
def split(run: Run, text: str, delimiter: str) -> list[str]:
    made: list[str] = []
    at = 0
    for start, end, _ in _all(run, _pattern(run, delimiter, ""), text):
        made.append(text[at:start])
        run.spend_items(1)
        at = end
    return [*made, text[at:]]


@builtin("extract(string: string, pattern: string)")
def extract(run: Run, text: str, pattern: str) -> list[str]:
    return [text[start:end] for start, end, _ in _all(run, _pattern(run, pattern, ""), text)]
