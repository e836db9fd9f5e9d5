"""GET cases/{n}/verification: chain, anchor and recomputation of one case, and where it first differs."""

import json
from typing import Any

import pytest

from app.domain.receipt_number import receipt_number
from app.engine.case import Case
from app.gateways.anchor_key import KeyFile
from app.store.database import Reader
from app.worker.anchor_events import Anchoring
from tests.audit.test_verify_chains import recomputed
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

LETTER = {"topic": "路灯不亮", "place": "滨河路", "content": "路灯坏了三天", "anonymous": False, "name": "张三", "contact": "13800000000"}


def letter(api: ApiCity) -> tuple[str, str]:
    """Return key and number of a new letter, of three events."""
    key = api.start("citizen-letter", who="hotline", channel="hotline", **LETTER)
    number = api.number(key)
    for text in ("first", "second"):
        api.post(f"/casework/v1/cases/{number}/comments", {"text": text}, 201, who="hotline")
    return key, number


def anchor(api: ApiCity) -> None:
    Anchoring(api.duban.door, api.duban.anchors, KeyFile(api.duban.settings.data)).turn()


def recompute(store: Reader, key: str) -> None:
    """Change an event, and make chain, head and the rows that show it fit it."""
    recomputed(store, key)
    whose = "(SELECT actor FROM audit_event WHERE case_key = :key AND seq = 3)"
    store.run(f"UPDATE comment SET author = {whose} WHERE case_key = :case AND text = 'second'", key=key, case=int(key))
    last = store.value("SELECT digest FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=key)
    assert store.run("UPDATE case_state SET chain_digest = :last WHERE case_key = :key", last=last, key=int(key))


def asked(api: ApiCity, number: str, status: int = 200, who: str = "auditor") -> Any:
    return api.get(f"/casework/v1/cases/{number}/verification", status, who=who)


@pytest.mark.parametrize("change", ["body = '{not json'", "actor = x'fffe00'", "seq = 'zehn'"])
def test_one_odd_value_is_named_and_is_no_error_of_the_server(api: ApiCity, change: str) -> None:
    key, number = letter(api)
    anchor(api)
    with api.duban.database.write() as store:
        assert store.run(f"UPDATE audit_event SET {change} WHERE case_key = :key AND seq = 2", key=key) == 1
    found = asked(api, number)
    assert (found["chain"], found["differsAt"]["seq"], found["differsAt"]["of"]) == ("differs", 2, "chain")


def test_an_untouched_case_waits_for_its_anchor_and_is_verified_with_it(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    found = asked(either_api, number)
    assert (found["chain"], found["anchor"], found["recomputation"], found["differsAt"]) == ("verified", "pending", "verified", None)
    assert (found["events"], found["anchored"], found["computed"]) == (3, 0, 3)
    anchor(either_api)
    found = asked(either_api, number)
    assert (found["chain"], found["anchor"], found["recomputation"], found["differsAt"]) == ("verified", "verified", "verified", None)
    assert found["anchored"] == 3


def test_what_was_recomputed_with_chain_and_head_differs_from_its_anchor(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    anchor(either_api)
    with either_api.duban.database.write() as store:
        recompute(store, key)
    found = asked(either_api, number)
    assert (found["chain"], found["anchor"]) == ("verified", "differs")
    assert found["differsAt"] == {"seq": 3, "of": "anchor", "what": "recomputed"}


def test_a_line_taken_out_of_the_database_hides_no_anchor(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    anchor(either_api)
    with either_api.duban.database.write() as store:
        recompute(store, key)
        store.run("DELETE FROM anchor_batch WHERE batch = (SELECT MAX(batch) FROM anchor_batch)")
    assert asked(either_api, number)["anchor"] == "differs"


def test_an_event_that_neither_waits_nor_is_anchored_was_kept_from_its_anchor(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM unanchored WHERE case_key = :key", key=key)
    anchor(either_api)
    found = asked(either_api, number)
    assert (found["anchor"], found["differsAt"]["seq"], found["differsAt"]["what"]) == ("differs", 1, "inserted")


def test_a_broken_chain_is_named_by_its_event(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'demo' WHERE case_key = :key AND seq = 2", key=key)
    found = asked(either_api, number)
    assert (found["chain"], found["differsAt"]) == ("differs", {"seq": 2, "of": "chain", "what": "edited"})


def test_code_that_makes_a_case_come_out_differently_is_told_with_the_variable(
    either_api: ApiCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, number = letter(either_api)
    genuine = Case.start

    def otherwise(world: Any, digest: str, process: str, key: int, variables: Any, **more: Any) -> Case:
        made: Case = genuine(world, digest, process, key, {**variables, "topic": "别的", "name": "别人"}, **more)
        return made

    monkeypatch.setattr(Case, "start", otherwise)
    found = asked(either_api, number)
    assert (found["chain"], found["recomputation"], found["computed"]) == ("verified", "differs", 0)
    assert found["differsAt"]["seq"] == 1
    assert 'variable topic: recorded "路灯不亮", recomputed "别的"' in found["differsAt"]["what"]
    topic = next(one for one in found["differences"] if one["name"] == "topic")
    assert topic == {"kind": "variable", "name": "topic", "recorded": '"路灯不亮"', "recomputed": '"别的"'}
    assert "别人" not in json.dumps(asked(either_api, number, who="supervision"), ensure_ascii=False)


def test_a_secret_that_is_gone_without_an_erasing_differs(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    asked(either_api, number)
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM case_secret WHERE case_key = :key", key=key)
    assert asked(either_api, number)["recomputation"] == "differs"


def test_who_may_not_see_the_case_gets_the_answer_for_one_that_is_not_there(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    unknown = receipt_number("QZ", 2020, 1)
    stranger = asked(either_api, number, 404, who="handler-housing")
    nobody = asked(either_api, unknown, 404, who="handler-housing")
    assert stranger["code"] == nobody["code"] == "not_found"
    assert stranger["detail"].replace(number, "") == nobody["detail"].replace(unknown, "")


def test_the_look_is_noted(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    asked(either_api, number)
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(last["body"])["facts"][0]
    assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "verification", [key])


def test_another_instant_told_to_the_clock_is_found_after_a_check_and_named_with_both_values(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    auditor = desk(either_api, "auditor")
    assert "重算" not in words(auditor.get(f"/cases/{number}/replay?check=now")).split("哈希")[-1]
    assert asked(either_api, number)["recomputation"] == "verified"
    due, told = either_api.rows("SELECT next_due_at FROM case_state WHERE case_key = :key", key=int(key))[0]["next_due_at"], "2030-01-01"
    with either_api.duban.database.write() as store:
        store.run("UPDATE case_state SET next_due_at = :told WHERE case_key = :key", told=told, key=int(key))
    assert 'data-state="checking"' in auditor.get(f"/cases/{number}/replay"), "the page keeps no verdict of what was there before"
    page = words(auditor.get(f"/cases/{number}/replay?check=now")).split("哈希")[-1]
    assert f"下一次到期的时刻：时钟记的与重算的 记录 {told} 重算 {due}" in page
    found = asked(either_api, number)
    assert (found["recomputation"], found["differences"]) == (
        "differs",
        [{"kind": "timer", "name": "next due", "recorded": told, "recomputed": due}],
    )
    with either_api.duban.database.write() as store:
        store.run("UPDATE case_state SET next_due_at = :due WHERE case_key = :key", due=due, key=int(key))
    assert asked(either_api, number)["recomputation"] == "verified"
    assert 'data-state="checking"' not in auditor.get(f"/cases/{number}/replay?check=now")


def test_words_that_do_not_hold_are_computed_to_no_verdict(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    assert asked(either_api, number)["recomputation"] == "verified"
    with either_api.duban.database.write() as store:
        changed = "UPDATE event_content SET content = replace(content, 'first', 'other') WHERE case_key = :key AND seq = 2"
        assert store.run(changed, key=key) == 1
    found = asked(either_api, number)
    assert (found["chain"], found["recomputation"]) == ("differs", "differs")
