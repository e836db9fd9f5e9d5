"""`python -m tests.resilience.check_timers LEDGER ADDRESS`: has each timer fired once, none early, as of the time it was due, and soon?

Prints {"figures": {...}, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from tests.bench.rig.database import Database
from tests.resilience import ledger

MOST_LATE = 2.0  # seconds at p99: two polls of the worker
SLACK = 3.0  # seconds for firing many that fell due while nobody was there


def read_fired(address: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return by case when a timer was due, the effective instant of its firing, and when that was recorded."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with Database(address, steady=True) as database:
        cases = {str(key) for (key,) in database.rows("select key from process_instance where process_id = 'timer_due'")}
        for case, effective, recorded, body in database.rows("select case_key, effective_at, recorded_at, body from audit_event"):
            if case in cases:
                found[case] += [
                    (fact.get("dueAt", ""), effective, recorded) for fact in json.loads(body)["facts"] if fact["fact"] == "timer_fired"
                ]
    return found


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def main() -> int:
    entries = list(ledger.read(Path(sys.argv[1])))
    timers = {entry["case"]: entry["due"] for entry in entries if entry["what"] == "timer"}
    recovered = max((seconds(entry["at"]) for entry in entries if entry["what"] == "recovered"), default=0.0)
    fired, problems, late = read_fired(sys.argv[2]), [], []
    for case, due in timers.items():
        turns = fired.get(case, [])
        if len(turns) != 1:
            problems.append(f"case {case}: expected its timer to fire once, but it fired {len(turns)} times")
            continue
        named, effective, recorded = turns[0]
        if named != due or effective != due:
            problems.append(f"case {case}: due at {due}, but it fired as of {effective} for {named}")
        if recorded < due:
            problems.append(f"case {case}: fired early, at {recorded} instead of {due}")
        late.append(seconds(recorded) - seconds(due) if seconds(due) > recovered else max(0.0, seconds(recorded) - recovered))
    problems += [f"case {case}: fired, and nobody was told that it had been started" for case in sorted(set(fired) - set(timers))]
    late.sort()
    p99 = late[int(len(late) * 0.99)] if late else 0.0
    if p99 > MOST_LATE + SLACK:
        problems.append(f"expected 99 of 100 timers within {MOST_LATE + SLACK} s of their time or of the recovery, but found {p99:.1f} s")
    if not timers:
        problems.append("expected timers, but found none")
    print(json.dumps({"figures": {"fired": len(late), "late p99 s": round(p99, 2)}, "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
