"""`python -m tests.resilience.check_races LEDGER ADDRESS`: of all who completed one task at once, did one win, and were the others told?

Prints {"races": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.resilience import ledger
from tests.resilience.stored import Stored, read_store


def check_race(race: dict[str, Any], stored: Stored, names: dict[str, list[str]]) -> list[str]:
    """names: by account, the names that a person may be told it by."""
    task = race["task"]
    winners = [answer for answer in race["answers"] if answer["status"] < 300]
    if len(winners) != 1:
        return [f"task {task}: expected one winner, but {len(winners)} were told that they had completed it"]
    winner, problems = winners[0], []
    for loser in race["answers"]:
        if loser is winner:
            continue
        if loser["status"] != 409:
            problems.append(f"task {task}: expected 409 for {loser['who']}, but found {loser['status']} {loser['text'][:200]}")
        elif not any(name in loser["text"] for name in names[winner["who"]]):
            problems.append(f"task {task}: {loser['who']} was not told that {winner['who']} had done it: {loser['text'][:300]}")
        if loser["mark"] in stored.marks:
            problems.append(f"task {task}: what {loser['who']} sent was refused, and is in the store")
    places = stored.completed.get(task, [])
    if len(places) != 1:
        return [*problems, f"task {task}: expected one event that completes it, but found {len(places)}"]
    if stored.actors[places[0]] != winner["who"] or places[0] not in stored.marks.get(winner["mark"], ()):
        problems.append(f"task {task}: {winner['who']} was told that it won, but the event is {stored.actors[places[0]]}'s")
    return problems


def main() -> int:
    entries = list(ledger.read(Path(sys.argv[1])))
    names = {entry["who"]: entry["names"] for entry in entries if entry["what"] == "person"}
    races, stored = [entry for entry in entries if entry["what"] == "race"], read_store(sys.argv[2])
    problems = [problem for race in races for problem in check_race(race, stored, names)]
    print(json.dumps({"races": len(races), "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
