"""What was registered or entered wrongly is put right by a counter-event; nothing is deleted and the case stays where it is."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.attached_file import Attachment
from app.domain.rejection import Rejection
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.start_instance import StartInstance
from tests.builders.chore import table
from tests.builders.city import City
from tests.builders.drawing import el, end, ext, path, process, properties, start, sub, user, z
from tests.builders.matter import FORM, matter_files


@pytest.fixture
def case(city: City) -> int:
    city.deploy(matter_files())
    return int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])


def variables(city: City, case: int) -> dict[str, Any]:
    return {
        row["name"]: json.loads(row["value"]) for row in city.rows("SELECT name, value FROM variable WHERE case_key = :case", case=case)
    }


def refused(city: City, command: CorrectAnswers, who: str = "hotline") -> Rejection:
    with pytest.raises(Rejection) as found:
        city.do(command, who)
    return found.value


def test_a_registration_is_corrected_by_an_event_that_keeps_both_values(city: City, case: int) -> None:
    before = city.open(case)
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电", "worth": 3}), "hotline")
    assert variables(city, case) == {"topic": "漏电", "worth": 3}
    assert city.open(case) == before
    assert city.value("SELECT title FROM process_instance WHERE key = :key", key=case) == "漏电"
    event = city.events(case)[-1]
    assert (event["kind"], event["command"]) == ("answers_corrected", "correct_answers")
    body = json.loads(event["body"])["facts"][0]
    assert body["names"] == ["topic"]
    assert "漏" not in json.dumps(body, ensure_ascii=False)
    content = json.loads(
        city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = :seq", case=str(case), seq=event["seq"])
    )
    assert (content["private"]["0"]["was"], content["private"]["0"]["now"]) == ({"topic": "漏水"}, {"topic": "漏电"})
    first = city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = 1", case=str(case))
    assert json.loads(first)["input"]["variables"]["topic"] == "漏水"
    city.do(CorrectAnswers(case, "还是听错了", answers={"topic": "漏气"}), "hotline")
    assert variables(city, case)["topic"] == "漏气"
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def paper(name: str) -> Attachment:
    content = b"%PDF-" + name.encode()
    return Attachment("papers", name, hashlib.sha256(content).hexdigest(), len(content), content)


def test_a_file_attached_wrongly_is_replaced_and_the_old_one_stays_among_the_documents(city: City) -> None:
    city.deploy(matter_files())
    start = StartInstance("matter", variables={"topic": "漏水"}, by_form=True, attachments=(paper("其他案件.pdf"), paper("照片.pdf")))
    case = int(city.do(start, "hotline")["key"])
    wrong, kept = variables(city, case)["papers"]
    city.do(CorrectAnswers(case, "附错了文件", answers={"papers": [kept]}, attachments=(paper("申请书.pdf"),)), "hotline")
    names = {str(row["key"]): row["name"] for row in city.rows("SELECT key, name FROM document WHERE case_key = :case", case=case)}
    assert sorted(names.values()) == sorted(["其他案件.pdf", "照片.pdf", "申请书.pdf"])
    assert [names[key] for key in variables(city, case)["papers"]] == ["照片.pdf", "申请书.pdf"]
    event = city.events(case)[-1]
    facts = json.loads(event["body"])["facts"]
    assert [fact["fact"] for fact in facts] == ["answers_corrected", "variable_written", "document_added"]
    assert "申请书" not in event["body"]
    city.do(CorrectAnswers(case, "还是原来那份", answers={"papers": [wrong]}), "hotline")
    assert variables(city, case)["papers"] == [wrong]
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_a_file_of_another_case_or_of_another_kind_corrects_nothing(city: City, case: int) -> None:
    city.do(StartInstance("matter", variables={"topic": "漏电"}, by_form=True, attachments=(paper("照片.pdf"),)), "hotline")
    other = city.value("SELECT key FROM document")
    start = StartInstance("matter", variables={"topic": "漏水"}, by_form=True, attachments=(paper("照片.pdf"),))
    mine = int(city.do(start, "hotline")["key"])
    before = len(city.events(mine))
    assert "papers" in refused(city, CorrectAnswers(mine, "x", answers={"papers": [str(other)]})).field_errors
    fake = Attachment("papers", "申请书.pdf", "0" * 64, 5, b"plain")
    assert "papers" in refused(city, CorrectAnswers(mine, "x", attachments=(fake,))).field_errors
    assert len(city.events(mine)) == before
    assert city.value("SELECT COUNT(*) FROM document WHERE case_key = :case", case=mine) == 1


def test_a_completed_step_is_corrected_and_what_a_later_step_wrote_over_is_that_steps(city: City, case: int) -> None:
    look = city.task(case, "look")
    city.do(CompleteTask(look, {"found": "水管裂了", "worth": 9}), "hotline")
    assert "worth" in refused(city, CorrectAnswers(case, "写错了", answers={"worth": 4})).field_errors
    city.do(CorrectAnswers(case, "写错了", look, {"found": "水管锈了", "worth": 9}), "hotline")
    assert variables(city, case) == {"topic": "漏水", "worth": 9, "found": "水管锈了"}
    assert city.value("SELECT title FROM process_instance WHERE key = :key", key=case) == "漏水"
    assert city.open(case) == ["close"]
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_a_correction_needs_a_reason_a_difference_and_answers_that_fit_the_form(city: City, case: int) -> None:
    assert "reason" in refused(city, CorrectAnswers(case, " ", answers={"topic": "漏电"})).field_errors
    assert refused(city, CorrectAnswers(case, "x", answers={"topic": "漏水"})).code == "bad_request"
    assert "topic" in refused(city, CorrectAnswers(case, "x", answers={"topic": "长" * 41})).field_errors
    assert "unknown" in refused(city, CorrectAnswers(case, "x", answers={"unknown": "1"})).field_errors
    assert refused(city, CorrectAnswers(case, "x", city.task(case, "look"), {"found": "x"})).code == "not_found"


def offered(city: City, task: int) -> tuple[list[str], str | None]:
    rows = city.rows("SELECT name FROM task_candidate WHERE task_key = :task AND kind = 'group' ORDER BY name", task=task)
    return [row["name"] for row in rows], city.value("SELECT assignee FROM user_task WHERE key = :task", task=task)


def told(city: City, case: int) -> list[tuple[str, list[str]]]:
    facts = json.loads(city.events(case)[-1]["body"])["facts"]
    return [(fact["notice"], fact["to"]) for fact in facts if fact["fact"] == "notice_given"]


def test_an_open_task_goes_to_who_it_should_have_been_offered_to_and_who_had_it_is_told(city: City) -> None:
    city.deploy(matter_files(looked_into_by='="handler@" + topic'))
    start = StartInstance("matter", variables={"topic": "health-bureau"}, by_form=True)
    case = int(city.do(start, "hotline")["key"])
    look = city.task(case, "look")
    city.do(AssignTask(look, "handler-health"), "handler-health")
    city.do(CorrectAnswers(case, "写错了", answers={"worth": 4}), "hotline")
    assert offered(city, look) == (["handler@health-bureau"], "handler-health")
    city.do(CorrectAnswers(case, "单位写错了", answers={"topic": "housing-bureau"}), "hotline")
    assert offered(city, look) == (["handler@housing-bureau"], None)
    assert told(city, case) == [("offered-anew", ["account:handler-health"])]
    city.do(CorrectAnswers(case, "单位又写错了", answers={"topic": "health-bureau"}), "hotline")
    assert told(city, case) == [("offered-anew", ["group:handler@housing-bureau"])]
    city.do(AssignTask(look, "demo"), "demo")
    city.do(CorrectAnswers(case, "单位还是写错了", answers={"topic": "housing-bureau"}), "hotline")
    assert (offered(city, look), told(city, case)) == ((["handler@housing-bureau"], "demo"), [])
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_whether_a_case_is_secret_stays_as_it_was_registered(city: City) -> None:
    city.deploy(matter_files(secret="=worth > 5"))
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])
    before = len(city.events(case))
    found = refused(city, CorrectAnswers(case, "写错了", answers={"worth": 9, "topic": "漏电"}))
    assert (found.code, set(found.field_errors)) == ("bad_answers", {"worth"})
    assert "registered anew" in found.field_errors["worth"].template
    assert len(city.events(case)) == before
    city.do(CorrectAnswers(case, "写错了", answers={"topic": "漏电"}), "hotline")


def test_what_has_been_acted_on_is_corrected_no_more_in_the_words_of_the_form(city: City) -> None:
    """`correctable` of a field: FEEL over the case as it stands. Of the same name in a list's rows nothing is asked here."""
    words = "已经查看，另行登记"
    form = json.loads(FORM)
    form["components"][0]["properties"] = {"correctable": f'=if found = null then true else "{words}"'}
    form["components"].append({"type": "dynamiclist", "path": "parts", "id": "parts", "components": [
        {"type": "textfield", "key": "topic", "id": "part", "properties": {"correctable": "不改"}}]})  # fmt: skip
    city.deploy(matter_files(form=json.dumps(form).encode()))
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    city.do(CompleteTask(city.task(case, "look"), {"found": "水管裂了"}), "hotline")
    found = refused(city, CorrectAnswers(case, "听错了", answers={"topic": "漏气"}))
    assert (found.code, set(found.field_errors)) == ("bad_answers", {"topic"})
    assert words in str(found.field_errors["topic"])
    city.do(CorrectAnswers(case, "写错了", answers={"worth": 4}), "hotline")
    assert variables(city, case)["topic"] == "漏电"


