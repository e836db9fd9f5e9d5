"""`python -m tests.resilience.check_visible ADDRESS` (R11): what stands ready or waits in a snapshot is what people and clocks are shown.

For each running case its snapshot and its diagrams are read anew, without the product: user tasks that wait for somebody are the open
rows of user_task, parked tokens the open incidents, running and suspended deadlines the rows of deadline with the same instant. The
instant at which the clock looks at the case again is that of one of its timers or deadlines, and not after the first of its timers.

Prints {"cases": n, "tasks": n, "timers": n, "problems": [...]}; exit code 1 when there is a problem.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree import ElementTree

from tests.bench.rig.database import Database

WAITING, READY = 8, 16


@dataclass
class Expected:
    """timers: the instants of those that follow no deadline. perhaps: instants of deadlines, whose clock may be stopped."""

    tasks: set[int] = field(default_factory=set)
    incidents: set[int] = field(default_factory=set)
    deadlines: set[tuple[int, str, str]] = field(default_factory=set)
    timers: list[str] = field(default_factory=list)
    perhaps: set[str] = field(default_factory=set)

    def wrong_look(self, due: str | None) -> bool:
        if due is None:
            return bool(self.timers)
        return due not in {*self.timers, *self.perhaps} or due > min(self.timers, default=due)


@dataclass(frozen=True)
class Token:
    key: int
    above: int
    element: str
    state: int
    kept: dict[str, Any]
    digest: str


def tokens(snapshot: dict[str, Any]) -> Iterator[Token]:
    """Yield every token of the case with the digest of the file that its element is drawn in."""
    called: dict[int, str] = {}
    digest_in: dict[int, str] = {0: snapshot["digest"]}
    found: list[Token] = []
    for parent, _scope, rows in snapshot["flows"]:
        digest = called.get(parent) or digest_in.get(parent, snapshot["digest"])
        for key, above, element, state, kept in rows:
            digest_in[key] = digest
            if kept.get("digest"):
                called[key] = kept["digest"]
            found.append(Token(key, above, element, state, kept, digest))
    yield from found


def expected(snapshot: dict[str, Any], user_tasks: Any) -> Expected:
    """user_tasks: the ids of the user tasks of a file, by its digest."""
    found, base, all_tokens = Expected(), snapshot["base"], list(tokens(snapshot))
    bodies = {token.above for token in all_tokens if token.kept.get("item", -1) >= 0}
    for token in all_tokens:
        if token.kept.get("incident"):
            found.incidents.add(base + token.key)
        elif token.element.removesuffix("#item") in user_tasks(token.digest) and token.key not in bodies:
            if token.state in (WAITING, READY) and token.kept.get("answers") is None:
                found.tasks.add(base + token.key)
        elif token.state == WAITING and token.kept.get("due"):
            if token.kept.get("reads") is None:
                found.timers.append(token.kept["due"])
            found.perhaps.add(token.kept["due"])
    for owner, deadline in snapshot.get("deadlines", {}).items():
        if deadline["state"] in ("running", "suspended"):
            found.deadlines.add((base + int(owner), deadline["state"], deadline["deadline_at"]))
        found.perhaps |= {deadline[name] for name in ("next_change_at", "effective_at") if deadline.get(name)}
    return found


def check(address: str) -> dict[str, Any]:
    with Database(address, steady=True) as database:

        @cache
        def user_tasks(digest: str) -> frozenset[str]:
            root = ElementTree.fromstring(bytes(database.one("select content from resource where digest = ?", digest)))
            return frozenset(element.get("id", "") for element in root.iter() if element.tag.endswith("}userTask"))

        shown_tasks = _by_case(database, "select case_key, key from user_task where state = 'CREATED'")
        shown_incidents = _by_case(database, "select case_key, element_instance_key from incident where state = 'ACTIVE'")
        shown_deadlines: dict[int, set[Any]] = {}
        for case, *shown in database.rows("select case_key, key, state, deadline_at from deadline where state in ('running', 'suspended')"):
            shown_deadlines.setdefault(case, set()).add(tuple(shown))
        problems, counted = [], [0, 0, 0]
        for case, raw, due in database.rows("select case_key, snapshot, next_due_at from case_state where case_key <> 0"):
            snapshot = json.loads(bytes(raw)) if raw is not None else None
            wanted = expected(snapshot, user_tasks) if snapshot else Expected()
            counted = [counted[0] + 1, counted[1] + len(wanted.tasks), counted[2] + len(wanted.timers)]
            pairs: list[tuple[str, set[Any], dict[int, set[Any]]]]
            pairs = [("task", wanted.tasks, shown_tasks), ("incident", wanted.incidents, shown_incidents)]
            pairs.append(("deadline", wanted.deadlines, shown_deadlines))
            for what, here, shown in pairs:
                there = shown.get(case, set())
                problems += [f"case {case}: {what} {key} is in the snapshot and nobody is shown it" for key in sorted(here - there)]
                problems += [f"case {case}: {what} {key} is shown and is not in the snapshot" for key in sorted(there - here)]
            if wanted.wrong_look(due):
                problems.append(f"case {case}: the clock looks at it at {due}, but its timers are due at {sorted(wanted.timers)}")
    return {"cases": counted[0], "tasks": counted[1], "timers": counted[2], "problems": problems}


def _by_case(database: Database, query: str) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for case, key in database.rows(query):
        found.setdefault(case, set()).add(key)
    return found


def main() -> int:
    found = check(sys.argv[1])
    print(json.dumps(found, indent=1))
    return 1 if found["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
