"""A refusal has an address of its own, which can be loaded again and come back to; it says what happened, and nothing typed is lost."""

import io
import re
from collections.abc import Callable

from tests.builders.drawing import end, ext, path, process, properties, start, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, part, words

HANDLED = {"result": "handled", "findings": "到现场查看，已移机。", "measure": "solvedOnTheSpot"}


def at_sign(api: ApiCity) -> str:
    """Return the task of signing for a letter, which the health bureau may claim."""
    instance = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    return api.task(instance)


def at_handle(api: ApiCity, holder: str = "handler-health") -> str:
    task = at_sign(api)
    instance = api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(task))[0]["case_key"]
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"accepted": "yes"}}, 204)
    key = api.task(str(instance))
    give(api, key, holder)
    return key


def give(api: ApiCity, task: str, holder: str) -> None:
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": holder, "allowOverride": True}, 204)


def kept(api: ApiCity, task: str) -> list[str]:
    return [row["account"] for row in api.rows("SELECT account FROM draft WHERE task_key = :key ORDER BY account", key=int(task))]


def test_a_refused_claim_names_the_holder_the_time_and_what_to_go_on_with(api: ApiCity) -> None:
    task, other = at_sign(api), at_sign(api)
    give(api, task, "handler-health-b")
    handler = desk(api, "handler-health")
    answer = handler.send(f"/tasks/{task}/claim", next=f"/tasks/{task}?view=unassigned")
    assert answer.headers["Location"] == f"/tasks/{task}?view=unassigned&refused=claim"
    for _ in range(2):  # loaded again, it says the same
        page = handler.get(answer.headers["Location"], 409)
        assert "没有认领成功：刘洋（市卫健局）已在今天 10:42 接手" in words(page)
        assert "草稿" not in words(page).partition("没有认领成功")[2].partition("群众原话")[0]
        assert f'href="/tasks/{other}?view=unassigned"' in page
    assert kept(api, task) == []
    give(api, task, "handler-health")
    assert "没有认领成功" not in words(handler.get(answer.headers["Location"]))


