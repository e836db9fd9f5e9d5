import pytest

from app.domain.rejection import Finding, Rejection
from app.engine.program import compile_program
from tests.builders.drawing import (
    HEAD,
    TAIL,
    boundary,
    call,
    catch,
    cycle,
    date,
    decide,
    duration,
    each,
    el,
    end,
    event_gate,
    event_sub,
    ext,
    gate,
    inclusive,
    io,
    job,
    link,
    message,
    path,
    process,
    properties,
    script,
    signal,
    start,
    sub,
    throw,
    user,
    xor,
    z,
)  # fmt: skip


def refused(xml: bytes) -> list[Finding]:
    with pytest.raises(Rejection) as caught:
        compile_program(xml, "p.bpmn")
    assert caught.value.code == "bad_diagram"
    return list(caught.value.findings)


MAPPED = el("intermediateCatchEvent", "t", ext(io({"a": "=1"})), duration("P1D"))
TWO = duration("P1D") + signal("A")
CARDINALITY = (
    "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
)


@pytest.mark.parametrize(("part", "rule"), [
    (throw("c", "<bpmn:compensateEventDefinition/>"), "event-not-supported"),
    (el("userTask", "c", isForCompensation="true"), "compensation"),
    (el("transaction", "c"), "element-not-supported"),
    (el("adHocSubProcess", "c"), "element-not-supported"),
    (el("complexGateway", "c"), "element-not-supported"),
    (catch("c", "<bpmn:conditionalEventDefinition/>"), "event-not-supported"),
    (catch("c", TWO), "one-event-definition"),
    (catch("c", ""), "catch-without-trigger"),
    (el("userTask", "c", "<bpmn:standardLoopCharacteristics/>"), "standard-loop"),
    (el("userTask", "c", CARDINALITY), "loop-without-collection"),
    (user("c", loop=each("=x").replace('inputCollection="=x"', "")), "loop-without-collection"),
    (throw("c", link("L")), "link-without-end"),
    (catch("c", cycle("R3/P1D")), "cycle-interrupts"),
    (catch("c", duration("5 days")), "bad-timer"),
    (catch("c", duration("P5X")), "bad-timer"),
    (catch("c", date("2026-02-30")), "bad-timer"),
    (catch("c", cycle("0 0 9 * * *")), "cycle-interrupts"),
    (catch("c", "<bpmn:timerEventDefinition/>"), "timer-without-time"),
    (catch("c", "<bpmn:messageEventDefinition/>"), "missing-reference"),
    (catch("c", message("unknown")), "missing-reference"),
    (el("receiveTask", "c"), "missing-reference"),
    (script("c", "x", "=1 +"), "bad-expression"),
    (el("scriptTask", "c"), "script-without-expression"),
    (el("businessRuleTask", "c"), "decision-without-id"),
    (el("serviceTask", "c"), "job-without-type"),
    (el("callActivity", "c"), "call-without-process"),
    (script("c", "case", "=1"), "reserved-name"),
    (decide("c", "d", "now"), "reserved-name"),
    (user("c", io({"deadline": "=1"})), "reserved-name"),
    (user("c", io({}, {"a.b": "=1"})), "bad-variable-name"),
    (user("c", properties(deadline__length="7", deadline__unit="fortnight")), "deadline-unit"),
    (user("c", properties(deadline__length="7", deadline__at="x")), "deadline-two-ends"),
    (user("c", properties(deadline__length="7", deadline__silence="yes")), "deadline-silence"),
    (user("c", properties(deadline__length="7", deadline__silence="consent")), "silence-without-timer"),
    (user("c", properties(deadline__length="7", deadline__silence="consent"), loop=each("=x", "i")), "deadline-silence-on-loop"),
    (user("c", z("formDefinition", formId="f", bindingType="versionTag")), "bad-binding"),
    (call("c", "x", bindingType="newest"), "bad-binding"),
    (sub("c", user("u")), "one-start"),
    (sub("c", start("s1"), start("s2"), end("ie"), path("s1 ie"), path("s2 ie")), "one-start"),
    (sub("c", start("is", duration("P1D")), end("ie"), path("is ie")), "event-not-supported"),
    (event_gate("c"), "event-gateway"),
])  # fmt: skip
def test_what_the_engine_would_not_run_as_drawn_is_refused(part: str, rule: str) -> None:
    findings = refused(process("p", start(), part, end(), path("s c e")))
    assert findings[0].rule == rule
    first = findings[0]
    assert first.file == "p.bpmn"
    assert first.severity == "error"
    assert first.element_id is not None
    assert str(first.message)
    assert str(first.instead), "a refusal says what to draw instead"


