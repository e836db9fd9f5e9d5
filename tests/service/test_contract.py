"""What holds for every command: one event, its facts in the body, the words beside it, and all of it or nothing."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from app.audit.chain_break import first_break
from app.audit.hash_chain import COLUMNS, engine_version
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.execute import COMMANDS
from app.service.work import Command
from tests.builders.city import City, changed
from tests.resilience.check_chain import check
from tests.service.rows import ACCOUNTS, ROWS, Row

NAMES = {command.__name__: command for command in COMMANDS}


def row_of(name: str) -> Row:
    assert NAMES[name] in ROWS, f"Expected a row for {name} in tests/service/rows, but there is none"
    return ROWS[NAMES[name]]


def in_order(wanted: tuple[str, ...], found: list[str]) -> bool:
    """Say whether the wanted kinds come one after another among those found."""
    rest = iter(found)
    return all(kind in rest for kind in wanted)


def hmac_of(city: City, case: str, content: bytes) -> str:
    secret = city.value("SELECT secret FROM case_secret WHERE case_key = :case", case=case)
    return hmac.new(bytes(secret), content, hashlib.sha256).hexdigest()


def newest(before: dict[str, Any], after: dict[str, Any], city: City) -> dict[str, Any]:
    """Return the one event that the command added."""
    added = set(after["audit_event"]) - set(before["audit_event"])
    assert len(added) == 1, f"Expected one event, but found {len(added)}"
    return dict(zip((*COLUMNS, "digest"), added.pop(), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_command_leaves_one_event_whose_body_lists_the_facts(city: City, name: str) -> None:
    row = row_of(name)
    command = row.make(city)
    before = city.dump()
    row.run(city, command, row.who)
    after = city.dump()
    event = newest(before, after, city)
    body = json.loads(event["body"])
    assert list(body) == ["facts"]
    assert in_order(row.facts, [fact["fact"] for fact in body["facts"]]), [fact["fact"] for fact in body["facts"]]
    assert event["kind"] == row.kind
    assert event["command"] == type(command).__module__.removeprefix("app.service.")
    assert event["actor"] == row.who
    now = city.value("SELECT now FROM pinned_clock")
    assert (event["effective_at"], event["recorded_at"]) == (now, now)
    assert read_instant(now)
    assert event["engine_version"] == engine_version()
    articles = {fact["article"] for fact in body["facts"] if "article" in fact}
    assert changed(before, after) == row.tables | ({"event_article"} if articles else set())


@pytest.mark.parametrize("name", NAMES)
def test_the_chain_holds_and_what_people_wrote_lies_beside_it_under_the_right_digest(city: City, name: str) -> None:
    row = row_of(name)
    command = row.make(city)
    before = city.dump("audit_event")
    events = {event["digest"] for event in city.rows("SELECT digest FROM audit_event")}
    row.run(city, command, row.who)
    verdict = check(city.address)  # by the published description alone
    assert verdict.problems == []
    (event,) = (found for found in city.rows("SELECT * FROM audit_event") if found["digest"] not in events)
    chain = city.events(int(event["case_key"]))
    assert first_break(chain) is None
    assert [found["seq"] for found in chain] == list(range(1, len(chain) + 1))
    content = city.value(
        "SELECT content FROM event_content WHERE case_key = :case AND seq = :seq", case=event["case_key"], seq=event["seq"]
    )
    assert hmac_of(city, event["case_key"], content.encode()) == event["content_digest"]
    assert set(json.loads(content)) == {"input", "private"}
    head = city.rows("SELECT version, seq, chain_digest, snapshot FROM case_state WHERE case_key = :case", case=int(event["case_key"]))[0]
    assert (head["seq"], head["chain_digest"]) == (event["seq"], event["digest"])
    if event["case_key"] == "0":
        assert event["snapshot_digest"] is None
    else:
        assert hmac_of(city, event["case_key"], bytes(head["snapshot"])) == event["snapshot_digest"]
    assert before["account"] == city.dump()["account"] or "account" in row.tables


@pytest.mark.parametrize("name", NAMES)
def test_a_refused_command_changes_nothing_at_all(city: City, name: str) -> None:
    row = row_of(name)
    command = row.make(city)
    before = city.dump()
    with pytest.raises(Rejection):
        city.do(command, "party" if name != "FireTimer" else "clock")
    after = city.dump()
    if name == "FireTimer":
        # The due timer itself came first, as before any command; the one sent by hand then finds nothing to do.
        assert len(after["audit_event"]) == len(before["audit_event"]) + 1
    else:
        assert after == before


class Undone(Exception):
    """Ends a transaction without keeping anything."""


def verdict(city: City, command: Command, account: str) -> str:
    """Say what the door would answer to this person, and leave everything as it is."""
    city.actor(account)
    try:
        for _ in range(10):
            with city.database.write() as store:
                if city.door._attempt(store, command, city.actor(account), None) is not None:
                    raise Undone
    except Undone:
        return "done"
    except Rejection as rejection:
        return rejection.code
    raise AssertionError("Expected an answer, but timers went on firing")


@pytest.mark.parametrize("name", NAMES)
def test_each_person_of_the_city_may_do_what_the_rights_say_and_no_more(sqlite_city: City, name: str) -> None:
    row = row_of(name)
    command = row.make(sqlite_city)
    assert {who: verdict(sqlite_city, command, who) for who in ACCOUNTS} == {who: row.expected(who) for who in ACCOUNTS}
