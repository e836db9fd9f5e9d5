"""The files of a deployment are checked together, and nothing is raised."""

import json

import pytest

from app.diagram import read_diagram
from app.lint import Known, calls_at_once, check
from app.lint.limits import MAX_FINDINGS
from tests.builders.drawing import call, decide, end, path, process, properties, start, sub, user, z
from tests.dmn.drawing import definitions, literal

FORM = json.dumps({"id": "letter", "type": "default", "schemaVersion": 19, "components": []}).encode()
DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n"><decision id="days" name="days">'
    b'<variable id="v" name="days"/><literalExpression id="l"><text>7</text></literalExpression></decision></definitions>'
)


def with_form(form: str, **binding: str) -> bytes:
    return process("p", start(), user("ask", z("formDefinition", formId=form, **binding)), end(), path("s ask e"))


def with_everything() -> bytes:
    asked = user("ask", z("formDefinition", formId="letter"))
    return process("p", start(), asked, decide("look", "days", "n"), call("go", "q"), end(), path("s ask look go e"))


def rules(files: dict[str, bytes], known: Known | None = None) -> list[tuple[str, str]]:
    return [(finding.file, finding.rule) for finding in check(files, known or Known()) if finding.severity == "error"]


def test_forms_decisions_and_processes_are_found_in_the_files_sent() -> None:
    raw = with_everything()
    other = process("q", start(), user("ask"), end(), path("s ask e"))
    assert rules({"p.bpmn": raw, "q.bpmn": other, "letter.form": FORM, "days.dmn": DECISION}) == []


def test_a_decision_service_is_named_as_one_with_what_it_gives() -> None:
    service = b'<decisionService id="fees" name="fees"><outputDecision href="#days"/></decisionService></definitions>'
    raw = process("p", start(), decide("look", "fees", "n"), end(), path("s look e"))
    (found,) = [
        each for each in check({"p.bpmn": raw, "m.dmn": DECISION.replace(b"</definitions>", service)}, Known()) if each.severity == "error"
    ]
    assert str(found.message) == "Expected the id of a decision, but fees is a decision service; ask for what it gives: days"


def test_a_decision_service_is_named_as_one_wherever_it_is_and_whoever_asks_for_it() -> None:
    deployed = Known(outputs_of_service={"fees": ("days", "stamp")}.get)
    bounded = process("p", start(), user("look", properties(**{"deadline.length": "decision: fees"})), end(), path("s look e"))
    for raw in (process("p", start(), decide("look", "fees", "n"), end(), path("s look e")), bounded):
        (found,) = [each for each in check({"p.bpmn": raw}, deployed) if each.severity == "error"]
        assert str(found.message) == "Expected the id of a decision, but fees is a decision service; ask for what it gives: days, stamp"


def test_they_are_found_among_what_is_deployed() -> None:
    raw = with_everything()
    none: frozenset[str] = frozenset()
    assert rules({"p.bpmn": raw}, Known(forms={"letter": none}, decisions={"days": none}, processes={"q": none})) == []
    assert {rule for _, rule in rules({"p.bpmn": raw})} == {"form-exists", "decision-exists", "called-process-exists"}


@pytest.mark.parametrize(
    ("binding", "sent", "deployed", "breaks"),
    [
        ({"bindingType": "deployment"}, True, False, False),
        ({"bindingType": "deployment"}, False, True, True),
        ({"bindingType": "versionTag", "versionTag": "1"}, False, True, False),
        ({"bindingType": "versionTag", "versionTag": "2"}, False, True, True),
        ({"bindingType": "newest"}, True, True, True),
    ],
)
def test_a_binding_says_where_to_look(binding: dict[str, str], sent: bool, deployed: bool, breaks: bool) -> None:
    files = {"p.bpmn": with_form("letter", **binding)} | ({"letter.form": FORM} if sent else {})
    known = Known(forms={"letter": frozenset({"1"})} if deployed else {})
    assert (("p.bpmn", "form-exists") in rules(files, known)) == breaks


def test_a_file_that_cannot_be_read_is_a_finding_beside_those_of_the_others() -> None:
    files = {"a.bpmn": b"<", "b.bpmn": process("p"), "c.form": b"[", "d.dmn": b"<x/>", "e.txt": b""}
    told = rules(files)
    assert {"a.bpmn", "b.bpmn", "c.form", "d.dmn", "e.txt"} <= {file for file, _ in told}
    assert ("a.bpmn", "file-is-readable") in told
    assert ("b.bpmn", "one-start") in told


