"""What the store holds, by SQL alone, from the tables that the published description freezes: events, and beside them what was written."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from tests.bench.rig.database import Database

MARK = re.compile(r"mark-[0-9a-f]{8}-\d+")
Place = tuple[str, int]
"""case key and seq of an event"""


@dataclass
class Stored:
    """marks: the events in whose content a mark stands. completed: the events that completed a task, by its key. ended: ended cases."""

    marks: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    completed: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    actors: dict[Place, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)


def read_store(address: str) -> Stored:
    stored = Stored()
    with Database(address, steady=True) as database:
        for case, seq, content in database.rows("select case_key, seq, content from event_content"):
            for mark in set(MARK.findall(content)):
                stored.marks[mark].add((case, seq))
        for case, seq, actor, body in database.rows("select case_key, seq, actor, body from audit_event where case_key <> '0'"):
            stored.actors[(case, seq)] = actor
            for fact in json.loads(body)["facts"]:
                if fact["fact"] == "task_completed":
                    stored.completed[str(fact["elementInstanceKey"])].append((case, seq))
                elif (
                    fact["fact"] in ("process_instance_completed", "process_instance_cancelled")
                    and str(fact.get("elementInstanceKey", case)) == case
                ):
                    stored.ended.add(case)
    return stored
