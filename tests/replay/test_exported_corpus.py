"""Every case that an earlier version recorded can be written as a log in XES and in OCEL, as their standards ask for."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.audit.exported_steps import ACTIVITIES, MIGRATED, MODIFIED, Chosen, ExportedCase, exported_cases
from app.audit.ocel import as_ocel
from app.audit.xes import as_xes
from app.store.database import Reader
from tests.builders.log_standards import ocel_problems, xes_problems
from tests.replay.conftest import Placed, read_once
from tests.replay.recorded import CORPUS, Recorded

PATHS = sorted(path for path in CORPUS.glob("*.jsonl.xz") if "-waits-" not in path.name)


def shown(store: Reader, city: Recorded) -> None:
    """Write what shows the cases and is no part of what they are computed from: their process instances, and how many events they have."""
    for row in city.tables["audit_event"]:
        for fact in json.loads(row["body"])["facts"]:
            if fact["fact"] == "process_instance_started":
                _instance(store, int(row["case_key"]), int(fact["elementInstanceKey"]), fact, row["effective_at"])
    store.run(
        "INSERT INTO case_state (case_key, version, seq, chain_digest) SELECT CAST(case_key AS INTEGER), 1, MAX(seq), ''"
        " FROM audit_event GROUP BY case_key"
    )


def _instance(store: Reader, case: int, key: int, fact: dict[str, Any], at: str) -> None:
    store.run(
        "INSERT INTO process_instance (key, case_key, parent_key, receipt_number, process_id, definition_key, digest, state, started_at,"
        " started_by, secret, identity_kept) VALUES (:key, :case, :parent, :number, :process, 0, :digest, 'ACTIVE', :at, 'demo', 0, 0)",
        key=key,
        case=case,
        parent=None if key == case else case,
        number=f"XX-{case}" if key == case else None,
        process=fact["process"],
        digest=fact["definitionDigest"],
        at=at,
    )


CITIES = [(path.name, city.name) for path in PATHS for city in read_once(path)[2]]


@pytest.mark.parametrize(("file", "name"), CITIES)
def test_recorded_cases_are_logs_by_the_standards(file: str, name: str, placed: Placed) -> None:
    city = next(city for city in read_once(CORPUS / file)[2] if city.name == name)
    database, surroundings = placed(file, city)
    with database.write() as store:
        shown(store, city)

    def read() -> Iterator[ExportedCase]:
        return exported_cases(database.ask, surroundings, Chosen())

    xes, ocel = b"".join(as_xes(read())), b"".join(as_ocel(read))
    assert (xes_problems(xes), ocel_problems(ocel)) == ([], [])
    assert xes.count(b"<trace>") == len(city.cases)
    facts = [fact for row in city.tables["audit_event"] for fact in json.loads(row["body"])["facts"]]
    done = sum(fact["fact"] == "element_completed" and fact["type"] in ACTIVITIES for fact in facts)
    by_hand = sum(fact["fact"] in (MIGRATED, MODIFIED) for fact in facts)
    assert xes.count(b"<event>") == done + by_hand