def test_whose_points_work_in_hand_moves_is_changed_by_no_correction_of_who_it_was_passed_to(city: City) -> None:
    bureau = z("assignmentDefinition", candidateGroups='="handler@" + topic')
    inside = (start("in"), user("do", bureau), end("out"), path("in do out"))
    part = sub("part", *inside, parts=(properties(deadline__length="1", deadline__article="11", points="chore", points__unit="=topic"),))
    begin = start("s", ext(z("formDefinition", formId="matter"), properties(candidateGroups="hotline")))
    close = user("close", z("assignmentDefinition", candidateGroups="hotline"))
    said = ext(properties(owner="hotline", receipt__code="CT"))
    drawn = process("passed", said, begin, part, close, end(), path("s part close e"))
    city.deploy({**matter_files(), "passed.bpmn": drawn, "points.dmn": table()})
    case = int(city.do(StartInstance("passed", variables={"topic": "health-bureau", "worth": 3}, by_form=True), "hotline")["key"])
    wrong = CorrectAnswers(case, "分派错了", answers={"topic": "housing-bureau"})
    assert "Recall it" in str(refused(city, wrong).field_errors["topic"])
    city.do(CorrectAnswers(case, "写错了", answers={"worth": 4}), "hotline")
    city.at(timedelta(days=9)).door.fire_due(case)
    city.complete(case, "do", "handler-health")
    assert {row["unit"] for row in city.rows("SELECT unit FROM points_movement WHERE case_key = :case", case=case)} == {"health-bureau"}
    city.do(wrong, "hotline")
    assert variables(city, case)["topic"] == "housing-bureau"


