from typing import Any

import pytest

from app.domain.fact import Fact
from app.engine.world import InsideJob, JobResult
from tests.builders.drawing import el, end, ext, io, job, path, process, properties, script, start, throw, user, z
from tests.engine.drive import BASE, Drive


def _task(*parts: str, **variables: Any) -> Drive:
    return Drive(process("p", start(), el("userTask", "a", ext(z("userTask"), *parts), name="Check"), end(), path("s a e")), **variables)


def test_a_user_task_tells_whose_it_is_and_when_it_is_due() -> None:
    d = _task(
        z("assignmentDefinition", assignee="=who", candidateGroups="handler@health-bureau, clerk", candidateUsers='=["ann", "bo"]'),
        z("formDefinition", formId="check", bindingType="versionTag", versionTag="2"),
        z("taskSchedule", dueDate="=date(\"2026-01-09\")", followUpDate="2026-01-08T09:00:00+08:00"),
        z("priorityDefinition", priority="=70"),
        properties(titleTemplate='"Letter of " + name', fourEyes="earlier"),
        who="chen", name="王芳",
    )  # fmt: skip
    created = d.fact("task_created")
    assert created.public == {
        "processInstanceKey": BASE, "name": "Check", "formId": "check", "formBinding": "versionTag", "formVersionTag": "2",
        "candidateGroups": ["handler@health-bureau", "clerk"], "candidateUsers": ["ann", "bo"], "assignee": "chen",
        "dueAt": "2026-01-09T09:30:00.000000Z", "followUpAt": "2026-01-08T01:00:00.000000Z", "priority": 70, "fourEyes": "earlier",
    }  # fmt: skip
    assert created.private == {"title": "Letter of 王芳"}


def test_a_task_that_says_nothing_has_no_people_and_the_middle_priority() -> None:
    created = _task().fact("task_created").public
    assert (created["candidateGroups"], created["assignee"], created["priority"], created["formId"]) == ([], None, 50, None)


def test_a_lane_gives_its_tasks_their_candidate_group_unless_they_name_one() -> None:
    lane = el("lane", "l", ext(properties(candidateGroups="clerk@hotline-office")), "<bpmn:flowNodeRef>a</bpmn:flowNodeRef>")
    named = z("assignmentDefinition", candidateGroups="head")
    parts = [el("laneSet", "ls", lane), start(), user("a"), user("b", named), end(), path("s a b e")]
    d = Drive(process("p", *parts))
    assert d.fact("task_created").public["candidateGroups"] == ["clerk@hotline-office"]
    d.do("a")
    assert d.fact("task_created").public["candidateGroups"] == ["head"]


@pytest.mark.parametrize(("part", "code"), [
    (z("assignmentDefinition", candidateGroups="=5"), "bad_assignment"),
    (z("assignmentDefinition", candidateGroups="=missing"), "bad_assignment"),
    (z("assignmentDefinition", assignee="=5"), "not_a_text"), (z("taskSchedule", dueDate="=\"soon\""), "bad_date"),
    (z("priorityDefinition", priority="101"), "bad_priority"), (z("formDefinition", formId="=1"), "not_a_text"),
])  # fmt: skip
def test_what_a_task_says_wrongly_is_an_incident(part: str, code: str) -> None:
    assert _task(part).incidents() == {"a": code}


def test_a_title_that_is_no_text_leaves_the_task_without_one() -> None:
    assert _task(properties(titleTemplate="missing + 1")).fact("task_created").private == {"title": None}


def test_a_cancelled_task_says_so_and_a_completed_one_does_not() -> None:
    d = _task()
    d.command("cancel")
    assert d.kinds() == ["task_cancelled", "element_cancelled", "process_instance_cancelled"]


def test_tasks_without_a_kind_and_by_hand_are_passed() -> None:
    d = Drive(process("p", start(), el("task", "t"), el("manualTask", "m"), user("a"), end(), path("s t m a e")))
    assert d.open() == ["a"]


def test_a_service_task_of_another_type_waits_for_its_worker() -> None:
    outside = job("j", "send-sms", z("taskHeaders", z("header", key="template", value="t1")), io({"number": "=phone"}))
    d = Drive(process("p", start(), outside, user("a"), end(), path("s j a e")), phone="138")
    created = d.fact("job_created")
    assert created.public == {"type": "send-sms", "retries": 3, "headers": {"template": "t1"}, "processInstanceKey": BASE}
    assert created.private == {"variables": {"number": "138"}}
    assert [(task.element_id, task.kind) for task in d.live.open_tasks()] == [("j", "job")]
    d.do("j", sent=True)
    assert "job_completed" in d.kinds()
    assert d.open() == ["a"]
    assert d.variables() == {"phone": "138", "sent": True}


def test_a_job_inside_is_told_to_the_layer_above_and_goes_on_at_once() -> None:
    notice = job("j", "duban:notice", z("taskHeaders", z("header", key="to", value="applicant")), io({"text": '="Dear " + name'}))
    d = Drive(process("p", start(), notice, user("a"), end(), path("s j a e")), name="王")
    fact = d.fact("internal_job_done")
    assert fact.public == {"type": "duban:notice", "headers": {"to": "applicant"}, "processInstanceKey": BASE}
    assert fact.private == {"inputs": {"text": "Dear 王"}}
    assert d.open() == ["a"]
    assert d.live.open_tasks()[0].kind == "user"


def test_a_job_inside_may_give_variables() -> None:
    def run(job: InsideJob) -> JobResult:
        return JobResult({"drawn": [job.headers["from"], job.inputs["n"]]}, (Fact("drawing_noted", "j", job.key, {}, {}),))

    draw = job("j", "duban:random-draw", z("taskHeaders", z("header", key="from", value="units")), io({"n": "=3"}, {"units": "=drawn"}))
    d = Drive(process("p", start(), draw, user("a"), end(), path("s j a e")), world={"run_job": run})
    assert d.variables() == {"units": ["units", 3]}
    assert d.kinds().index("drawing_noted") == d.kinds().index("internal_job_done") + 1
    assert d.fact("internal_job_done").private["outputs"] == {"drawn": ["units", 3]}


def test_a_message_event_may_be_a_job_too() -> None:
    event = throw("t", "<bpmn:messageEventDefinition messageRef='message_m'/>").replace(
        "><bpmn:mess", f">{ext(z('taskDefinition', type='mail'))}<bpmn:mess"
    )
    d = Drive(process("p", start(), event, user("a"), end(), path("s t a e"), keys={"m": None}))
    assert d.open() == ["t"]
    d.do("t")
    assert d.open() == ["a"]


def test_a_script_that_gives_null_writes_null_and_one_without_a_result_writes_nothing() -> None:
    d = Drive(process("p", start(), script("x", "n", "=missing + 1"), script("y", "", "=1"), user("a"), end(), path("s x y a e")))
    assert d.variables() == {"n": None}
