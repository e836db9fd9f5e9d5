"""`python -m tests.resilience.check_dates LEDGER ADDRESS`: does each deadline in the store end as worked out by hand and plainly counted?

Prints {"dates": n, "stopped": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bench.rig.database import Database
from tests.legal_dates.plain_counter import count
from tests.legal_dates.reading import LegalDate, read_dates
from tests.resilience import ledger

CITY = ZoneInfo("Asia/Shanghai")


def civil(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(CITY).replace(tzinfo=None)


def check(wanted: LegalDate, deadline_at: str, effective_at: str, provisional: bool) -> list[str]:
    problems, plain = [], count(wanted.begin, wanted.length, wanted.unit, wanted.stops)
    if civil(deadline_at) != wanted.ends:
        problems.append(f"{wanted}: ends at {wanted.ends}, but the store says {civil(deadline_at)}")
    if civil(effective_at) != wanted.late:
        problems.append(f"{wanted}: late from {wanted.late} on, but the store says {civil(effective_at)}")
    if provisional != wanted.provisional:
        problems.append(f"{wanted}: expected it to be {'provisional' if wanted.provisional else 'firm'}, but the store says otherwise")
    if plain.ends != wanted.ends:
        problems.append(f"{wanted}: ends at {wanted.ends}, but the plain counter says {plain.ends}")
    return problems


def main() -> int:
    numbers = {entry["case"]: entry["number"] for entry in ledger.read(Path(sys.argv[1])) if entry["what"] == "legal date"}
    dates, problems, seen, stopped = read_dates(), [], set(), 0
    with Database(sys.argv[2], steady=True) as database:
        for case, deadline_at, provisional, detail in database.rows("select case_key, deadline_at, provisional, detail from deadline"):
            if str(case) not in numbers:
                continue
            wanted = dates[numbers[str(case)]]
            seen.add(str(case))
            stopped += bool(wanted.stops)
            problems += check(wanted, deadline_at, json.loads(detail)["effective_at"], bool(provisional))
    problems += [f"case {case}: expected a deadline in the store, but found none" for case in sorted(set(numbers) - seen)]
    if not seen:
        problems.append("expected dates, but found none")
    print(json.dumps({"dates": len(seen), "stopped": stopped, "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
