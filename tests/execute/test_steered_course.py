"""An answer that something has acted on is not corrected: the record would say one thing, and the course of the case another."""

import json
from typing import Any

import pytest

from app.audit.given_before import REGISTERED, STEERED
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.send_back_task import SendBackTask
from app.service.start_instance import StartInstance
from app.service.withdraw_completion import WithdrawCompletion
from tests.builders.city import City
from tests.builders.drawing import boundary, decide, each, el, end, ext, io, job, path, process, properties, script, start, user, z
from tests.builders.matter import FORM, SAID, matter_files
from tests.execute.test_corrections import SIZE, refused, variables

GROUP = z("assignmentDefinition", candidateGroups="hotline")
TIMER = '<bpmn:timerEventDefinition><bpmn:timeDuration>=duration("P" + string(worth) + "D")</bpmn:timeDuration></bpmn:timerEventDefinition>'
FINDING = z("formDefinition", formId="finding")


def begun(city: City, *drawn: str, **files: bytes) -> int:
    """Start a matter with these elements behind its start, about a leak that is worth 3."""
    begin = start("s", ext(z("formDefinition", formId="matter"), properties(candidateGroups="hotline")))
    said = ext(properties(owner="hotline", receipt__code="CS", titleTemplate="=topic"))
    more = {name.replace("__", "."): raw for name, raw in files.items()}
    city.deploy({**matter_files(), "matter.bpmn": process("matter", said, begin, *drawn), **more})
    return int(city.do(StartInstance("matter", variables={"topic": "漏水", "worth": 3}, by_form=True), "hotline")["key"])


def corrected(case: int, task: int | None = None, **answers: Any) -> CorrectAnswers:
    return CorrectAnswers(case, "写错了", task, answers)


def close(*parts: str, loop: str = "") -> tuple[str, str]:
    return user("close", GROUP, *parts, loop=loop, name="结案"), end()


def gateway(name: str = "worth", default: str = "big_close") -> tuple[str, ...]:
    """Draw a gateway that asks whether a variable is large."""
    asked = el("exclusiveGateway", "big", name="很大？", default=default)
    return asked, user("look", GROUP, name="查看"), end("e2"), path("big look e2", big=f"{name} > 9")


INSIDE = (start("in"), decide("size", "size", "size"), user("do", GROUP), end("out"), path("in size do out"))
READERS = {
    "a way out of a gateway": ((*gateway(), *close(), path("s big close e")), "很大？"),
    "a way out, of what a step made of it": (
        (script("count", "size", "=worth"), *gateway("size"), *close(), path("s count big close e")),
        "很大？",
    ),
    "a timer": ((*close(), boundary("late", "close", TIMER), end("e2"), path("s close e"), path("late e2")), "结案"),
    "a job outside": ((job("tell", "tell", io({"n": "=worth"})), *close(), path("s tell close e")), "tell"),
    "a limit": ((*close(properties(deadline__length="=worth", deadline__article="11")), path("s close e")), "结案"),
    "a loop": ((*close(loop=each("=for i in 1..worth return i", "i")), path("s close e")), "结案"),
    "a table of a step within": ((el("subProcess", "part", *INSIDE), end(), path("s part e")), "size"),
}


@pytest.mark.parametrize("reader", READERS)
def test_what_something_has_acted_on_stays_and_the_refusal_names_it(city: City, reader: str) -> None:
    drawn, step = READERS[reader]
    case = begun(city, *drawn, size__dmn=SIZE)
    before = variables(city, case)
    found = refused(city, corrected(case, worth=30)).field_errors["worth"]
    assert (found.template, found.facts["step"]) == (REGISTERED, step)
    assert variables(city, case) == before
    city.do(corrected(case, topic="漏电"), "hotline")
    assert variables(city, case)["topic"] == "漏电"


def test_what_nothing_has_read_yet_is_corrected_and_goes_its_way(city: City) -> None:
    case = begun(city, user("ask", GROUP, FINDING, name="询问"), *gateway(), *close(), path("s ask big close e"))
    city.do(corrected(case, worth=30), "hotline")
    ask = city.task(case, "ask")
    city.do(CompleteTask(ask, {"found": "水管裂了", "worth": 30}), "hotline")
    assert city.open(case) == ["look"]
    found = refused(city, corrected(case, ask, worth=4)).field_errors["worth"]
    assert (found.template, found.facts) == (STEERED, {"step": "很大？", "asked": "询问"})
    city.do(corrected(case, ask, found="水管锈了"), "hotline")


