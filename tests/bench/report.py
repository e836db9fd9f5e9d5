"""The table that a run prints and keeps: one line a figure, with what it must be and what it aims at."""

import os
import platform
import time
from collections.abc import Sequence

from tests.bench.rig.probes import kernel, processor
from tests.bench.rows import Line, Number

STORES = {"sqlite": "SQLite (WAL, FULL)", "postgresql": "PostgreSQL (default durability)"}


def number(value: Number, unit: str = "") -> str:
    if value is None:
        return ""
    text = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def verdict(line: Line) -> str:
    if line.figure is None:
        return line.missing or "not measured in this run"
    if line.noisy:
        return "not judged: others kept over 0.5 core busy"
    if line.must_holds is False:
        return "**FALLS SHORT**"
    if line.aim_holds:
        return "aim"
    if line.aim is not None:
        return "must, misses aim" if line.must is not None else "misses aim"
    return "holds" if line.must_holds else "figure"


def _limit(line: Line, limit: Number) -> str:
    return "" if limit is None else f"{'≥' if line.least else '≤'} {number(limit)} {line.against}".strip()


def table(store: str, lines: Sequence[Line]) -> str:
    head = [
        f"### {STORES[store]}",
        "",
        "| row | what | ours | theirs | ratio | must | aim | verdict |",
        "| --- | --- | ---: | ---: | ---: | --- | --- | --- |",
    ]
    for line in lines:
        theirs = f"{line.against} {number(line.theirs, line.unit)}" if line.theirs is not None else ""
        ratio = number(line.figure) if line.against and line.figure is not None else ""
        cells = (
            line.row,
            line.what,
            number(line.ours, line.unit),
            theirs,
            ratio,
            _limit(line, line.must),
            _limit(line, line.aim),
            verdict(line),
        )
        head.append("| " + " | ".join(cells) + " |")
    return "\n".join(head)


def heading(seconds: float, small: bool) -> str:
    size = "small" if small else "full"
    return (
        f"Measured on {time.strftime('%d %B %Y')} in {seconds / 60:.0f} min ({size} size), {os.cpu_count()} cores of {processor()}, "
        f"Linux {kernel()}, Python {platform.python_version()}. Ours and the others side by side in one run, everything on.\n\n"
        "f is the floor, the smallest Flask server around the stock engine; c is camunda-python 0.1.2; ratios are ours divided by theirs, "
        "of medians. Rows against a (SpiffArena) are not run here: it needs its own sources and is no package."
    )


def failures(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.must_holds is False]
