"""Write the golden event logs anew, for review: `.venv/bin/python -m tests.scenarios.accept [PART OF A NAME ...]`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.scenarios.stories import STORIES, found, golden, tell


def main() -> int:
    """Write the log of each story that goes as it is told; name the others."""
    otherwise, founded = [], dict[str, Path]()
    with TemporaryDirectory() as folder:
        for name, path in STORIES.items():
            if sys.argv[1:] and not any(part in name for part in sys.argv[1:]):
                continue
            process = name.partition("/")[0]
            if process not in founded:
                founded[process] = found(process, Path(folder) / process)
            performance = tell(path, founded[process]).performance
            if performance.as_told:
                golden(path).write_text(performance.events)
            else:
                last = performance.played[-1]
                otherwise.append(f"{name}, step {last.step.number}: {[point for point in last.points if not point.as_told]}")
    print("\n".join(otherwise) or "All logs were written: read what changed before it is committed.")
    return 1 if otherwise else 0


if __name__ == "__main__":
    sys.exit(main())
