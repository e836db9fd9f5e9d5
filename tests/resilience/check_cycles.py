"""`python -m tests.resilience.check_cycles LEDGER ADDRESS`: was each turn of a cycle made up once, and each reminder told once?

Timer starts: every occurrence has started one case, effective at its instant. Reminders: every turn fired or was counted as missed, once;
over the outage each case has one firing, and it counts the turns that were missed.

Prints {"figures": {...}, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.rig.database import Database
from tests.resilience import ledger


class Firing(NamedTuple):
    """Instants as text in UTC. missed: turns that it counts as missed after its own."""

    due: str
    effective_at: str
    recorded_at: str
    missed: int


def grid(cycles: dict[str, Any]) -> list[str]:
    first = datetime.fromisoformat(cycles["first"])
    turns = [first + timedelta(seconds=cycles["period"] * turn) for turn in range(cycles["turns"])]
    return [turn.isoformat(timespec="microseconds").replace("+00:00", "Z") for turn in turns]


def read_store(address: str) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[Firing]]]:
    """Return by process the effective and recorded instants at which its cases began, and by case the firings of its reminder."""
    begun: dict[str, list[tuple[str, str]]] = defaultdict(list)
    fired: dict[str, list[Firing]] = defaultdict(list)
    with Database(address, steady=True) as database:
        processes = {str(key): process for key, process in database.rows("select key, process_id from process_instance")}
        for case, seq, effective, recorded, body in database.rows(
            "select case_key, seq, effective_at, recorded_at, body from audit_event order by case_key, seq"
        ):
            process = processes.get(case, "")
            if process.startswith("cycle_start_") and int(seq) == 1:
                begun[process].append((effective, recorded))
            elif process == "cycle_reminder":
                fired[case] += [
                    Firing(fact["dueAt"], effective, recorded, fact.get("missed", 0))
                    for fact in json.loads(body)["facts"]
                    if fact["fact"] == "timer_fired"
                ]
    return begun, fired


def check_starts(process: str, begun: list[tuple[str, str]], turns: list[str]) -> list[str]:
    found, problems = Counter(effective for effective, _ in begun), []
    for turn in turns:
        if found[turn] != 1:
            problems.append(f"{process}: expected the turn of {turn} to start one case, but it started {found[turn]}")
    problems += [f"{process}: a case began as of {at}, which is no turn of it" for at in sorted(set(found) - set(turns))]
    problems += [f"{process}: the turn of {effective} began early, at {recorded}" for effective, recorded in begun if recorded < effective]
    return problems


def check_reminder(case: str, fired: list[Firing], turns: list[str], cycles: dict[str, Any]) -> list[str]:
    problems, expected = [], list(turns)
    for firing in fired:
        if not expected or firing.due != expected[0]:
            problems.append(f"case {case}: expected the turn of {expected[:1]}, but it fired for {firing.due}")
            return problems
        if firing.effective_at != firing.due or firing.recorded_at < firing.due:
            problems.append(f"case {case}: the turn of {firing.due} counts as of {firing.effective_at}, recorded {firing.recorded_at}")
        expected = expected[1 + firing.missed :]
    if expected:
        problems.append(f"case {case}: {len(expected)} turns from {expected[0]} on neither fired nor were counted as missed")
    over = [one for one in fired if one.due <= cycles["back"] and one.recorded_at >= cycles["back"]]
    if len(over) != 1:
        problems.append(f"case {case}: expected one firing for the turns that were missed, but found {len(over)}")
    away = sum(cycles["away"] < turn < cycles["back"] for turn in turns)
    if len(over) == 1 and over[0].missed < away - 2:
        problems.append(f"case {case}: expected a record of {away} turns that were missed, but found {over[0].missed}")
    return problems


def main() -> int:
    entries = list(ledger.read(Path(sys.argv[1])))
    cycles = next(entry for entry in entries if entry["what"] == "cycles")
    told = {entry["case"] for entry in entries if entry["what"] == "reminder"}
    begun, fired = read_store(sys.argv[2])
    turns, problems = grid(cycles), []
    for number in range(cycles["starts"]):
        problems += check_starts(f"cycle_start_{number}", begun[f"cycle_start_{number}"], turns)
    for case in sorted(told | set(fired)):
        problems += check_reminder(case, fired[case], turns, cycles)
    problems += [f"case {case}: reminds, and nobody was told that it had been started" for case in sorted(set(fired) - told)]
    if not told or not cycles["starts"]:
        problems.append("expected timer starts and reminders, but found none")
    made = sum(len(cases) for cases in begun.values())
    counted = sum(firing.missed for firings in fired.values() for firing in firings)
    figures = {"cases started": made, "reminders fired": sum(map(len, fired.values())), "turns counted as missed": counted}
    print(json.dumps({"figures": figures, "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