@pytest.mark.parametrize(("parts", "rule", "element"), [
    ([user("c"), path("s c e", c="x > 1")], "condition-without-gateway", "c_e"),
    ([xor("c"), user("u"), path("s c u e"), path("c e", c="true")], "flow-without-condition", "c_u"),
    ([inclusive("c"), user("u"), path("s c u e"), path("c e")], "flow-without-condition", "c_u"),
    ([user("c"), path("s c e"), user("lost"), path("lost e")], "unreachable", "lost"),
    ([user("c"), path("s c e").replace('targetRef="e"', 'targetRef="nowhere"')], "loose-flow", "c_e"),
    ([user("c"), path("s c e"), boundary("b", "nobody", duration("P1D"))], "boundary-event", "b"),
    ([user("c"), path("s c e"), boundary("b", "c", "")], "boundary-event", "b"),
    ([user("c"), path("s c e"), boundary("b", "c", date("=deadline")), path("b e")], "deadline-timer-without-deadline", "b"),
    ([user("c"), path("s c e"), boundary("b", "c", cycle("R/P1D")), path("b e")], "cycle-interrupts", "b"),
    ([event_gate("c"), user("u"), path("s c u e")], "event-gateway", "c"),
        ([event_gate("c"), MAPPED, path("s c t e")], "event-gateway", "c"),
    ([user("c"), path("s c e"), event_sub("ev", "", user("h"), path("ev_s h"))], "event-sub-process", "ev"),
    ([catch("c", link("L")), user("u"), path("s u e")], "unreachable", "c"),
    ([end("c", '<bpmn:errorEventDefinition/>'), path("s c")], "missing-reference", "c"),
    ([user("c"), user("c"), path("s c e")], "element-id", "c"),
    ([user("c#x"), path("s c#x e")], "element-id", "c#x"),
])  # fmt: skip
def test_what_is_wrong_between_elements_is_refused_by_its_id(parts: list[str], rule: str, element: str) -> None:
    findings = refused(process("p", start(), *parts, end()))
    assert (rule, element) in [(finding.rule, finding.element_id) for finding in findings]


def test_every_refusal_of_a_file_is_found_at_once() -> None:
    findings = refused(
        process("p", start(), script("c", "x", "=1 +"), el("complexGateway", "g"), sub("i", el("transaction", "t")), end(), path("s c e"))
    )
    assert {finding.element_id for finding in findings} >= {"c", "g", "t"}


def test_a_process_without_a_start_a_file_without_a_process_and_another_document_are_refused() -> None:
    assert refused(process("p", user("u")))[0].rule == "one-start"
    assert refused(process("p", start(), isExecutable="false"))[0].rule == "no-process"
    assert refused(f"{HEAD}{TAIL}".encode())[0].rule == "no-process"
    assert refused(b"<other/>") == []


@pytest.mark.parametrize("raw", [b"", b"<a", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16")])
def test_what_is_no_plain_xml_is_refused(raw: bytes) -> None:
    with pytest.raises(Rejection) as caught:
        compile_program(raw, "p.bpmn")
    assert caught.value.code == "bad_xml"


def test_parts_that_only_decorate_a_drawing_are_ignored() -> None:
    parts = [el("dataObject", "d"), el("dataObjectReference", "r"), el("textAnnotation", "t"),
        el("group", "g"), el("dataStoreReference", "st"),
             ext("<other:thing xmlns:other='urn:other'/>")]  # fmt: skip
    program = compile_program(process("p", *parts, start(), job("j", "duban:notice"), gate("f"), end(), path("s j f e")), "p.bpmn")
    assert "j" in program.processes["p"].task_specs
