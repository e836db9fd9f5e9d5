"""The moves around a task on its page: each asks a reason, says what it did, and loses nothing that was typed when it is refused."""

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, part, words
from tests.web.pages.test_refused_tasks import HANDLED, at_handle, give

LATE = "来信人两次来电，尚无答复"


def number_of(api: ApiCity, task: str) -> str:
    (row,) = api.rows(
        "SELECT r.receipt_number FROM user_task t JOIN process_instance r ON r.key = t.case_key WHERE t.key = :key", key=int(task)
    )
    return str(row["receipt_number"])


def test_an_urging_stands_on_the_task_until_it_is_answered(api: ApiCity) -> None:
    task = at_handle(api)
    supervisor, handler, head = desk(api, "inspection"), desk(api, "handler-health"), desk(api, "head-health")
    assert 'data-key-action="u"' in supervisor.get(f"/tasks/{task}")
    assert "reason" in supervisor.get(f"/tasks/{task}?dialog=urge")
    page = supervisor.follow(supervisor.send(f"/tasks/{task}/urging", reason=LATE, next=f"/tasks/{task}"))
    assert "已催办，已通知承办人和单位负责人" in words(page)
    assert f"孙丽： {LATE}" in words(handler.get(f"/tasks/{task}")) or LATE in part(handler.get(f"/tasks/{task}"), "urgings")
    assert "催办 1 次，最近今天 10:42" in words(handler.get("/work-list"))
    assert "被催办" in words(head.get("/notices"))
    assert LATE not in words(head.get("/notices"))
    page = head.get(f"/tasks/{task}")
    answer = page.partition("dialog=answer-urging&amp;of=")[2].partition('"')[0]
    page = head.follow(head.send(f"/tasks/{task}/urging-answer?of={answer}", reason="今天下午派人上门"))
    assert "今天下午派人上门" in part(page, "urgings")
    assert "dialog=answer-urging" not in page
    assert "答复了对责任单位办理的催办" in words(handler.get(f"/tasks/{task}?tab=history"))
    assert "已有答复" in words(supervisor.get("/notices"))


def test_a_refused_urging_keeps_what_was_typed_and_says_why(api: ApiCity) -> None:
    task, supervisor = at_handle(api), desk(api, "inspection")
    answer = supervisor.send(f"/tasks/{task}/urging", reason=" ")
    page = supervisor.get(answer.headers["Location"], 422)
    assert 'id="reason-error"' in page
    give(api, task, "demo")
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": HANDLED}, 204)
    answer = supervisor.send(f"/tasks/{task}/urging", reason=LATE)
    for _ in range(2):
        page = supervisor.get(answer.headers["Location"], 409)
        assert LATE in page
        assert "办结" in words(page)


def test_a_case_is_urged_as_a_whole_by_supervisors_alone(api: ApiCity) -> None:
    task = at_handle(api)
    number, supervisor, handler = number_of(api, task), desk(api, "inspection"), desk(api, "handler-health")
    assert "dialog=urge" not in handler.get(f"/cases/{number}")
    assert handler.send(f"/cases/{number}/urging", reason=LATE).headers["Location"].endswith("refused=urge")
    assert "dialog=urge" in supervisor.get(f"/cases/{number}")
    assert 'id="reason-error"' in supervisor.follow(supervisor.send(f"/cases/{number}/urging", reason=""), 422)
    supervisor.follow(supervisor.send(f"/cases/{number}/urging", reason=LATE))
    assert LATE in part(handler.get(f"/tasks/{task}"), "urgings")


def handled(api: ApiCity) -> tuple[str, str]:
    """Return a task whose handling was submitted by its holder, and the next one, which nobody has claimed."""
    task, handler = at_handle(api), desk(api, "handler-health")
    assert "done=completed" in handler.send(f"/tasks/{task}/completion", **HANDLED).headers["Location"]
    (row,) = api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(task))
    return task, api.task(str(row["case_key"]))


def test_an_answer_is_sent_back_to_who_handled_it_and_both_find_what_they_wrote(api: ApiCity) -> None:
    task, answer = handled(api)
    give(api, answer, "handler-health-b")
    writer, handler = desk(api, "handler-health-b"), desk(api, "handler-health")
    writer.client.post(f"/tasks/{answer}/draft", data={"answerText": "已移机"}, headers={"Origin": "http://localhost"})
    page = writer.get(f"/tasks/{answer}?dialog=send-back")
    assert 'value="handle"' in page
    assert "陈静，今天 10:42" in words(page)
    refused = writer.send(f"/tasks/{answer}/sending-back", reason="照片没有附上")
    page = writer.get(refused.headers["Location"], 422)
    assert 'id="to-error"' in page
    assert "照片没有附上" in page
    page = writer.follow(writer.send(f"/tasks/{answer}/sending-back", to="handle", reason="照片没有附上"))
    assert "已退回" in words(page)
    again = api.task(str(api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(task))[0]["case_key"]))
    page = handler.get(f"/tasks/{again}")
    assert "刘洋 今天 10:42 从「答复群众并报告热线办」退回" in words(page)
    assert "照片没有附上" in words(page)
    assert HANDLED["findings"] in page
    assert "照片没有附上" in words(handler.get("/work-list"))
    assert "退回到" in words(handler.get(f"/tasks/{again}?tab=history"))
    handler.send(f"/tasks/{again}/completion", **HANDLED)
    once_more = api.task(str(api.rows("SELECT case_key FROM user_task WHERE key = :key", key=int(task))[0]["case_key"]))
    give(api, once_more, "handler-health-b")
    assert "已移机" in writer.get(f"/tasks/{once_more}")


