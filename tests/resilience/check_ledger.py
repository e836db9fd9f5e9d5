"""`python -m tests.resilience.check_ledger LEDGER ADDRESS`: is all that was answered stored, once, and did every case end?

lost: an answer that the store knows nothing of. doubled: one thing sent, two events; or one task completed twice. stuck: a case that
did not end.
Prints {"answers": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from pathlib import Path

from tests.resilience import ledger
from tests.resilience.stored import Stored, read_store


def check(entries: list[dict[str, str]], stored: Stored) -> list[str]:
    problems = []
    for entry in entries:
        if entry["what"] in ("started", "completed"):
            problems += _check_answer(entry, stored)
    for task, places in stored.completed.items():
        if len(places) > 1:
            problems.append(f"doubled: task {task} was completed by events {sorted(places)}")
    sent = {entry["mark"] for entry in entries if entry["what"] == "sent"}
    for mark in sorted(sent):
        if len(stored.marks.get(mark, ())) > 1:
            problems.append(f"doubled: {mark} was sent once and stands in events {sorted(stored.marks[mark])}")
    for case in sorted({entry["case"] for entry in entries if entry["what"] == "started"} - stored.ended):
        problems.append(f"stuck: case {case} did not come to its end")
    return problems


def _check_answer(entry: dict[str, str], stored: Stored) -> list[str]:
    places = stored.marks.get(entry["mark"], set())
    if not any(case == entry["case"] for case, _ in places):
        return [f"lost: {entry['what']} with {entry['mark']} was answered for case {entry['case']} and is not in the store"]
    if entry["what"] == "completed" and not set(stored.completed.get(entry["task"], [])) & places:
        return [f"lost: task {entry['task']} was answered as completed with {entry['mark']}, and no event says so"]
    return []


def main() -> int:
    entries = list(ledger.read(Path(sys.argv[1])))
    problems = check(entries, read_store(sys.argv[2]))
    answers = sum(entry["what"] in ("started", "completed") for entry in entries)
    print(json.dumps({"answers": answers, "problems": problems}, indent=1))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
