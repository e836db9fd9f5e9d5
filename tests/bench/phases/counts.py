"""What no noise disturbs: SQL statements, commits and forced writes of one start, one list and one completion of process A.

Statements and commits are read from PostgreSQL's own log, forced writes on both by strace of the process
that writes: the database server, or ours where the database is inside it.
"""

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench.measure import quantile
from tests.bench.processes import answers
from tests.bench.side import Side

STATEMENT = re.compile(r"^\[(\d+)\] LOG:  (?:statement|execute [^:]*):\s*(\w+)", re.MULTILINE)
ASIDE = ("BEGIN", "COMMIT", "ROLLBACK", "SET", "SHOW")
FORCED = re.compile(r"\bf(?:data)?sync\(")
LOG_SETTINGS = {"log_statement": "all", "log_line_prefix": "[%p] "}
SETTLE = 0.12  # seconds after an answer until the log has all of it

Reader = Callable[[], dict[str, float]]


def strace_prefix(into: Path) -> tuple[str, ...] | None:
    """Return the words to put before a command so that its forced writes are noted in a file, or None where strace is missing."""
    return ("strace", "-D", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(into)) if shutil.which("strace") else None


def _news(path: Path, at: int) -> tuple[str, int]:
    with path.open("rb") as file:
        file.seek(at)
        return file.read().decode("utf-8", "replace"), file.tell()


class LogReader:
    """Statements and commits since the last look, of the busiest connection: the worker's own look for due work is not the request's."""

    def __init__(self, log: Path) -> None:
        self.log, self.at = log, 0

    def __call__(self) -> dict[str, float]:
        text, self.at = _news(self.log, self.at)
        found: dict[str, Counter[str]] = {}
        for process, word in STATEMENT.findall(text):
            found.setdefault(process, Counter())[word.upper()] += 1
        counted = [(sum(n for kind, n in kinds.items() if kind not in ASIDE), kinds["COMMIT"]) for kinds in found.values()]
        statements, commits = max(counted, default=(0, 0))
        return {"statements": statements, "commits": commits}


class StraceReader:
    """Forced writes of the traced server since the last look."""

    def __init__(self, trace: Path) -> None:
        self.trace, self.at = trace, 0

    def __call__(self) -> dict[str, float]:
        text, self.at = _news(self.trace, self.at)
        return {"fsyncs": len(FORCED.findall(text))}


async def counts(side: Side, readers: list[Reader], times: int = 9) -> None:
    """Measure each kind of call so many times, one after another, and keep the median of each count."""
    found: dict[str, list[dict[str, float]]] = {"start": [], "tasks": [], "complete": []}

    async def one(what: str, call: Awaitable[Any]) -> Any:
        for reader in readers:
            reader()
        answer = await call
        await asyncio.sleep(SETTLE)
        found[what].append({name: count for reader in readers for name, count in reader().items()})
        return answer

    warm = await side.target.start("A")
    await side.target.complete((await side.target.tasks(warm))[0], answers())
    await asyncio.sleep(SETTLE)
    for _ in range(times):
        instance = await one("start", side.target.start("A"))
        open_now = await one("tasks", side.target.tasks(instance))
        await one("complete", side.target.complete(open_now[0], answers()))
    for what, rows in found.items():
        for name in rows[0]:
            side.figures[f"{name}, {what}"] = quantile([row[name] for row in rows], 0.5) or 0.0
