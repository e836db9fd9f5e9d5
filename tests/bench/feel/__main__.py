"""`python -m tests.bench.feel`: expressions on ours, bkflow-feel and feelin, judged and timed; a share of the DMN TCK; our limits.

A full run writes docs/bench/feel.md. Exit code 0 when every limit that could be judged holds, 1 when one falls short, 2 for wrong
usage. A peer that could not be installed is named with the reason in the last lines.
"""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench.feel import conformance, peers, report
from tests.bench.feel.comparing import compare
from tests.bench.feel.musts import Must, musts, whole_tck
from tests.bench.rig.servers import ROOT

PAGE = ROOT / "docs/bench/feel.md"
STARTERS: tuple[tuple[str, Callable[[], peers.Side]], ...] = (
    ("ours", peers.ours),
    ("bkflow-feel", peers.bkflow),
    ("feelin", peers.feelin),
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.feel", description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="under half a minute: three rounds, every sixth folder of the TCK, no page written"
    )
    parser.add_argument("--out", type=Path, help="where the page goes (default for a full run: docs/bench/feel.md)")
    return parser.parse_args()


def started(stack: ExitStack) -> tuple[list[peers.Side], list[str], list[str]]:
    """Start every side; return the sides, their versions, and why some are missing."""
    sides, versions, missing = [], [], []
    for name, start in STARTERS:
        try:
            side = stack.enter_context(start())
            versions.append(side.version())
            sides.append(side)
        except peers.Missing as reason:
            missing.append(f"{name} IS MISSING: {reason}")
    return sides, versions[1:], missing


def measured(small: bool) -> tuple[dict[str, str], list[Must], list[str]]:
    """Run everything; return the parts of the page, the limits and why something is missing."""
    began, rounds = time.monotonic(), 3 if small else 9
    whole = whole_tck()
    with ExitStack() as stack:
        sides, versions, missing = started(stack)
        names = [side.name for side in sides]
        rows = compare(sides, rounds)
        cases = conformance.share(6 if small else 1)
        scores = {side.name: conformance.score(side, cases) for side in sides} if cases else {}
        limits = [*musts(rows, sides[0], rounds), whole]
    if not cases:
        missing.append("THE TCK IS MISSING: no cases were found; set DUBAN_TEST_TCK to where they lie")
    parts = {
        "": report.heading(time.monotonic() - began, versions, rounds),
        "What must hold": report.limits(limits),
        "Who gets what right, and how long it takes": report.summary(rows, names),
        **{f"Each expression: {phase}": report.expressions(rows, names, phase) for phase in report.PHASES},
        "What each does not do": report.shortcomings(rows, names),
        "A share of the DMN TCK": report.conformance(scores, len(cases)) if cases else "",
        "What is missing": "\n".join(missing),
    }
    return parts, limits, missing


def main() -> int:
    options = arguments()
    parts, limits, missing = measured(options.small)
    text = report.page(parts)
    print(text)
    out = options.out or (None if options.small else PAGE)
    if out:
        out.write_text(f"# Expressions: ours beside other interpreters\n\n{text}\n", encoding="utf-8")
    short = [must for must in limits if must.holds is False]
    for must in short:
        print(f"FALLS SHORT: {must.what}: {must.figure:.2f} {must.unit}, must be below {must.limit} {must.unit}", file=sys.stderr)
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
