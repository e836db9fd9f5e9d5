"""`python -m tests.resilience.check_pairs LEDGER ADDRESS`: did two runs of one process take the same path and end with the same data?

The path is every fact of every event with its element, in order; the data every variable of the process instance. Keys are left out,
since they differ.
Prints {"pairs": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.bench.rig.database import Database
from tests.resilience import ledger

ENDED = "process_instance_completed"


def path_of(database: Database, case: str) -> list[tuple[str, str]]:
    found = []
    for (body,) in database.rows("select body from audit_event where case_key = ? order by seq", case):
        found += [(fact["fact"], fact.get("elementId", "")) for fact in json.loads(body)["facts"]]
    return found


def data_of(database: Database, case: str) -> dict[str, Any]:
    return dict(database.rows("select name, value from variable where scope_key = ?", int(case)))


def check_pair(database: Database, pair: dict[str, Any]) -> list[str]:
    cases = (pair["straight"], pair["restarted"])
    paths, data = [path_of(database, case) for case in cases], [data_of(database, case) for case in cases]
    ended = [any(fact == ENDED for fact, _ in path) for path in paths]
    problems = [f"seed {pair['seed']}: case {case} did not end" for case, reached in zip(cases, ended, strict=True) if not reached]
    if paths[0] != paths[1]:
        place = next((n for n, (a, b) in enumerate(zip(*paths, strict=False)) if a != b), min(map(len, paths)))
        problems.append(f"seed {pair['seed']}: the paths part at fact {place}: {[path[place : place + 1] for path in paths]}")
    if data[0] != data[1]:
        names = sorted(name for name in data[0].keys() | data[1].keys() if data[0].get(name) != data[1].get(name))
        problems.append(f"seed {pair['seed']}: the data differ in {names}")
    if not data[0]:
        problems.append(f"seed {pair['seed']}: case {pair['straight']} ended without any data")
    return problems


def main() -> int:
    pairs = [entry for entry in ledger.read(Path(sys.argv[1])) if entry["what"] == "pair"]
    with Database(sys.argv[2], steady=True) as database:
        problems = [problem for pair in pairs for problem in check_pair(database, pair)]
    print(json.dumps({"pairs": len(pairs), "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
