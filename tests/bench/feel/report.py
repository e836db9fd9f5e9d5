"""The page that a run prints and keeps."""

import os
import platform
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence

from tests.bench.feel.comparing import Row
from tests.bench.feel.conformance import Score
from tests.bench.feel.judging import CANNOT, ERROR, RIGHT, WRONG
from tests.bench.feel.musts import Must
from tests.bench.rig.probes import kernel, processor

# What is timed: reading a text; evaluating what was read; text and variables in, value out.
PHASES = ("compile", "evaluate", "call")


def heading(seconds: float, versions: Sequence[str], rounds: int) -> str:
    """Return when, where and with what it was measured, how busy the machine was, and what the phases are."""
    load = os.getloadavg()[0]
    return (
        f"Measured on {time.strftime('%d %B %Y')} in {seconds:.0f} s, {os.cpu_count()} cores of {processor()}, Linux {kernel()}, "
        f"Python {platform.python_version()}; {', '.join(versions)}. On average {load:.1f} programs were at work, this one among them. "
        f"Microseconds of CPU, medians of {rounds} rounds in which the sides take turns, every side warm. A side that refused or broke "
        "has no time.\n\n"
        "*compile*: reading the text (feelin: parsing, in V8 alone). *evaluate*: what was compiled, on variables that are there "
        "(feelin keeps nothing that it parsed: V8 alone, parsing each time). *call*: text and variables in, value out, as a program in "
        "Python calls that keeps nothing itself (ours remembers texts; bkflow-feel reads each time; feelin through mini-racer, JSON both "
        "ways). The adapters in `tests/bench/feel/adapters` say how each side is treated, in its favour where there was a choice."
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _timed(row: Row, side: str, phase: str) -> str:
    value, ratio = row.cells[side].median(phase), row.ratio(side, phase)
    if value is None:
        return ""
    return _figure(value) if side == "ours" or ratio is None else f"{_figure(value)} ({_figure(ratio)})"


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def expressions(rows: Sequence[Row], sides: Sequence[str], phase: str) -> str:
    """Return every side's verdict and time in one phase."""
    head = ["expression", *(column for side in sides for column in (side, "µs" if side == "ours" else "µs (times ours)"))]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " --- | ---: |" * len(sides)]
    for row in rows:
        cells = [_code(row.asked.shown)]
        for side in sides:
            said = row.cells[side].verdict.said
            cells += [said if said == RIGHT else f"**{said}**", _timed(row, side, phase)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def summary(rows: Sequence[Row], sides: Sequence[str]) -> str:
    """Return how many each side got right, and its times: ours as the median, the others' as ratios to ours, the median and the least."""
    titles = [f"{phase}, median (least)" for phase in PHASES]
    head = ["side", "right", "wrong", "error", "cannot", *titles]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for side in sides:
        said = Counter(row.cells[side].verdict.said for row in rows)
        cells = [side, *(str(said[each]) for each in (RIGHT, WRONG, ERROR, CANNOT)), *(_ratios(rows, side, phase) for phase in PHASES)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _ratios(rows: Sequence[Row], side: str, phase: str) -> str:
    if side == "ours":
        own = [taken for row in rows if (taken := row.cells[side].median(phase)) is not None]
        return f"{_figure(statistics.median(own))} µs" if own else ""
    ratios = [ratio for row in rows if (ratio := row.ratio(side, phase)) is not None]
    return f"{_figure(statistics.median(ratios))} × ({_figure(min(ratios))} ×)" if ratios else ""


def shortcomings(rows: Sequence[Row], sides: Sequence[str]) -> str:
    """Return what each side got wrong, broke at or refused, with its own words."""
    parts = []
    for side in sides:
        found = [(row.asked.shown, row.cells[side].verdict) for row in rows if row.cells[side].verdict.said != RIGHT]
        lines = [f"- {_code(text)}: {verdict.said}; {' '.join(verdict.why.split())}" for text, verdict in found]
        parts.append(f"**{side}**: " + ("nothing." if not lines else "\n\n" + "\n".join(lines)))
    return "\n\n".join(parts)


def conformance(scores: Mapping[str, Score], cases: int) -> str:
    lines = [
        f"Of {cases:,} cases whose decisions are one expression over input data:\n",
        "| side | passed with a value | | passed with none: null expected, text refused or broken off | failed |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for side, score in scores.items():
        rest, share = cases - score.passed - score.without, 100 * score.passed / cases
        lines.append(f"| {side} | {score.passed:,} | {share:.2f}% | {score.without:,} | {rest:,} |")
    return "\n".join(lines)


def limits(musts: Sequence[Must]) -> str:
    lines = ["| figure of ours | measured | must be below | |", "| --- | ---: | ---: | --- |"]
    for must in musts:
        shown = "" if must.figure is None else f"{_figure(must.figure)} {must.unit}"
        said = must.missing if must.holds is None else "holds" if must.holds else "**FALLS SHORT**"
        lines.append(f"| {must.what} | {shown} | {_figure(must.limit)} {must.unit} | {said} |")
    return "\n".join(lines)


def page(parts: Mapping[str, str]) -> str:
    return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in parts.items() if text)
