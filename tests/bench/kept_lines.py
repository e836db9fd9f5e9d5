"""What a bench printed, kept as a page of docs/bench after a run at full size."""

import os
import time
from collections.abc import Sequence

from tests.bench.rig.servers import ROOT

FOLDER = ROOT / "docs" / "bench"


def keep_lines(name: str, title: str, lines: Sequence[str], began: float) -> None:
    """Write `docs/bench/<name>.md`, indented lines as parts of the one above. began: of the run, by time.monotonic(); the load is of the
    last five minutes, this run and other programs in it."""
    seconds, load = time.monotonic() - began, os.getloadavg()[1]
    heading = f"{time.strftime('%d %B %Y')}, in {seconds:.0f} s, on {os.cpu_count()} cores at a load of {load:.1f}, the run itself in it."
    said = "\n".join(f"  - {line.strip()}" if line.startswith(" ") else f"- {line}" for line in lines)
    (FOLDER / f"{name}.md").write_text(f"# {title}\n\nWritten by `make bench-{name}`: {heading}\n\n{said}\n", encoding="utf-8")
