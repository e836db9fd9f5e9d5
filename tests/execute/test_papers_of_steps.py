"""Steps that issue and draft papers, in the event of the step itself."""

import json
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.queries.case_paper import drafts_to_make
from app.service.complete_task import CompleteTask
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.resolve_incidents import ResolveIncidents
from app.service.set_variables import SetVariables
from app.store.read_case import case_by_key
from tests.audit.test_replay import recomputed
from tests.builders.city import MONDAY, City
from tests.builders.drawing import end, ext, io, job, path, process, properties, start, user, z
from tests.builders.errand_papers import NOTICE, paper_file

TOLD: dict[str, Any] = {**NOTICE, "id": "told", "process": "telling", "figures": [], "blocks": [{"type": "paragraph", "text": "{{topic}}"}]}


def telling(kind: str = "duban:notice", *more: str) -> bytes:
    """Return a process that tells somebody by a paper after its first task. more: parts of the step."""
    headers = z("taskHeaders", z("header", key="paper", value="told"), z("header", key="resultVariable", value="told"))
    parts = (start("s"), user("write", z("assignmentDefinition", candidateGroups="hotline")), job("tell", kind, headers, *more))
    read = user("read", z("assignmentDefinition", candidateGroups="hotline"))
    return process("telling", ext(properties(owner="hotline")), *parts, read, end("e"), path("s write tell read e"))


def told(city: City, kind: str = "duban:notice", *more: str, topic: str | None = "漏水") -> int:
    city.deploy({"telling.bpmn": telling(kind, *more), **paper_file(TOLD)})
    case = city.start("telling", **({"topic": topic} if topic else {}))
    city.complete(case, "write", "hotline")
    return case


def test_a_notice_is_issued_in_the_event_of_the_step_before_it(city: City) -> None:
    case = told(city)
    (paper,) = city.rows("SELECT * FROM paper")
    assert (paper["state"], paper["number"], paper["issued_by"], paper["element_id"]) == ("issued", "〔2026〕1号", "hotline", "tell")
    assert city.files.kept[paper["pdf_digest"]].startswith(b"%PDF")
    event = city.events(case)[-1]
    assert event["kind"] == "task_completed"
    facts = [fact["fact"] for fact in json.loads(event["body"])["facts"]]
    assert facts.index("internal_job_done") < facts.index("paper_drafted") < facts.index("paper_issued") < facts.index("task_created")
    value = city.value("SELECT value FROM variable WHERE name = 'told'")
    assert json.loads(value) == {"number": "〔2026〕1号", "paperKey": str(paper["key"])}
    recomputed(city, case)
    assert len(city.rows("SELECT key FROM paper")) == 1, "Expected computing again to issue nothing"


def test_what_a_step_issues_is_drafted_by_hand_neither_before_it_nor_again(city: City) -> None:
    city.deploy({"telling.bpmn": telling(), **paper_file(TOLD, {**TOLD, "id": "free"})})
    case = city.start("telling", topic="漏水")
    for _ in range(2):
        with pytest.raises(Rejection) as refused:
            city.do(DraftPaper(case, "told"), "hotline")
        assert (refused.value.code, refused.value.facts["step"]) == ("state_forbids", "tell")
        if city.open(case) == ["write"]:
            city.complete(case, "write", "hotline")
    free = int(city.do(DraftPaper(case, "free"), "hotline")["key"])
    city.do(IssuePaper(case, free), "hotline")
    offered = city.door.ask(drafts_to_make, city.actor("hotline"), city.door.ask(case_by_key, case), city.surroundings, MONDAY)
    assert [id for id, _ in offered] == ["free"]