def test_a_submission_is_withdrawn_on_its_page_until_somebody_claims_the_next_task(api: ApiCity) -> None:
    task, _ = handled(api)
    handler = desk(api, "handler-health")
    assert "dialog=withdraw" in handler.get(f"/tasks/{task}")
    assert 'id="reason-error"' in handler.follow(handler.send(f"/tasks/{task}/withdrawal", reason=""), 422)
    page = handler.follow(handler.send(f"/tasks/{task}/withdrawal", reason="漏了一处"))
    assert "已撤回，填写的内容已恢复为草稿" in words(page)
    assert "陈静于今天 10:42撤回了这一步的提交" in words(page)
    assert HANDLED["findings"] in page
    other, answer = handled(api)
    give(api, answer, "handler-health-b")
    assert "dialog=withdraw" not in handler.get(f"/tasks/{other}")
    page = handler.follow(handler.send(f"/tasks/{other}/withdrawal", reason="漏了一处"), 409)
    assert "不能撤回：刘洋已接手" in words(page)
    assert "漏了一处" in page


def test_a_task_is_delegated_handed_back_and_completed(api: ApiCity) -> None:
    task = at_handle(api)
    holder, delegate = desk(api, "handler-health"), desk(api, "handler-health-b")
    assert 'data-key-action="d"' in holder.get(f"/tasks/{task}")
    page = holder.follow(holder.send(f"/tasks/{task}/delegation", to="handler-health-b", reason="这家您熟悉"))
    assert "已委托，办好后交还给您提交" in words(page)
    assert "收回" in words(page)
    page = delegate.get(f"/tasks/{task}")
    assert "陈静委托您办理，由其提交" in words(page)
    assert "理由：这家您熟悉" in words(page)
    assert "交还给陈静" in words(page)
    assert "委托给您办理" in words(delegate.get("/notices"))
    done = delegate.send(f"/tasks/{task}/completion", result="handled", findings="我看过了")
    assert "done=handed-back" in done.headers["Location"]
    page = holder.get(f"/tasks/{task}")
    assert "刘洋受托办理，已于今天 10:42交还" in words(page)
    assert "我看过了" in page
    assert "done=completed" in holder.send(f"/tasks/{task}/completion", **HANDLED).headers["Location"]
    history = words(holder.get(f"/tasks/{task}?tab=history"))
    assert "刘洋 代 陈静" in history
    assert "委托给刘洋" in history


def test_programs_make_the_moves(api: ApiCity) -> None:
    task = at_handle(api)
    base = f"/casework/v1/cases/{number_of(api, task)}"
    named = {"userTaskKey": task, "reason": "这家您熟悉"}
    api.post(f"{base}/delegations", {**named, "assignee": "handler-health-b"}, 200, who="handler-health")
    handed = api.post(
        f"{base}/delegations/{task}/return", {"answers": {"findings": "看过"}, "note": "其余请您"}, 200, who="handler-health-b"
    )
    assert handed["seq"] > 1
    assert api.post(f"{base}/returns", {**named, "elementId": "sign"}, 400, who="handler-health")["code"] == "bad_request"
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": HANDLED}, 204, who="handler-health")
    api.post(f"{base}/withdrawals", named, 200, who="handler-health")
    assert api.post(f"{base}/withdrawals", named, 409, who="handler-health")["code"] == "too_late"
    assert api.post(f"{base}/withdrawals", {"userTaskKey": "1", "reason": "x"}, 400)["code"] == "bad_request"


def test_programs_urge_read_and_answer(api: ApiCity) -> None:
    task = at_handle(api)
    path = f"/casework/v1/cases/{number_of(api, task)}/urgings"
    assert api.post(path, {"userTaskKey": task, "reason": LATE}, 403, who="handler-health")["code"] == "forbidden"
    (key,) = api.post(path, {"userTaskKey": task, "reason": LATE}, 201, who="inspection")["urgingKeys"]
    api.post(f"{path}/{key}/answer", {"text": "今天下午派人上门"}, 201, who="handler-health")
    (found,) = api.get(path)["items"]
    assert (found["urgingKey"], found["userTaskKey"], found["reason"], found["answer"], found["answeredBy"]) == (
        key,
        task,
        LATE,
        "今天下午派人上门",
        "handler-health",
    )
