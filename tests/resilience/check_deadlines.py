"""`python -m tests.resilience.check_deadlines LEDGER ADDRESS`: had each race against a deadline one outcome, and the right one?

A person wins exactly when the database's time is before the deadline. Prints {"races": n, "won": n, "problems": [...]}; exit code 1 when
there is a problem.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.rig.database import Database
from tests.resilience import ledger


class Outcome(NamedTuple):
    """fact: task_completed or deadline_lapsed. Instants as text in UTC."""

    fact: str
    effective_at: str
    recorded_at: str
    actor: str


def read_outcomes(address: str) -> tuple[dict[str, list[Outcome]], dict[str, str]]:
    """Return by the key of its task what ended each, and when each was entered: a deadline that has passed by then takes effect then."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    entered: dict[str, str] = {}
    with Database(address, steady=True) as database:
        for effective, recorded, actor, body in database.rows(
            "select effective_at, recorded_at, actor, body from audit_event where case_key <> '0' order by case_key, seq"
        ):
            for fact in json.loads(body)["facts"]:
                if fact["fact"] in ("task_completed", "deadline_lapsed"):
                    found[str(fact["elementInstanceKey"])].append(Outcome(fact["fact"], effective, recorded, actor))
                elif fact["fact"] == "deadline_started":
                    entered[str(fact["elementInstanceKey"])] = effective
    return found, entered


def check_race(race: dict[str, Any], outcomes: list[Outcome], entered: str) -> list[str]:
    task, due = race["task"], max(race["due"], entered)
    winners = [answer for answer in race["answers"] if answer["status"] < 300]
    if len(outcomes) != 1:
        return [f"task {task}: expected one outcome, but found {[outcome.fact for outcome in outcomes]}"]
    outcome, problems = outcomes[0], []
    if outcome.fact == "task_completed":
        if outcome.recorded_at >= due:
            problems.append(f"task {task}: a reply of {outcome.recorded_at} was taken, but silence had taken effect at {due}")
        if [winner["who"] for winner in winners] != [outcome.actor]:
            problems.append(f"task {task}: {outcome.actor} replied in time, but {[one['who'] for one in winners]} was told so")
        return problems
    if outcome.effective_at != due:
        problems.append(f"task {task}: silence takes effect at {due}, but the event says {outcome.effective_at}")
    if outcome.recorded_at < due:
        problems.append(f"task {task}: silence took effect early, at {outcome.recorded_at} instead of {due}")
    for answer in race["answers"]:
        if answer["status"] < 300:
            problems.append(f"task {task}: {answer['who']} was told that the reply was in time, but silence took effect")
        elif answer["status"] != 409 or "deadline_lapsed" not in answer["text"]:
            problems.append(f"task {task}: expected 409 deadline_lapsed, but found {answer['status']} {answer['text'][:200]}")
        elif answer["at"] < due:
            problems.append(f"task {task}: {answer['who']} was refused at {answer['at']}, before the deadline {due}")
    return problems


def main() -> int:
    races = [entry for entry in ledger.read(Path(sys.argv[1])) if entry["what"] == "deadline race"]
    outcomes, entered = read_outcomes(sys.argv[2])
    problems = [problem for race in races for problem in check_race(race, outcomes[race["task"]], entered.get(race["task"], ""))]
    if not races:
        problems.append("expected races against a deadline, but found none")
    won = sum(1 for race in races for outcome in outcomes[race["task"]] if outcome.fact == "task_completed")
    print(json.dumps({"races": len(races), "won": won, "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