def test_a_paper_that_is_for_other_cases_is_neither_offered_nor_drafted_nor_issued(city: City) -> None:
    free = {**TOLD, "id": "free", "if": '=kind = "open"'}
    city.deploy({"telling.bpmn": telling(), **paper_file(TOLD, free)})
    case = city.start("telling", topic="漏水", kind="open")

    def offered() -> list[str]:
        seen = city.door.ask(case_by_key, case)
        return [id for id, _ in city.door.ask(drafts_to_make, city.actor("hotline"), seen, city.surroundings, MONDAY)]

    assert offered() == ["free"]
    key = int(city.do(DraftPaper(case, "free"), "hotline")["key"])
    city.do(SetVariables(case, {"kind": "closed"}, reason="改"), "operator")
    assert offered() == []
    for command in (DraftPaper(case, "free"), IssuePaper(case, key)):
        with pytest.raises(Rejection) as refused:
            city.do(command, "hotline")
        assert (refused.value.code, refused.value.facts["paper"]) == ("state_forbids", free["name"])
    assert city.value("SELECT state FROM paper") == "draft"


def test_what_a_step_issued_is_corrected_by_the_same_paper_alone(city: City) -> None:
    case = told(city)
    issued = int(city.value("SELECT key FROM paper"))
    free = paper_file({**TOLD, "id": "free"})
    city.deploy(free)
    with pytest.raises(Rejection) as refused:
        city.do(DraftPaper(case, "free", corrects=issued), "hotline")
    assert refused.value.code == "not_found"
    key = int(city.do(DraftPaper(case, "told", corrects=issued), "hotline")["key"])
    assert city.do(IssuePaper(case, key), "hotline")["number"] == "〔2026〕2号"


def test_a_bulletin_is_drafted_for_a_person_to_issue(city: City) -> None:
    case = told(city, "duban:bulletin")
    (paper,) = city.rows("SELECT * FROM paper")
    assert (paper["state"], paper["number"]) == ("draft", None)
    assert city.do(IssuePaper(case, int(paper["key"])), "hotline")["number"] == "〔2026〕1号"
    recomputed(city, case)


def test_a_case_that_lacks_what_the_paper_says_stops_there_and_goes_on_when_it_is_put_right(city: City) -> None:
    case = told(city, topic=None)
    (incident,) = city.rows("SELECT kind, cause FROM incident WHERE state = 'ACTIVE'")
    assert incident["kind"] == "internal_job"
    assert "topic" in incident["cause"]
    assert city.rows("SELECT key FROM paper") == []
    city.do(SetVariables(case, {"topic": "漏水"}, reason="it was forgotten"), "operator")
    city.do(ResolveIncidents(case, "now it is there"), "operator")
    assert [row["number"] for row in city.rows("SELECT number FROM paper")] == ["〔2026〕1号"]
    assert city.open(case) == ["read"]
    recomputed(city, case)


def test_a_step_that_fails_after_its_paper_was_issued_issues_no_other_when_it_is_tried_again(city: City) -> None:
    case = told(city, "duban:notice", io(outputs={"wrong": "=if later = null then function(x) x else later"}))
    assert [row["kind"] for row in city.rows("SELECT kind FROM incident WHERE state = 'ACTIVE'")] != []
    issued = city.rows("SELECT number FROM paper WHERE state = 'issued'")
    city.do(SetVariables(case, {"later": 1}, reason="it was forgotten"), "operator")
    city.do(ResolveIncidents(case, "now it is there"), "operator")
    assert city.open(case) == ["read"]
    numbers = [row["number"] for row in city.rows("SELECT number FROM paper WHERE state = 'issued'")]
    assert numbers == ["〔2026〕1号"]
    assert issued in ([], [{"number": "〔2026〕1号"}])
    recomputed(city, case)


def test_a_diagram_that_names_a_paper_which_is_not_there_is_refused(city: City) -> None:
    with pytest.raises(Rejection) as refused:
        city.deploy({"telling.bpmn": telling()})
    assert "paper-exists" in {finding.rule for finding in refused.value.findings}


def test_completing_twice_issues_once(city: City) -> None:
    city.deploy({"telling.bpmn": telling(), **paper_file(TOLD)})
    case = city.start("telling", topic="漏水")
    task = city.task(case, "write")
    city.do(CompleteTask(task, {}), "hotline")
    with pytest.raises(Rejection):
        city.do(CompleteTask(task, {}), "hotline")
    assert len(city.rows("SELECT key FROM paper")) == 1
