"""What a bench printed, kept as a page of docs/bench after a run at full size."""

import os
import time
from collections.abc import Sequence

from tests.bench.rig.servers import ROOT

FOLDER = ROOT / "docs" / "bench"


def keep_lines(name: str, title: str, lines: Sequence[str], began: float) -> None:
    """Write `docs/bench/<name>.md`. began: of the run, by time.monotonic(); the load is of its last five minutes, other programs in it."""
    minutes, load = (time.monotonic() - began) / 60, os.getloadavg()[1]
    heading = f"{time.strftime('%d %B %Y')}, {minutes:.0f} min, {os.cpu_count()} cores, a load of {load:.1f} (this run is 1 to 2 of it)."
    said = "\n".join(f"- {line}" for line in lines)
    (FOLDER / f"{name}.md").write_text(f"# {title}\n\nWritten by `make bench-{name}`: {heading}\n\n{said}\n", encoding="utf-8")
