"""Whoever writes events that erase, hold or release a case without its people, its end or its retention is found, by all who check."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.check_disposal import first_undue_disposal
from app.audit.erased import first_undue
from app.audit.event_shapes import NONE, SHAPES
from app.audit.evidence.check_alone import Check
from app.audit.hash_chain import COLUMNS, event_digest, keyed_digest, secret_bytes
from app.audit.replay import replay
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.actor import Holding
from app.domain.canonical import canonical
from app.domain.instant import instant_text
from app.queries.replayed_case import replayed_case
from app.service.change_roles import ChangeRoles
from app.service.decide_disposal import DecideDisposal
from app.service.disable_account import DisableAccount
from app.service.propose_disposal import ProposeDisposal
from app.service.register_account import RegisterAccount
from tests.builders.city import MONDAY, City
from tests.builders.kept_errand import LATER, ended, erase, keeping, written

NOW = MONDAY + LATER + timedelta(days=2)
END = {"endedAt": "2026-11-16T01:00:00.000000Z", "keptUntil": "2036-11-16", "retention": "P10Y"}


def forge(
    city: City,
    case: int,
    kind: str,
    actor: str,
    acting_for: str | None = None,
    at: datetime = NOW,
    command: str | None = None,
    **said: Any,
) -> int:
    """Append an event as one would who has the database: with its words, the case's secret, its chain and its head. command: None: that
    of the event before it."""
    key, content = str(case), '{"input":{},"private":{"0":{"reason":"x"}}}'
    with city.database.write() as store:
        row = store.all("SELECT * FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=key)[0]
        secret = secret_bytes(store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=key))
        event = {name: row[name] for name in COLUMNS}
        event |= {"seq": row["seq"] + 1, "kind": kind, "actor": actor, "acting_for": acting_for, "previous_digest": row["digest"]}
        event |= {
            "command": command or next((name for name, shape in SHAPES.items() if kind in shape.kinds), row["command"]),
            "element_id": None,
        }
        event |= {} if SHAPES[event["command"]].engine else {"calendar_version": None}
        event |= {"definition_digest": None} if SHAPES[event["command"]].digest == NONE else {}
        event |= {"recorded_at": instant_text(at), "effective_at": instant_text(at)}
        event |= {"body": canonical({"facts": [{"fact": kind, **said}]}), "content_digest": keyed_digest(secret, content.encode())}
        event["digest"] = event_digest(event)
        names = ", ".join(event)
        store.run(f"INSERT INTO audit_event ({names}) VALUES ({', '.join(f':{name}' for name in event)})", **event)
        store.run("INSERT INTO event_content (case_key, seq, content) VALUES (:key, :seq, :said)", key=key, seq=event["seq"], said=content)
        store.run("UPDATE case_state SET seq = seq + 1, chain_digest = :digest WHERE case_key = :case", digest=event["digest"], case=case)
    return int(event["seq"])


def take_away(city: City, case: int) -> None:
    with city.database.write() as store:
        store.run("DELETE FROM case_secret WHERE case_key = :key", key=str(case))
        store.run("DELETE FROM event_content WHERE case_key = :key", key=str(case))


def forged_erasing(city: City, case: int, by: tuple[str, str] = ("hotline", "security"), at: datetime = NOW, **other: Any) -> int:
    digest = city.value("SELECT digest FROM definition WHERE id = 'errand' AND kind = 'process' ORDER BY version DESC")
    ended_at = city.value("SELECT ended_at FROM process_instance WHERE key = :case", case=case) or END["endedAt"]
    forge(city, case, "disposal_proposed", by[0], at=at, what="erase")
    said = {**END, "endedAt": ended_at, "process": "errand", "definitionDigest": digest, "proposedBy": by[0], **other}
    return forge(city, case, "case_erased", by[1], at=at, **said)


def told(city: City, case: int) -> Break | None:
    with city.database.read() as store:
        found = verify_chain(store, str(case)).first_bad
        assert found in verify_chains(store).breaks or found is None
        return found


def undue(city: City, case: int, seq: int, reason: str) -> None:
    """The event is named, by the case and by the city, and nothing calls the case erased."""
    take_away(city, case)
    assert told(city, case) == Break(str(case), seq, reason)
    with city.database.read() as store:
        again = replay(store, city.surroundings, case)
        assert (again.verdict, again.seq) == ("differs", seq)
        assert not replayed_case(store, case, None).erased


def test_a_forged_erasing_that_nothing_speaks_against_would_pass(city: City) -> None:
    """So that the others fail for what they change: the people and the dates are all that anybody could know of it."""
    case = ended(city)
    forged_erasing(city, case)
    take_away(city, case)
    with city.database.read() as store:
        assert first_undue_disposal(store, str(case)) is None
        assert replayed_case(store, case, None).erased


def test_a_running_case_is_not_erased_by_writing_that_it_was(city: City) -> None:
    case = written(city)
    city.at(LATER)
    undue(city, case, forged_erasing(city, case), "disposal")


@pytest.mark.parametrize("other", [{"retention": "P30Y"}, {"keptUntil": "2026-11-16"}, {"endedAt": "2012-01-01T01:00:00.000000Z"}])
def test_dates_that_the_case_does_not_bear_out_are_told(city: City, other: dict[str, str]) -> None:
    case = ended(city)
    undue(city, case, forged_erasing(city, case, **other), "disposal")


def test_an_erasing_within_its_retention_is_told(city: City) -> None:
    case = ended(city)
    undue(city, case, forged_erasing(city, case, at=MONDAY + timedelta(days=3000)), "disposal")


def test_a_retention_that_the_version_in_force_does_not_say_is_told(city: City) -> None:
    case = ended(city, "P30Y")
    city.deploy({"errand.bpmn": keeping("P20Y")})
    undue(city, case, forged_erasing(city, case), "disposal")


def test_nobody_of_the_city_erases_nothing(city: City) -> None:
    case = ended(city)
    city.deploy({"errand.bpmn": keeping("P10Y")})
    first = forged_erasing(city, case, ("nobody-1", "nobody-2")) - 1
    undue(city, case, first, "disposal_people")


@pytest.mark.parametrize("who", ["auditor", "operator", "demo"])
def test_one_without_the_role_confirms_nothing(city: City, who: str) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "erase", "its time is over"), "hotline")
    digest = city.value("SELECT digest FROM definition WHERE id = 'errand' AND kind = 'process'")
    at = city.value("SELECT ended_at FROM process_instance WHERE key = :case", case=case)
    said = {**END, "endedAt": at, "process": "errand", "definitionDigest": digest, "proposedBy": "hotline"}
    undue(city, case, forge(city, case, "case_erased", who, **said), "disposal_people")


@pytest.mark.parametrize("how", ["disabled", "role taken away"])
@pytest.mark.parametrize("honest", [True, False])
def test_rights_count_as_of_the_instant_and_not_of_today(city: City, how: str, honest: bool) -> None:
    case = ended(city)
    if honest:
        erase(city, case)
    city.at(LATER + timedelta(hours=1))
    city.do(RegisterAccount("security-2", "x", "$argon2id$x", ()), "admin")
    city.do(ChangeRoles("security-2", add=((Holding("security-admin"), "A"),)), "security")
    change = DisableAccount("security") if how == "disabled" else ChangeRoles("security", remove=(Holding("security-admin"),))
    city.do(change, "security-2")
    if honest:
        assert told(city, case) is None
    else:
        undue(city, case, forged_erasing(city, case), "disposal_people")


def test_a_release_by_nobody_is_told_before_anything_is_erased(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "hold", "a court asks"), "hotline")
    city.do(DecideDisposal(case, "hold", True), "security")
    assert told(city, case) is None
    forge(city, case, "disposal_proposed", "ghost-1", what="release")
    forge(city, case, "hold_released", "ghost-2", proposedBy="ghost-1")
    assert told(city, case) == Break(str(case), city.events(case)[-2]["seq"], "disposal_people")


def test_a_hold_that_nobody_proposed_is_told(city: City) -> None:
    case = ended(city)
    seq = forge(city, case, "hold_set", "security", proposedBy="hotline")
    assert told(city, case) == Break(str(case), seq, "disposal")


def alone(city: City, case: int) -> list[str]:
    """Return what the program in the bundle finds in the events of a case: of nothing else, which is not in it here."""
    rows = [json.dumps({name: row[name] for name in (*COLUMNS, "digest")}, default=str).encode() for row in city.events(case)]
    check = Check({"events.jsonl": b"\n".join(rows) + b"\n", "manifest.json": json.dumps({"files": [], "events": len(rows)}).encode()}, "")
    return [one for one in check.bad if one.startswith("events.jsonl 事件")]


def test_the_program_in_the_bundle_takes_an_erasing_that_two_people_carried_out(city: City) -> None:
    case = ended(city)
    city.do(ProposeDisposal(case, "hold", "a court asks"), "hotline")
    city.do(DecideDisposal(case, "hold", True), "security")
    city.do(ProposeDisposal(case, "release", "it is over"), "hotline")
    city.do(DecideDisposal(case, "release", True), "security")
    erase(city, case)
    assert (alone(city, case), first_undue(city.events(case))) == ([], None)


@pytest.mark.parametrize("what", ["held", "running", "one hand", "acted for", "a hold was proposed", "too early", "after it"])
def test_the_program_in_the_bundle_asks_for_order_hold_hands_end_and_retention(city: City, what: str) -> None:
    case = written(city) if what == "running" else ended(city)
    said = {"process": "errand", "definitionDigest": "", "proposedBy": "hotline", **END}
    said["endedAt"] = city.value("SELECT ended_at FROM process_instance WHERE key = :case", case=case) or END["endedAt"]
    if what == "held":
        city.do(ProposeDisposal(case, "hold", "a court asks"), "hotline")
        city.do(DecideDisposal(case, "hold", True), "security")
    if what != "after it":
        wanted = "hold" if what == "a hold was proposed" else "erase"
        forge(city, case, "disposal_proposed", "hotline", "security" if what == "acted for" else None, what=wanted)
    by, at = "cli:hotline" if what == "one hand" else "security", MONDAY + timedelta(days=900) if what == "too early" else NOW
    seq = forge(city, case, "case_erased", by, at=at, **said)
    if what == "after it":
        forge(city, case, "disposal_proposed", "hotline", what="erase")
    take_away(city, case)
    assert alone(city, case) == [f"events.jsonl 事件 event {seq}: disposal"]
    assert first_undue(city.events(case)) == seq