def test_refused_answers_are_a_draft_with_its_mistakes_beside_it(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    answer = handler.send(f"/tasks/{task}/completion", result="handled", findings="写到一半", _next="/work-list?view=mine")
    assert answer.headers["Location"] == f"/tasks/{task}?view=mine&refused=answers"
    for _ in range(2):
        page = handler.get(answer.headers["Location"], 422)
        assert "写到一半" in page
        assert 'id="f-measure-error"' in page
        assert 'id="errors"' in page
    plain = handler.get(f"/tasks/{task}")  # one step back
    assert "写到一半" in plain
    assert 'id="errors"' not in plain
    handler.client.post(f"/tasks/{task}/draft", data={"result": "handled", "findings": "又写"}, headers={"Origin": "http://localhost"})
    assert 'id="errors"' not in handler.get(answer.headers["Location"])
    done = handler.send(f"/tasks/{task}/completion", **HANDLED)
    assert done.headers["Location"].endswith("done=completed")
    assert kept(api, task) == []


def test_what_was_typed_into_a_task_that_went_to_a_colleague_is_kept_as_a_draft(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    give(api, task, "handler-health-b")
    page = handler.follow(handler.send(f"/tasks/{task}/completion", **{**HANDLED, "findings": "我写的"}), 409)
    assert "没有提交：刘洋（市卫健局）已在今天 10:42 接手" in words(page)
    assert "填的内容已存为草稿" in words(page)
    assert "我写的" in page


def test_fields_are_not_drawn_again_once_the_task_is_a_colleagues(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    here = {"Origin": "http://localhost"}
    assert handler.client.post(f"/tasks/{task}/form", data=HANDLED, headers=here).status_code == 200
    give(api, task, "handler-health-b")
    assert handler.client.post(f"/tasks/{task}/form", data=HANDLED, headers=here).status_code == 409


def test_nothing_is_said_of_drafts_where_nothing_was_typed(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    give(api, task, "handler-health-b")
    page = handler.follow(handler.send(f"/tasks/{task}/completion"), 409)
    assert "没有提交：刘洋" in words(page)
    assert "草稿" not in words(page)
    assert kept(api, task) == []


def test_of_a_completed_task_it_says_who_and_when_and_shows_what_one_had_typed_oneself(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    give(api, task, "demo")
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": HANDLED}, 204)
    page = handler.follow(handler.send(f"/tasks/{task}/completion", **{**HANDLED, "findings": "我写的另一种"}), 409)
    assert "没有提交：演示" in words(page)
    assert "办结，今天 10:42" in words(page)
    assert "草稿" not in words(page)
    assert "我写的另一种" in words(page)
    assert HANDLED["findings"] in page


def test_who_submits_twice_is_told_that_it_is_done_and_nothing_is_kept(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    assert handler.send(f"/tasks/{task}/completion", **HANDLED).status_code == 303
    page = handler.follow(handler.send(f"/tasks/{task}/completion", **HANDLED), 409)
    assert "您已办结" in words(page)
    assert kept(api, task) == []


def test_a_transfer_to_nobody_keeps_its_reason_and_can_be_loaded_again(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    answer = handler.send(f"/tasks/{task}/transfer", reason="出差一周")
    for _ in range(2):
        page = handler.get(answer.headers["Location"], 422)
        assert "出差一周" in part(page, "reason")
        assert 'id="to-error"' in page
    anew = handler.get(f"/tasks/{task}?dialog=transfer")
    assert 'id="to-error"' not in anew
    assert "出差一周" in part(anew, "reason"), "what was typed is there until it is sent"
    given = handler.send(f"/tasks/{task}/transfer", reason="出差一周", to="handler-health-b")
    assert given.headers["Location"].endswith("done=transferred")
    assert kept(api, task) == []


def test_refusals_on_pages_are_noted_as_those_of_programs_are(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    handler.send(f"/tasks/{task}/completion")
    row = api.rows("SELECT actor, body FROM access_event WHERE kind = 'change_refused' ORDER BY seq DESC LIMIT 1")[0]
    assert row["actor"] == "handler-health"
    assert '"bad_answers"' in row["body"]


def test_a_file_that_cannot_be_taken_is_named_at_its_field_and_the_others_are_kept(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    files = [(io.BytesIO(b"%PDF-1.7 invented"), "现场记录.pdf"), (io.BytesIO(b"MZ"), "a.exe")]
    answer = handler.send(f"/tasks/{task}/completion", **{**HANDLED, "_file.evidence": files})
    page = handler.follow(answer, 422)
    said = part(page, "f-evidence-error")
    assert "a.exe" in said
    assert ".jpg, .jpeg, .png, .pdf, .docx" in said
    assert "现场记录.pdf" in words(page)
    assert HANDLED["findings"] in page


def test_a_document_that_cannot_be_taken_is_named_where_it_was_chosen(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    number = api.rows(
        "SELECT r.receipt_number FROM user_task t JOIN process_instance r ON r.key = t.case_key WHERE t.key = :key", key=int(task)
    )
    case = f"/cases/{number[0]['receipt_number']}"
    for address, beside in ((f"/tasks/{task}", f"/tasks/{task}?tab=documents"), (case, f"{case}?tab=documents")):
        answer = handler.send(f"{address}/documents", file=(io.BytesIO(b"MZ"), "a.exe"), next=beside)
        page = handler.get(answer.headers["Location"])
        assert "a.exe" in part(page, "upload-error")
        assert 'aria-describedby="upload-error"' in page
        assert "upload-error" not in handler.get(beside)
        taken = handler.send(f"{address}/documents", file=(io.BytesIO(b"%PDF-1.7"), "记录.pdf"), next=beside)
        assert "记录.pdf" in words(handler.follow(taken))


def test_a_task_is_transferred_only_where_there_is_somebody_else_who_may_take_it(api: ApiCity) -> None:
    task, handler = at_handle(api), desk(api, "handler-health")
    assert 'data-key-action="t"' in handler.get(f"/tasks/{task}")
    with api.duban.database.write() as store:
        store.run("UPDATE account SET state = 'disabled' WHERE name <> 'handler-health'")
    try:
        page = handler.get(f"/tasks/{task}?dialog=transfer")
    finally:
        with api.duban.database.write() as store:
            store.run("UPDATE account SET state = 'active'")
    assert 'data-key-action="t"' not in page
    assert "data-close=" not in page


def test_the_list_of_keys_names_those_alone_that_do_something(api: ApiCity) -> None:
    keys = {
        who: set(re.findall(r'<kbd class="kbd">(\w)</kbd>', desk(api, who).get("/work-list"))) for who in ("handler-health", "inspection")
    }
    assert keys["handler-health"] >= {"T", "D", "B", "W"}
    assert keys["inspection"] - keys["handler-health"] == {"U"}, "only supervisors urge"


def test_who_did_the_step_before_is_offered_to_nobody_who_gives_the_task_away_and_refused_with_who_may(api: ApiCity) -> None:
    api.deploy({"ruling.bpmn": eyes()})
    case = api.start("eyes", topic="a")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204, who="handler-health")
    task = api.task(case)
    head, other, reason = desk(api, "head-health"), desk(api, "handler-health-b"), "归口办理"
    assert 'value="handler-health-b"' in head.get(f"/tasks/{task}?dialog=transfer")
    assert 'value="handler-health"' not in head.get(f"/tasks/{task}?dialog=transfer")
    told = "「拟写」由陈静办理，这一步须由他人办理（双人复核），可以交给：刘洋"
    answer = head.send(f"/tasks/{task}/transfer", to="handler-health", reason=reason)
    page = head.get(answer.headers["Location"], 422)
    assert told in words(page)
    assert reason in page
    page = head.follow(head.send("/tasks/bulk/transfer", key=[task], to="handler-health", reason=reason), 409)
    assert told in words(page)
    assert 'value="handler-health"' not in page
    give(api, task, "handler-health-b")
    assert "dialog=delegate" not in other.get(f"/tasks/{task}"), "there is nobody to delegate to"
    address = "/admin/people/handler-health-b/hand-over"
    assert 'value="handler-health"' not in head.get(address).partition(f'name="to-{task}"')[2].partition("</select>")[0]
    assert told in words(head.send(address, key=[task], to="handler-health", reason=reason).get_data(as_text=True))


def test_who_did_the_step_before_is_offered_no_claim_and_told_who_may(api: ApiCity) -> None:
    api.deploy({"ruling.bpmn": eyes()})
    case = api.start("eyes", topic="a")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204, who="handler-health")
    task = api.task(case)
    mine, other = desk(api, "handler-health"), desk(api, "handler-health-b")
    assert f'action="/tasks/{task}/claim"' not in mine.get(f"/tasks/{task}")
    assert f'action="/tasks/{task}/claim"' in other.get(f"/tasks/{task}")
    told = words(mine.get(f"/tasks/{task}"))
    assert "「拟写」由你办理" in told
    assert re.search("须由他人办理（双人复核）：[^ ]+", told)
    refused = api.ask("POST", f"/v2/user-tasks/{task}/assignment", {"assignee": "handler-health", "allowOverride": True})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "four_eyes")
    answer = mine.send(f"/tasks/{task}/completion")
    assert answer.status_code == 303
    assert "须由他人办理" in words(mine.follow(answer))


def test_where_all_did_the_step_before_the_page_says_so_and_who_can_help(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    api.deploy({"ruling.bpmn": eyes()})
    case = api.start("eyes", topic="a")
    give(api, api.task(case), "handler-health")
    for other in ("handler-health-b", "head-health", "demo"):
        api.duban.door.keep(
            lambda store, other=other: store.run("DELETE FROM holding WHERE account = :name AND role = 'handler'", name=other)
        )
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204, who="handler-health")
    for who in ("handler-health", "operator", "inspection"):
        told = words(desk(api, who).get(f"/tasks/{api.task(case)}"))
        assert "没有人可以办理这一步" in told, who
        assert "市卫健局 经办" in told, who


def eyes() -> bytes:
    """Return a diagram in which one of a bureau writes and another one looks through it."""
    bureau = z("assignmentDefinition", candidateGroups="handler@health-bureau")
    return process(
        "eyes",
        ext(properties(owner="hotline", receipt__code="YJ", titleTemplate="=topic")),
        start("s", ext(properties(candidateGroups="hotline"))),
        user("write", bureau, name="拟写"),
        user("check", bureau, properties(fourEyes="write"), name="复核"),
        end(),
        path("s write check e"),
        name="拟写并复核",
    )
