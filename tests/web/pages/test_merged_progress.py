"""A merged letter's number shows the earlier one's progress and its day; nothing of the other citizen.

Source: procedures, citizen-letter.
"""

import json
from datetime import timedelta

from app.domain.query_code import query_code
from app.service.pin_clock import pin_clock
from tests.fixtures.api_city import NOW, ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words

OTHER = {"name": "周文斌", "contact": "13911119999", "topic": "东门外机声音大", "content": "夜里三点还在响。", "place": "东门 7 号"}


def registered(api: ApiCity, **more: str) -> tuple[str, str]:
    """Return case and number of a new letter."""
    case = api.start("citizen-letter", **{**LETTER, **more})
    return case, api.number(case)


def decide(api: ApiCity, case: str, **answers: str) -> None:
    """Assign, merge or close a letter at the hotline office."""
    complete(api, case, "hotline", **answers)


def complete(api: ApiCity, case: str, who: str, **answers: str) -> None:
    task = api.task(case)
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": who}, 204)
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": answers}, 204, who=who)


def merge(api: ApiCity, later: str, into: str) -> None:
    decide(api, later, disposition="merge", closingReason="同一处同一事。", mergedInto=into)


def code_of(api: ApiCity, case: str) -> str:
    return query_code(api.duban.door.surroundings.secret, int(case))


def seen(api: ApiCity, case: str) -> str:
    """Return what the citizen reads with the number and the code of a letter."""
    answer = desk(api).send("/progress", number=api.number(case), code=code_of(api, case))
    assert answer.status_code == 200
    return words(answer.get_data(as_text=True))


def registered_on_the_26th(api: ApiCity) -> tuple[str, str]:
    api.duban.door.keep(pin_clock, NOW + timedelta(days=2))
    return registered(api)


def test_the_later_number_shows_the_earlier_ones_steps_and_day_and_nobody(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    decide(api, earlier, **ASSIGNED)
    complete(api, earlier, "handler-health", accepted="yes")
    later, own = registered_on_the_26th(api)
    merge(api, later, number)
    told = seen(api, later)
    for part in ("您的来信与另一件合并办理", own, f"已并入 {number}", "最晚答复时间", "12月3日", "市卫健局", "正在办理"):
        assert part in told, part
    assert "那一件于" in told, "the limit counts from the earlier receipt"
    for private in (*OTHER.values(), LETTER["name"], LETTER["contact"]):
        assert private not in told, private
    assert "12月3日" in seen(api, earlier)
    assert "并入" not in seen(api, earlier)


def test_a_chain_of_merges_is_followed_to_its_end(api: ApiCity) -> None:
    first, first_number = registered(api, **OTHER)
    second, second_number = registered(api)
    third, _ = registered(api)
    merge(api, third, second_number)
    merge(api, second, first_number)
    decide(api, first, **ASSIGNED)
    for letter in (second, third):
        told = seen(api, letter)
        assert f"已并入 {first_number}" in told
        assert "市卫健局" in told


def test_a_letter_taken_out_again_shows_its_own_progress(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    decide(api, earlier, **ASSIGNED)
    later, own = registered(api)
    merge(api, later, number)
    api.post(
        "/v2/messages/correlation",
        {"name": "letter-unmerged", "correlationKey": own, "variables": {"unmergeReason": "两件事。"}},
        who="hotline",
    )
    told = seen(api, later)
    assert "您的来信已收到" in told
    assert number not in told
    assert "市卫健局" not in told


def test_the_answer_to_the_other_citizen_is_not_shown(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    decide(api, earlier, **ASSIGNED)
    later, own = registered(api)
    merge(api, later, number)
    complete(api, earlier, "handler-health", accepted="yes")
    complete(api, earlier, "handler-health", result="handled", findings="外机移位。", measure="solvedOnTheSpot")
    complete(api, earlier, "handler-health", answerText="周先生，外机已经移走。", answeredBy="phone", report="已答复。")
    assert "周先生" in seen(api, earlier)
    told = seen(api, later)
    assert "答复已给那一件的来信人" in told
    assert "答复时间" in told
    assert "周先生" not in told
    assert "12345" in told
    shown = api.get(f"/casework/v1/public/cases/{own}", who=None, headers={"Query-Code": code_of(api, later)})
    assert (shown["state"], shown["answered"], shown["answer"], shown["mergedInto"]) == ("merged", True, None, number)


def test_a_program_reads_the_same(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    decide(api, earlier, **ASSIGNED)
    later, own = registered(api)
    merge(api, later, number)
    of_later = api.get(f"/casework/v1/public/cases/{own}", who=None, headers={"Query-Code": code_of(api, later)})
    of_earlier = api.get(f"/casework/v1/public/cases/{number}", who=None, headers={"Query-Code": code_of(api, earlier)})
    assert of_later["promisedAt"] is not None
    same = ("steps", "promisedAt", "provisional", "unit", "answered", "endedAt")
    assert {name: of_later[name] for name in same} == {name: of_earlier[name] for name in same}


def test_an_earlier_letter_that_became_secret_shows_nothing(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    decide(api, earlier, **ASSIGNED)
    later, _ = registered(api)
    merge(api, later, number)
    with api.duban.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :key", key=int(earlier))
    told = seen(api, later)
    assert "您的来信与另一件合并办理" in told
    assert "市卫健局" not in told
    assert "最晚答复时间" not in told


def test_both_letters_are_noted_as_read(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    later, _ = registered(api)
    merge(api, later, number)
    seen(api, later)
    body = api.rows("SELECT body FROM access_event WHERE kind = 'personal_data_read' ORDER BY seq DESC LIMIT 1")[0]["body"]
    fact = json.loads(body)["facts"][0]
    assert (fact["what"], sorted(fact["caseKeys"])) == ("progress", sorted([earlier, later]))


def test_a_letter_of_another_is_not_withdrawn_with_the_earlier_one(api: ApiCity) -> None:
    earlier, number = registered(api, **OTHER)
    later, own = registered(api)
    merge(api, later, number)
    hotline = desk(api, "hotline")
    assert own in words(hotline.get(f"/cases/{number}?dialog=letter-withdrawn"))
    refused = hotline.send(f"/cases/{number}/messages/letter-withdrawn", reason="来信人电话撤回。")
    assert refused.status_code == 409
    assert own in words(refused.get_data(as_text=True))
    assert api.rows("SELECT state FROM process_instance WHERE key = :key", key=int(earlier))[0]["state"] == "ACTIVE"
    assert "您已撤回" not in seen(api, later)


def test_how_the_earlier_letter_was_given_up_is_not_said_as_the_later_ones(api: ApiCity) -> None:
    earlier, number = registered(api)
    later, own = registered(api)
    merge(api, later, number)
    withdrawn = {"name": "letter-withdrawn", "correlationKey": number, "variables": {"withdrawReason": "同一人的两封信都撤回。"}}
    api.post("/v2/messages/correlation", withdrawn, who="hotline")
    assert "您已撤回" in seen(api, earlier)
    told = seen(api, later)
    assert "您已撤回" not in told
    assert "那一件没有答复就办结了" in told
    shown = api.get(f"/casework/v1/public/cases/{own}", who=None, headers={"Query-Code": code_of(api, later)})
    assert "您已撤回" not in str(shown)
