"""The files that the rules of this folder are about: those in the repository, and those about to come in."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Return the files of the repository whose paths match one of the patterns of git, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


def place(path: Path) -> str:
    """Return a path as the repository names it."""
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str | None:
    """Return a file's text; None for one that holds none."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return None