SIZE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="size-definitions" name="size" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="size" name="Size">
    <variable id="v" name="size" typeRef="string" />
    <literalExpression id="l"><text>if worth &gt;= 10 then "large" else "small"</text></literalExpression>
  </decision>
</definitions>"""


def weighed(city: City, *, weighs_again: bool) -> int:
    """Return a matter that was weighed by a table, looked into, and waits to be closed."""
    outputs = "".join(z("output", source=source, target=target) for source, target in (("=size", "size"), ("=topic + size", "said")))
    again = properties(weighsAgain="true") if weighs_again else ""
    called = z("calledDecision", decisionId="size", resultVariable="size")
    group = z("assignmentDefinition", candidateGroups="hotline")
    drawn = process(
        "matter",
        ext(properties(owner="hotline", receipt__code="CS", titleTemplate="=topic")),
        start("s", ext(z("formDefinition", formId="matter"), properties(candidateGroups="hotline"))),
        el("businessRuleTask", "weigh", ext(called, z("ioMapping", outputs), again), name="量大小"),
        user("look", group, z("formDefinition", formId="finding"), name="查看"),
        user("close", group, name="结案"),
        end(),
        path("s weigh look close e"),
        name="事项",
    )
    city.deploy({**matter_files(), "matter.bpmn": drawn, "size.dmn": SIZE})
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])
    city.do(CompleteTask(city.task(case, "look"), {"found": "水管坏了"}), "hotline")
    return case


def test_what_a_table_weighed_is_weighed_again_and_the_case_goes_back_to_it(city: City) -> None:
    case = weighed(city, weighs_again=True)
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    assert variables(city, case) == {"topic": "漏电", "worth": 3, "size": "small", "said": "漏电small", "found": "水管坏了"}
    assert list(city.open(case)) == ["close"]
    city.do(CorrectAnswers(case, "数写错了", answers={"worth": 30}), "hotline")
    assert variables(city, case)["said"] == "漏电large"
    assert list(city.open(case)) == ["look"]
    assert json.loads(city.events(case)[-1]["body"])["facts"][0]["weighedAgain"] == "weigh"
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_a_correction_is_refused_where_the_case_cannot_go_back_to_the_table_that_weighed(city: City) -> None:
    case = weighed(city, weighs_again=False)
    before = variables(city, case)
    refusal = refused(city, CorrectAnswers(case, "数写错了", answers={"worth": 30}))
    assert (refusal.code, refusal.facts["step"]) == ("state_forbids", "量大小")
    assert variables(city, case) == before
    city.do(CorrectAnswers(case, "数写错了", answers={"worth": 4}), "hotline")
    assert list(city.open(case)) == ["close"]
