"""What is over looks so: no greyed button, its papers counted, its public steps in the order in which they were gone through."""

from app.queries.progress import progress
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words


def test_a_finished_task_offers_nothing_to_submit_and_one_in_other_hands_says_why_not(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    first = api.task(instance)
    api.post(f"/v2/user-tasks/{first}/completion", {"variables": ASSIGNED}, 204)
    page = desk(api, "hotline").get(f"/tasks/{first}")
    assert "已办结" in words(page) or "办结" in words(page)
    assert " disabled>提交" not in page
    handling = api.task(instance)
    desk(api, "handler-health").send(f"/tasks/{handling}/claim")
    assert " disabled>" in desk(api, "handler-health-b").get(f"/tasks/{handling}")


def test_who_signs_for_a_letter_reads_no_heading_of_a_note_that_was_not_given(api: ApiCity) -> None:
    for given, told in (("", False), ("请尽快修复。", True)):
        instance = api.start("citizen-letter", **LETTER)
        api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": {**ASSIGNED, "assignmentNote": given}}, 204)
        assert ("交办意见：" in words(desk(api, "handler-health").get(f"/tasks/{api.task(instance)}"))) is told


def test_a_paper_counts_among_the_papers_of_a_task(api: ApiCity) -> None:
    instance = api.start("citizen-letter", who="hotline", **LETTER)
    number, key = api.number(instance), api.task(instance)
    before = desk(api, "hotline").get(f"/tasks/{key}")
    assert desk(api, "hotline").send(f"/cases/{number}/papers", paper="receipt-of-letter").status_code == 303
    after = desk(api, "hotline").get(f"/tasks/{key}")
    assert "材料 1" in words(after)
    assert "材料 1" not in words(before)


def test_public_steps_of_one_second_stand_in_the_order_in_which_they_were_gone_through(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    door = api.duban.door
    steps = [step for step in door.ask(progress, door.surroundings, int(instance)).steps if step.state == "done"]
    entered = door.ask(lambda store: store.all("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(instance)))
    told = "".join(row["body"] for row in entered)
    places = [told.rindex(f'"elementId":"{step.element_id}"') for step in steps]
    assert len(steps) > 1
    assert len({step.at for step in steps}) < len(steps)
    assert places == sorted(places)
