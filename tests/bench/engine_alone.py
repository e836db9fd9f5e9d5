"""The engine alone: CPU time of one completion (restore, complete, snapshot) and the size of a snapshot, against their limits.

    python -m tests.bench.engine_alone

Prints a table; the exit status is 1 where a median or a size is over its limit.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from app.engine.case import Case
from tests.builders.drawing import boundary, duration, each, end, gate, io, path, process, script, start, user, xor
from tests.engine.drive import BASE, T0, Files


class Limit(NamedTuple):
    """milliseconds: of one completion. size: of the snapshot beside its variables, in bytes; None where no limit is set."""

    milliseconds: float
    size: int | None


class Row(NamedTuple):
    name: str
    median: float
    p95: float
    size: int
    limit: Limit

    @property
    def holds(self) -> bool:
        return self.median <= self.limit.milliseconds and (self.limit.size is None or self.size <= self.limit.size)


def realistic(blocks: int) -> bytes:
    """Ten elements a block: review, rework?, script, draft with a reminder, two opinions in parallel."""
    parts, before = [start(), end()], "s"
    for k in range(blocks):
        parts += [user(f"a{k}"), xor(f"x{k}", f"x{k}_sc{k}"), script(f"sc{k}", f"n{k}", "=1"), user(f"u{k}", io({"mine": "=no"}))]
        parts += [
            boundary(f"bt{k}", f"u{k}", duration("P10D"), False),
            user(f"rem{k}"),
            gate(f"f{k}"),
            user(f"p{k}"),
            user(f"q{k}"),
            gate(f"j{k}"),
        ]
        parts += [path(f"{before} a{k} x{k} sc{k} u{k} f{k} p{k} j{k}"), path(f"x{k} a{k}", **{f"x{k}": "again"}), path(f"f{k} q{k} j{k}")]
        parts += [path(f"bt{k} rem{k} e")]
        before = f"j{k}"
    return process("p", *parts, path(f"{before} e"))


def many() -> bytes:
    loop = each("=depts", "dept", "results", "=opinion")
    return process("p", start(), user("m", loop=loop), end(), path("s m e"))


def own_size(raw: bytes, case: Case) -> int:
    """Return the bytes of a snapshot without those of its variables' names and values."""
    held = case._root.scopes.own.values()
    return len(raw) - sum(len(name) + len(bytes(value)) + 4 for own in held for name, value in own.items())


def run(name: str, xml: bytes, variables: dict[str, Any], answers: Callable[[int], dict[str, Any]], limit: Limit) -> Row:
    files = Files(xml)
    world = files.world(T0)
    raw = Case.start(world, files.by_process["p"][0], "p", BASE, variables).snapshot()
    times, size = [], 0
    for step in range(10_000):
        here = Case.restore(world, raw)
        size = max(size, own_size(raw, here))
        tasks = here.open_tasks()
        if not tasks:
            break
        given, key = answers(step), tasks[0].key
        begin = time.process_time()
        case = Case.restore(world, raw)
        case.complete(key, given)
        raw = case.snapshot()
        times.append((time.process_time() - begin) * 1000)
    if not Case.restore(world, raw).completed:
        raise AssertionError(f"{name} did not come to its end")
    times.sort()
    return Row(name, statistics.median(times), times[int(len(times) * 0.95) - 1], size, limit)


def measure() -> list[Row]:
    def said(step: int) -> dict[str, Any]:
        return {"opinion": "agreed", "again": False, f"v{step}": "some answer of thirty letters"}

    rows = []
    for blocks in (1, 5, 20):
        limit = Limit(0.15, 2048 if blocks == 5 else None)
        rows.append(
            min(
                (run(f"{blocks * 10} elements", realistic(blocks), {"no": "A-2026-001"}, said, limit) for _ in range(5)),
                key=lambda row: row.median,
            )
        )
    depts = {"depts": [f"department {k}" for k in range(200)]}
    rows.append(min((run("body of 200 items", many(), depts, lambda step: {"opinion": "agreed"}, Limit(0.3, None)) for _ in range(3)),
                    key=lambda row: row.median))  # fmt: skip
    return rows


def main() -> int:
    rows = measure()
    print(f"{'':20}{'median ms':>10}{'p95 ms':>10}{'limit ms':>10}{'bytes':>9}{'limit':>9}")
    for row in rows:
        verdict = "" if row.holds else "  OVER"
        print(
            f"{row.name:20}{row.median:10.3f}{row.p95:10.3f}{row.limit.milliseconds:10.2f}{row.size:9}{row.limit.size or '-':>9}{verdict}"
        )
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
