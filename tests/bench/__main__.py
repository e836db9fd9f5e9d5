"""`python -m tests.bench`: measures ours beside the floor and camunda-python and prints rows P1 to P19.

A full run writes them to docs/bench/latest.md.

Exit code 0 when every 'must' that could be judged holds, 1 when one falls short, 2 for wrong usage.
"""

import argparse
import compileall
import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from tests.bench import lineup, report
from tests.bench.rig.servers import ROOT, scratch
from tests.bench.rows import Sides, lines_of
from tests.bench.run import SMALL, Size, measure

LATEST = ROOT / "docs/bench/latest.md"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="under two minutes: fewer rounds, the store is not filled, nothing is written")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), action="append", help="only this one (default: both)")
    parser.add_argument("--floor", action="store_true", help="measure the floor against itself: what the rig says of two equal servers")
    parser.add_argument("--without-camunda", action="store_true", help="leave camunda-python out")
    parser.add_argument("--out", type=Path, help="where the table goes (default for a full run: docs/bench/latest.md)")
    return parser.parse_args()


def told_to_stop(_number: int, _frame: FrameType | None) -> None:
    """Being told to stop also stops the servers that were started here."""
    raise KeyboardInterrupt


def main() -> int:
    options, began = arguments(), time.monotonic()
    signal.signal(signal.SIGTERM, told_to_stop)
    # As `make` leaves a checkout: else a start would be measured that compiles each module, where Python may not keep what it compiled.
    compileall.compile_dir(ROOT / "app", quiet=1)
    python, reason = (None, "camunda-python was left out") if options.without_camunda else lineup.camunda_interpreter()
    parts, failed, raw = [], [], {}
    for store in options.store or ("sqlite", "postgresql"):
        with scratch() as folder:
            sides = measure(store, Path(folder), SMALL if options.small else Size(), python, options.floor)
        lines = lines_of(Sides(sides[0], sides[1], sides[2] if len(sides) > 2 else None, store))
        notes = [note for side in sides for note in side.notes]
        notes += [f"{side.name}, {phase}: {errors}" for side in sides for phase, errors in side.errors().items()]
        parts += [report.table(store, lines), *notes]
        raw[store] = [side.as_json() for side in sides]
        failed += [(store, line) for line in report.failures(lines)]
    text = "\n\n".join(
        [report.heading(time.monotonic() - began, options.small), *([f"Rows against c are missing: {reason}."] if reason else []), *parts]
    )
    print(text)
    out = options.out or (None if options.small or options.floor or options.store else LATEST)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(f"# The last full run of the bench\n\n{text}\n", encoding="utf-8")
        out.with_suffix(".json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    for store, line in failed:
        print(
            f"FALLS SHORT on {store}: {line.row} {line.what}: {report.number(line.figure)}, expected {report.number(line.must)}",
            file=sys.stderr,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
