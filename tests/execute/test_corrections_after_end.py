"""After a case has ended that is corrected on which nothing rests any more, by a counter-event; what something rests on stays."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.service.cancel_instance import CancelInstance
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.register_office import RegisterOffice
from app.service.start_instance import StartInstance
from tests.builders.city import City
from tests.builders.drawing import end, ext, io, path, process, properties, start, user, xor, z
from tests.builders.errand_papers import paper_file
from tests.builders.matter import FORM, SAID, matter_files
from tests.execute.test_corrections import refused, variables, weighed

ENDED = "SELECT state, ended_at, outcome FROM process_instance WHERE key = :key"


def registered(city: City, **files: Any) -> int:
    city.deploy(matter_files(**files))
    return int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])


def closed(city: City, case: int, **said: Any) -> int:
    """Close a matter, and return the step in which it was looked into."""
    look = city.task(case, "look")
    city.do(CompleteTask(look, {"found": "水管裂了", **said}), "hotline")
    city.do(CompleteTask(city.task(case, "close"), {}), "hotline")
    return look


def test_a_registration_and_the_last_step_are_corrected_once_the_case_has_ended(city: City) -> None:
    case = registered(city)
    look = closed(city, case)
    before = city.rows(ENDED, key=case)
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    city.do(CorrectAnswers(case, "写错了", look, {"found": "水管锈了"}), "hotline")
    assert variables(city, case) == {"topic": "漏电", "worth": 3, "found": "水管锈了"}
    assert city.value("SELECT title FROM process_instance WHERE key = :key", key=case) == "漏电"
    assert city.rows(ENDED, key=case) == before
    assert city.open(case) == []
    event = city.events(case)[-1]
    assert json.loads(event["body"])["facts"][0]["afterEnd"] is True
    content = json.loads(
        city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = :seq", case=str(case), seq=event["seq"])
    )
    assert (content["private"]["0"]["was"], content["private"]["0"]["now"]) == ({"found": "水管裂了"}, {"found": "水管锈了"})
    assert "reason" in refused(city, CorrectAnswers(case, " ", answers={"topic": "漏气"})).field_errors
    assert refused(city, CorrectAnswers(case, "听错了", answers={"topic": "漏气"}), "handler-health").code in ("forbidden", "not_found")
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_a_cancelled_case_is_corrected_in_the_same_way(city: City) -> None:
    case = registered(city)
    city.do(CancelInstance(case, "重复登记"), "operator")
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    assert variables(city, case)["topic"] == "漏电"
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param({"looked_into_by": '="handler@" + topic'}, id="who was given work by it"),
        pytest.param({"form": FORM.replace(b'"label": "Topic",', b'"label": "Topic", "properties": {"correctable": "no"},')}, id="form"),
    ],
)
def test_what_was_acted_on_stays_and_the_refusal_says_what_to_do(city: City, drawn: dict[str, Any]) -> None:
    case = registered(city, **drawn)
    look = city.task(case, "look")
    city.do(CompleteTask(look, {"found": "水管裂了"}), "demo")
    city.do(CompleteTask(city.task(case, "close"), {}), "hotline")
    found = refused(city, CorrectAnswers(case, "听错了", answers={"topic": "漏电"}))
    assert set(found.field_errors) == {"topic"}
    assert "comment on the case" in found.field_errors["topic"].template
    city.do(CorrectAnswers(case, "写错了", answers={"worth": 4}), "hotline")


def branching(city: City, **said: str) -> int:
    """Return a matter that went its way at a gateway, by what an output mapping worked out of `worth`, and ended."""
    group = z("assignmentDefinition", candidateGroups="hotline")
    large = io(outputs={"isLarge": "=worth > 2"})
    drawn = process(
        "matter",
        ext(properties(owner="hotline", receipt__code="CS", titleTemplate="=topic", **said)),
        start("s", ext(z("formDefinition", formId="matter"), properties(candidateGroups="hotline"))),
        user("look", group, z("formDefinition", formId="finding"), large, name="查看"),
        xor("which", default="which_f"),
        user("close", group, name="结案"),
        end(),
        end("f"),
        path("s look which close e", which="isLarge"),
        path("which f"),
        name="事项",
    )
    city.deploy({**matter_files(), "matter.bpmn": drawn})
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])
    closed(city, case)
    return case


def test_what_a_gateway_or_a_deadline_went_by_stays_though_it_was_worked_out_of_it(city: City) -> None:
    case = branching(city, deadline__length="=string length(topic)", deadline__article="11")
    assert set(refused(city, CorrectAnswers(case, "写错了", answers={"worth": 4})).field_errors) == {"worth"}
    assert set(refused(city, CorrectAnswers(case, "听错了", answers={"topic": "漏电"})).field_errors) == {"topic"}
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_what_a_table_was_asked_with_stays(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its author drew no input data; and where the page could not know it, the table that comes out otherwise refuses."""
    case = weighed(city, weighs_again=True)
    city.do(CompleteTask(city.task(case, "close"), {}), "hotline")
    assert set(refused(city, CorrectAnswers(case, "数写错了", answers={"worth": 30})).field_errors) == {"worth"}
    with monkeypatch.context() as unknown:
        unknown.setattr("app.audit.given_before.rests_on", lambda *_: {})
        refusal = refused(city, CorrectAnswers(case, "数写错了", answers={"worth": 30}))
    assert (refusal.code, refusal.facts["step"]) == ("state_forbids", "量大小")
    assert variables(city, case)["worth"] == 3
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    assert variables(city, case)["said"] == "漏电small"
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


