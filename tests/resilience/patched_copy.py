"""Planted faults of the product itself: a copy of `app` with one place changed, which a server then runs in place of it.

uncounted: a reminder whose turns were missed fires for each of them. unmade: what a timer start missed is passed over.
made-up-day: the calendar that ships has forgotten a Saturday at work. noon: offices do not close at noon.
left-out: a line of anchors lacks the first event of its batch. skipped: each second line is never written.
otherwise: conditions of ways mean their opposite.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rig.servers import ROOT


@dataclass(frozen=True)
class Patch:
    """file: below the root. found: what stands there, just once. seeds: whether it alters how a city is seeded, too."""

    file: str
    found: str
    instead: str
    seeds: bool = True


PATCHES = {
    "uncounted": Patch("app/engine/timers.py", "while kept.every and instant_of(kept.due) <= until:", "while False:"),
    "unmade": Patch(
        "app/audit/timer_starts.py",
        'next_occurrence(Occurrence(due_at, row["detail"]), zone)',
        'first_after(Occurrence(due_at, row["detail"]), now, zone)',
    ),
    "made-up-day": Patch("app/domain/calendars/2026.json", '"2026-02-14", "2026-02-28"', '"2026-02-28"'),
    "left-out": Patch(
        "app/audit/anchor_batches.py",
        "anchor_line(number, at, previous, leaves, key)",
        "anchor_line(number, at, previous, leaves[1:], key)",
        seeds=False,
    ),
    "skipped": Patch(
        "app/worker/anchor_events.py", "self.anchors.append(number, line)", "number % 2 or self.anchors.append(number, line)", seeds=False
    ),
    "otherwise": Patch("app/engine/gateways.py", "return found is True", "return found is not True", seeds=False),
    "noon": Patch("app/domain/calendars/2025.json", '["08:30-12:00", "13:30-17:30"]', '["08:30-17:30"]'),
}


def patched_copy(folder: Path, name: str) -> Path:
    """Return the folder of a copy of the product with a fault in it, to be first on Python's path."""
    patch, copy = PATCHES[name], folder / "patched"
    copy.mkdir(parents=True)
    shutil.copytree(ROOT / "app", copy / "app")  # with what was compiled of it: only the file that is changed is compiled anew
    for beside in ROOT.iterdir():
        if beside.name != "app":
            (copy / beside.name).symlink_to(beside)
    text = (copy / patch.file).read_text(encoding="utf-8")
    if text.count(patch.found) != 1:
        raise ValueError(f"Expected {patch.found!r} once in {patch.file}, but found it {text.count(patch.found)} times")
    (copy / patch.file).write_text(text.replace(patch.found, patch.instead), encoding="utf-8")
    return copy