def test_an_id_in_two_files_is_refused() -> None:
    raw = process("p", start(), user("ask"), end(), path("s ask e"))
    assert rules({"a.bpmn": raw, "b.bpmn": raw}) == [("b.bpmn", "file-is-readable")]


def test_findings_come_errors_first_then_by_file_and_line() -> None:
    raw = process("p", start(), "\n", user("ask"), "\n", user("tell"), path("s ask"))
    found = check({"b.bpmn": raw, "a.bpmn": raw.replace(b'id="p"', b'id="q"')}, Known())
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    errors = [(finding.file, finding.line) for finding in found if finding.severity == "error"]
    assert errors == sorted(errors)
    assert {file for file, _ in errors} == {"a.bpmn", "b.bpmn"}


def test_each_finding_says_where_why_and_what_to_do_instead() -> None:
    raw = process("p", start(), user("ask"), path("s ask"))
    finding = next(finding for finding in check({"p.bpmn": raw}, Known()) if finding.rule == "no-dead-end")
    assert (finding.file, finding.element_id, finding.line) == ("p.bpmn", "ask", 1)
    assert str(finding.message) == "Expected a flow out of ask, but found none"
    assert finding.instead is not None
    assert "end event" in str(finding.instead)


@pytest.mark.parametrize("drawing", ["error", "warning"])
def test_the_caller_says_what_a_poor_drawing_weighs(drawing: str) -> None:
    raw = process("p", start(), user("ask"), end(), path("s ask e"))
    assert {f.severity for f in check({"p.bpmn": raw}, Known(), drawing=drawing) if f.rule == "everything-is-drawn"} == {drawing}


def test_a_rule_stops_after_a_hundred_findings_in_a_file() -> None:
    raw = process("p", start(), *(user(f"t{n}") for n in range(200)), end(), path("s e"))
    assert sum(finding.rule == "no-dead-end" for finding in check({"p.bpmn": raw}, Known())) == MAX_FINDINGS


def test_a_diagram_that_is_too_large_is_only_measured() -> None:
    raw = process("p", start(), *(user(f"t{n}") for n in range(600)), end(), path("s e"))
    assert {finding.rule for finding in check({"p.bpmn": raw}, Known())} == {"size-limit"}


def test_circles_of_calls_are_seen_across_files_and_deployed_processes() -> None:
    first = process("p", start(), call("go", "q"), end(), path("s go e"))
    second = process("q", start(), call("go", "p"), end(), path("s go e"))
    assert ("p.bpmn", "calls-wait") in rules({"p.bpmn": first, "q.bpmn": second})
    known = Known(processes={"q": frozenset()}, calls_at_once={"q": frozenset({"p"})})
    assert ("p.bpmn", "calls-wait") in rules({"p.bpmn": first}, known)
    assert ("p.bpmn", "calls-wait") not in rules({"p.bpmn": first}, Known(processes={"q": frozenset()}))


def test_calls_at_once_are_those_before_anything_waits() -> None:
    inner = sub("part", start("a"), call("first", "q"), end("b"), path("a first b"))
    raw = process("p", start(), inner, user("ask"), call("later", "r"), end(), path("s part ask later e"))
    assert calls_at_once(read_diagram(raw, "p.bpmn").processes[0]) == {"q"}


NOTHING_READ = {
    '<inputData id="i" name="i"/>': "Expected a decision, or another file that imports this one, but found neither",
    '<decision xmlns="" id="a" name="a"/>': "Expected a decision in a namespace of DMN, but found decision in none",
    '<decision xmlns="urn:x" id="a" name="a"/>': "Expected a decision in a namespace of DMN, but found decision in urn:x",
}


@pytest.mark.parametrize("body", NOTHING_READ)
def test_a_file_of_decisions_of_which_nothing_would_be_deployed_is_an_error(body: str) -> None:
    (finding,) = check({"m.dmn": definitions(body)}, Known())
    assert (finding.severity, finding.file, str(finding.message)) == ("error", "m.dmn", NOTHING_READ[body])


def test_a_file_of_types_or_input_data_may_be_there_for_another_that_imports_it() -> None:
    asks = '<import name="o" namespace="urn:o" importType="x"/>' + literal("a", "1")
    files = {"m.dmn": definitions(asks), "o.dmn": definitions('<inputData id="i" name="i"/>', name="o", own="urn:o")}
    assert check(files, Known()) == []