def test_what_the_form_computes_of_a_corrected_answer_is_computed_again(city: City) -> None:
    form = json.loads(SAID)
    form["components"].append({"type": "expression", "key": "twice", "id": "twice", "expression": "=worth * 2", "computeOn": "change"})
    city.deploy({**matter_files(), "finding.form": json.dumps(form).encode()})
    case = int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])
    look = closed(city, case, worth=5)
    assert variables(city, case)["twice"] == 10
    city.do(CorrectAnswers(case, "写错了", look, {"worth": 6}), "hotline")
    assert (variables(city, case)["worth"], variables(city, case)["twice"]) == (6, 12)
    city.do(CorrectAnswers(case, "还是写错了", look, {"worth": 7}), "hotline")
    assert variables(city, case)["twice"] == 14
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


SLIP: dict[str, Any] = {
    "type": "paper", "id": "slip", "name": "回单", "kind": "notice", "process": "matter", "office": "hotline", "issuers": ["hotline"],
    "title": "回单", "addressee": "来信人", "blocks": [{"type": "paragraph", "text": "查看结果：{{found}}"}],
}  # fmt: skip


def test_what_an_issued_paper_says_stays_and_the_refusal_names_the_paper(city: City) -> None:
    case = registered(city)
    city.deploy(paper_file(SLIP))
    city.do(RegisterOffice("hotline", "云州市政务热线办公室", "云热"), "system")
    look = closed(city, case)
    city.do(CorrectAnswers(case, "写错了", look, {"found": "水管锈了"}), "hotline")
    slip = int(city.do(DraftPaper(case, "slip"), "hotline")["key"])
    city.do(IssuePaper(case, slip), "hotline")
    refusal = refused(city, CorrectAnswers(case, "写错了", look, {"found": "水管没坏"}))
    assert refusal.field_errors["found"].facts["papers"] == "云热〔2026〕1号 回单"
    city.deploy(paper_file({**SLIP, "id": "advice", "name": "告知", "title": "告知"}))
    city.do(IssuePaper(case, int(city.do(DraftPaper(case, "advice"), "hotline")["key"])), "hotline")
    refusal = refused(city, CorrectAnswers(case, "写错了", look, {"found": "水管没坏"}))
    assert refusal.field_errors["found"].facts["papers"] == "云热〔2026〕1号 回单、云热〔2026〕2号 告知"
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


MONTHLY = {
    **SLIP, "id": "monthly", "name": "月报", "kind": "bulletin", "title": "月报", "process": "digest", "period": "month", "about": "matter",
    "blocks": [{"type": "paragraph", "text": "共{{count(reported[worth > 2])}}件"}],
}  # fmt: skip


def test_what_a_periodic_bulletin_counted_stays(city: City) -> None:
    case = registered(city)
    closed(city, case)
    city.do(RegisterOffice("hotline", "云州市政务热线办公室", "云热"), "system")
    said = ext(properties(owner="hotline", receipt__code="TB"))
    begin = start("s", ext(properties(candidateGroups="hotline")))
    group = z("assignmentDefinition", candidateGroups="hotline")
    city.deploy({"digest.bpmn": process("digest", said, begin, user("write", group), end(), path("s write e")), **paper_file(MONTHLY)})
    city.do(CorrectAnswers(case, "写错了", answers={"worth": 5}), "hotline")
    for days in (20, 60):  # December reports on November, January on December, in which the matter was over already
        city.at(timedelta(days=days))
        digest = city.start("digest")
        city.do(IssuePaper(digest, int(city.do(DraftPaper(digest, "monthly"), "hotline")["key"])), "hotline")
        found = refused(city, CorrectAnswers(case, "写错了", answers={"worth": 6}))
        assert found.field_errors["worth"].facts["papers"] == "云热〔2026〕1号 月报"
    city.do(CorrectAnswers(case, "听错了", answers={"topic": "漏电"}), "hotline")
