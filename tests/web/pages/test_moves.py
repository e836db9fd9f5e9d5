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