def test_an_answer_is_put_right_once_the_case_is_back_before_what_acted_on_it(city: City) -> None:
    again = user("close", GROUP, properties(returnTo="ask"), name="结案")
    case = begun(city, user("ask", GROUP, name="询问"), *gateway(), again, end(), path("s ask big close e"))
    city.do(CompleteTask(city.task(case, "ask"), {}), "hotline")
    refused(city, corrected(case, worth=30))
    city.do(SendBackTask(city.task(case, "close"), "ask", "重问"), "hotline")
    city.do(corrected(case, worth=30), "hotline")
    city.do(CompleteTask(city.task(case, "ask"), {}), "hotline")
    assert city.open(case) == ["look"]
    refused(city, corrected(case, worth=3))


def test_a_submission_that_is_withdrawn_takes_back_what_acted_on_answers_before_it(city: City) -> None:
    case = begun(city, user("ask", GROUP, name="询问"), *gateway(), *close(), path("s ask big close e"))
    ask = city.task(case, "ask")
    city.do(CompleteTask(ask, {}), "hotline")
    refused(city, corrected(case, worth=30))
    city.do(WithdrawCompletion(ask, "按错了"), "hotline")
    city.do(corrected(case, worth=30), "hotline")


def test_what_returns_by_itself_reads_its_own_answer_only_once(city: City) -> None:
    """The answer that led back is not turned round because the step it led to is begun again."""
    agreed = el("exclusiveGateway", "agreed", name="同意？", default="agreed_look")
    look, ask = user("look", GROUP, name="查看"), user("ask", GROUP, FINDING, name="询问")
    case = begun(city, look, ask, agreed, end(), path("s look ask agreed e", agreed='found = "yes"'), path("agreed look"))
    for _ in range(2):
        city.do(CompleteTask(city.task(case, "look"), {}), "hotline")
        last = city.task(case, "ask")
        city.do(CompleteTask(last, {"found": "no"}), "hotline")
    assert refused(city, corrected(case, last, found="yes")).field_errors["found"].facts["step"] == "同意？"


def test_a_form_may_say_that_an_answer_is_corrected_all_the_same(city: City) -> None:
    drawn, _ = READERS["a way out of a gateway"]
    form = json.loads(FORM)
    form["components"][1]["properties"] = {"correctable": "=true"}
    case = begun(city, *drawn, matter__form=json.dumps(form).encode())
    city.do(corrected(case, worth=30), "hotline")


@pytest.mark.parametrize("first", ["weigh", "big"])
def test_behind_a_table_that_is_weighed_again_the_case_goes_back_or_the_correction_is_refused(city: City, first: str) -> None:
    """What acted before the table is not done anew by going back to it."""
    called = z("calledDecision", decisionId="size", resultVariable="size")
    weigh = el("businessRuleTask", "weigh", ext(called, properties(weighsAgain="true")), name="量大小")
    second, default = ("big", "big_close") if first == "weigh" else ("weigh", "big_weigh")
    case = begun(city, weigh, *gateway(default=default), *close(), path(f"s {first} {second} close e"), size__dmn=SIZE)
    assert set(refused(city, corrected(case, worth=4)).field_errors) == {"worth"}
    if first == "big":
        assert set(refused(city, corrected(case, worth=30)).field_errors) == {"worth"}
    else:
        city.do(corrected(case, worth=30), "hotline")
        assert city.open(case) == ["look"]


def test_what_an_item_of_a_loop_left_out_is_not_written_to_the_case(city: City) -> None:
    """Each item keeps what its own steps said: beside it, in the case, nobody would read it."""
    inside = (start("in"), user("look", GROUP, FINDING), user("note", GROUP), end("out"), path("in look note out"))
    form = SAID.replace(b'"key": "worth", "id": "worth"', b'"key": "height", "id": "height"')
    case = begun(city, el("subProcess", "part", *inside, each("=[1]", "one")), end(), path("s part e"), finding__form=form)
    look = city.task(case, "look")
    city.do(CompleteTask(look, {"found": "水管裂了"}), "hotline")
    before = variables(city, case)
    assert set(refused(city, corrected(case, look, height=30)).field_errors) == {"height"}
    assert variables(city, case) == before
