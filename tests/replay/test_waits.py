"""A case that an earlier version left at a wait state goes on from the snapshot of then to its end, by the path that it took (R17)."""

import hmac
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app import __version__
from app.audit.replay import Differs, Recomputing
from app.engine import snapshot
from app.engine.deadlines import Deadlines
from app.engine.flow import Flow
from app.store.database import Reader
from tests.replay.conftest import Placed, read_once
from tests.replay.recorded import CORPUS, Recorded
from tests.replay.waits import recorded_waits, stands_at, states_of, wait_states

FILES = sorted(CORPUS.glob("*-waits-*.jsonl.xz"))
CITIES = [(path.name, city.name) for path in FILES for city in read_once(path)[2] if city.waits]
PATH = frozenset({"element_entered", "element_completed", "element_cancelled", "flow_taken", "process_instance_completed"})
"""Facts that say which way a case went."""


class Resumed(Recomputing):
    """A case that is computed on from a snapshot that was kept, as a server does that comes up with a newer version.

    parted: how it went another way than recorded, in words.
    """

    def __init__(self, surroundings: Any, wait: Mapping[str, Any]) -> None:
        super().__init__(surroundings, wait["case"])
        self.wait = wait

    def parted(self, store: Reader, *, same_format: bool) -> str:
        try:
            for step in self.steps(store):
                if step.event["seq"] == self.wait["seq"]:
                    self._snapshot = self.wait["snapshot"].encode()
                elif step.event["seq"] > self.wait["seq"] and step.case is not None:
                    computed = [fact.body() for fact in step.case.facts]
                    if _path(computed) != _path(step.facts):
                        return f"event {step.event['seq']}: expected {_path(step.facts)}, but found {_path(computed)}"
        except Differs as differs:
            return str(differs)
        return "" if not same_format or self._ended_as_recorded(store) else "the last snapshot is another one"

    def _ended_as_recorded(self, store: Reader) -> bool:
        secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(self.case_key))
        last = "SELECT snapshot_digest FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1"
        digest = hmac.new(bytes(secret), self._snapshot, "sha256").hexdigest()
        return bool(digest == store.value(last, key=str(self.case_key)))


def _path(facts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(fact["fact"], str(fact.get("elementId") or fact.get("flowId") or "")) for fact in facts if fact["fact"] in PATH]


def parted(placed: Placed, file: str, city: Recorded) -> list[str]:
    """Go on from each snapshot of a city; return where a case left its path."""
    head = read_once(CORPUS / file)[0]
    database, surroundings = placed(file, city)
    with database.read() as store:
        found = [(wait, Resumed(surroundings, wait).parted(store, same_format=head["format"] == snapshot.FORMAT)) for wait in city.waits]
    return [f"from event {wait['seq']} of case {wait['case']}: {words}" for wait, words in found if words]


def city_of(file: str, name: str) -> Recorded:
    return next(city for city in read_once(CORPUS / file)[2] if city.name == name)


@pytest.mark.parametrize(("file", "name"), CITIES)
def test_a_case_goes_on_from_each_wait_state_by_the_path_that_it_took(file: str, name: str, placed: Placed) -> None:
    assert parted(placed, file, city_of(file, name)) == []


def test_the_corpus_has_a_case_at_each_wait_state_of_each_diagram() -> None:
    missing = wait_states() - recorded_waits(snapshot.FORMAT, __version__)
    assert not missing, "type: .venv/bin/python -m tests.replay.record"
    assert len(wait_states()) > 60


@pytest.mark.parametrize(("file", "name"), CITIES)
def test_each_snapshot_stands_where_the_corpus_says(file: str, name: str) -> None:
    city = city_of(file, name)
    for wait in city.waits:
        assert {tuple(state) for state in wait["at"]} <= set(stands_at(wait["snapshot"]))
    assert states_of(city)


def test_who_wrote_in_and_is_kept_is_among_the_recorded_cases() -> None:
    kept = [city for path in FILES for city in read_once(path)[2] if "/identity-kept" in city.name]
    assert len(kept) == 3
    commands = {row["command"] for city in kept for row in city.tables["audit_event"]}
    assert commands >= {"keep_identity", "lift_identity_protection"}


def a_token_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = snapshot._plant

    def forgetful(flow: Flow, rows: list[Any]) -> None:
        genuine(flow, rows[:-1] if len(rows) > 2 else rows)

    monkeypatch.setattr(snapshot, "_plant", forgetful)


def the_deadlines_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Deadlines, "restore", lambda self, rows: None)


def variables_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = snapshot._read

    def read(raw: bytes) -> snapshot.Snapshot:
        saved = genuine(raw)
        saved.scopes = [(owner, outer, dict(list(own.items())[1:])) for owner, outer, own in saved.scopes]
        return saved

    monkeypatch.setattr(snapshot, "_read", read)


@pytest.mark.parametrize("fault", [a_token_is_forgotten, the_deadlines_are_forgotten, variables_are_forgotten])
def test_a_reader_of_snapshots_that_forgets_something_is_found(
    fault: Callable[[pytest.MonkeyPatch], None], placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, name = next(one for one in CITIES if one[1].startswith("citizen-letter/"))
    fault(monkeypatch)
    assert parted(placed, file, city_of(file, name))
