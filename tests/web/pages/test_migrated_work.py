"""What people have begun stays theirs when their case is taken to another version: drafts, words in dialogs, letters that were merged."""

from pathlib import Path

from tests.builders.dossier import PROCESS as SECRET
from tests.builders.dossier import dossier
from tests.builders.errand import FORM, PROCESS, errand, files
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words

LETTERS = Path(__file__).resolve().parents[3] / "processes" / "citizen-letter"


def taken(api: ApiCity, case: str, **chosen: str) -> None:
    """Take a case to the newest version from its page."""
    newest = "SELECT MAX(d.key) AS key FROM definition d JOIN process_instance p ON p.process_id = d.id"
    (row,) = api.rows(f"{newest} WHERE p.key = :key AND d.kind = 'process'", key=int(case))
    operator, path = desk(api, "operator"), f"/cases/{api.number(case)}/migration"
    assert "可以迁移" in words(operator.get(f"{path}?to={row['key']}&{'&'.join(f'{name}={to}' for name, to in chosen.items())}"))
    operator.follow(operator.send(path, to=str(row["key"]), reason="补上一步", **chosen))


def test_an_unsent_draft_and_words_in_dialogs_stay_on_the_task_with_the_form_of_its_time(api: ApiCity) -> None:
    api.deploy({**files()})
    case = api.start(PROCESS, who="hotline", topic="a leaking tap")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {"variables": {"worth": 3, "note": "n"}}, 204, who="hotline")
    task, who = api.task(case), desk(api, "handler-health")
    assert who.send(f"/tasks/{task}/draft", said="写到一半的答复", worth="12").status_code == 200
    assert who.send(f"/words/{task}/send-back", reason="写到一半的退回理由").status_code == 200
    assert who.send(f"/words/{case}/comment", text="写到一半的意见").status_code == 200
    renamed = errand(more="archive").replace(b'"handle"', b'"reply"').replace(b"_handle", b"_reply").replace(b"handle_", b"reply_")
    renamed = renamed.replace(b">handle<", b">reply<")
    answer = api.deploy({"errand.bpmn": renamed, "errand-answer.form": FORM.replace(b'"label": "Answer"', b'"label": "Reply"')})
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    taken(api, case, **{"as-handle": "reply"})
    assert api.task(case) == task
    page = who.get(f"/tasks/{task}")
    assert 'value="写到一半的答复"' in page
    assert "Answer" in words(page), "the form is that of the time at which the task came"
    assert "写到一半的退回理由" in who.get(f"/tasks/{task}?dialog=send-back")
    assert "写到一半的意见" in who.get(f"/tasks/{task}?tab=comments")
    assert who.send(f"/tasks/{task}/completion", said="写完的答复", worth="12").status_code == 303
    assert api.get(f"/v2/user-tasks/{api.task(case)}")["elementId"] == "archive"


def test_a_merged_letter_that_is_migrated_can_still_be_undone_and_still_shows_the_earlier_one(api: ApiCity) -> None:
    earlier = api.number(api.start("citizen-letter", who="hotline", **{**LETTER, "topic": "井盖松动"}))
    case = api.start("citizen-letter", who="hotline", **{**LETTER, "topic": "井盖还是松动"})
    hotline, number = desk(api, "hotline"), api.number(case)
    said = {"disposition": "merge", "closingReason": "同一处同一事。", "mergedInto": earlier, "_target": earlier}
    assert hotline.send(f"/tasks/{api.task(case)}/completion", **said).headers["Location"].endswith("done=completed")
    due = api.rows("SELECT next_due_at FROM case_state WHERE case_key = :key", key=int(case))
    drawn = (LETTERS / "citizen-letter.bpmn").read_bytes().replace("分派来信".encode(), "分派信件".encode())
    answer = api.deploy({"citizen-letter.bpmn": drawn})
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    taken(api, case)
    assert api.rows("SELECT next_due_at FROM case_state WHERE case_key = :key", key=int(case)) == due, "the window stays as it was"
    assert f"已并入 {earlier}" in words(hotline.get(f"/cases/{number}"))
    assert hotline.send(f"/cases/{number}/messages/letter-unmerged", reason="不是同一处").status_code == 303
    assert api.get(f"/v2/user-tasks/{api.task(case)}")["elementId"] == "assign"
    assert "分派信件" in words(hotline.get(f"/tasks/{api.task(case)}"))


def test_a_secret_case_is_neither_offered_nor_named_nor_taken_to_who_is_not_named_in_it(api: ApiCity) -> None:
    assert api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    case = api.start(SECRET, who="hotline", topic="青石案卷", content="x", level="secret")
    (former,) = api.rows("SELECT definition_key AS key FROM process_instance WHERE key = :key", key=int(case))
    answer = api.deploy({"dossier.bpmn": dossier().replace("办理".encode(), "承办".encode())})
    newer = answer.get_json()["deployments"][0]["processDefinition"]["processDefinitionKey"]
    operator, number = desk(api, "operator"), api.number(case)
    assert f"from={former['key']}" not in operator.get("/migrations")
    assert number not in operator.get(f"/migrations?from={former['key']}&to={newer}")
    said = {"from": str(former["key"]), "to": newer, "key": case, "reason": "试一试"}
    after = operator.client.get(operator.send("/migrations", **said).headers["Location"]).get_data(as_text=True)
    assert number not in after
    assert "青石案卷" not in after
    operator.get(f"/cases/{number}/migration", 404)
    (now,) = api.rows("SELECT definition_key AS key FROM process_instance WHERE key = :key", key=int(case))
    assert now == former
