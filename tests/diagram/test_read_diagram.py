"""A BPMN file becomes a document that says what the file says."""

from pathlib import Path

import pytest

from app.diagram import Binding, Box, read_diagram
from app.domain.rejection import Rejection
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    date,
    decide,
    drawing,
    each,
    edge,
    el,
    end,
    error,
    event_sub,
    ext,
    io,
    job,
    link,
    message,
    path,
    process,
    properties,
    script,
    shape,
    signal,
    start,
    sub,
    terminate,
    throw,
    user,
    xor,
    z,
)

ROOT = Path(__file__).resolve().parents[2]


def element(raw: bytes, element_id: str):  # type: ignore[no-untyped-def]
    found = read_diagram(raw, "p.bpmn").element(element_id)
    assert found is not None
    return found


def task(*parts: str):  # type: ignore[no-untyped-def]
    return element(process("p", start(), user("ask", *parts), end(), path("s ask e")), "ask")


def refusal(raw: bytes) -> Rejection:
    with pytest.raises(Rejection) as caught:
        read_diagram(raw, "p.bpmn")
    return caught.value


def test_a_process_tells_its_name_tag_and_properties() -> None:
    raw = process(
        "p", ext(z("versionTag", value="1.2"), properties(owner="hotline", receipt__code="QZ")), start(), end(), path("s e"), name="来信"
    )
    found = read_diagram(raw, "p.bpmn").process("p")
    assert found is not None
    assert (found.name, found.version_tag, found.executable) == ("来信", "1.2", True)
    assert found.properties == {"owner": "hotline", "receipt.code": "QZ"}


def test_a_user_task_tells_who_does_it_with_which_form_by_when() -> None:
    found = task(
        z("assignmentDefinition", assignee="=holder", candidateGroups="hotline, handler@health-bureau", candidateUsers="ann"),
        z("formDefinition", formId="letter", bindingType="versionTag", versionTag="2"),
        z("taskSchedule", dueDate="=due", followUpDate="=soon"),
        z("priorityDefinition", priority="80"),
        properties(deadline__length="7"),
    )
    assert found.kind == "userTask"
    assert found.execution.user_task
    assert found.assignment.candidate_groups == "hotline, handler@health-bureau"
    assert (found.assignment.assignee, found.assignment.candidate_users) == ("=holder", "ann")
    assert (found.form.form_id, found.form.binding) == ("letter", Binding("versionTag", "2"))
    assert (found.task_schedule.due_date, found.task_schedule.follow_up_date) == ("=due", "=soon")
    assert found.priority == "80"
    assert found.properties == {"deadline.length": "7"}


def test_mappings_keep_their_order() -> None:
    found = task(io({"a": "=1", "b": "=2"}, {"c": "=a"}))
    assert [(m.target, m.source) for m in found.io.inputs] == [("a", "=1"), ("b", "=2")]
    assert [(m.target, m.source) for m in found.io.outputs] == [("c", "=a")]


def test_automatic_tasks_tell_what_they_do() -> None:
    header = z("taskHeaders", z("header", key="to", value="citizen"))
    raw = process(
        "p",
        start(),
        job("tell", "duban:notice", header),
        script("count", "n", "=1 + 1"),
        decide("look", "days", "limit"),
        call("go", "other", propagateAllParentVariables="false"),
        end(),
        path("s tell count look go e"),
    )
    work = element(raw, "tell").task_definition
    assert (work.type, work.retries, work.headers) == ("duban:notice", "3", {"to": "citizen"})
    assert (element(raw, "count").script.expression, element(raw, "count").script.result_variable) == ("=1 + 1", "n")
    assert (element(raw, "look").called_decision.decision_id, element(raw, "look").called_decision.result_variable) == ("days", "limit")
    called = element(raw, "go").called_element
    assert (called.process_id, called.all_in, called.all_out, called.binding) == ("other", False, True, Binding())


@pytest.mark.parametrize(
    ("what", "kind", "name", "code"),
    [
        (message("paid"), "message", "paid", None),
        (signal("A"), "signal", "A", None),
        (error("B"), "error", None, "B"),
        (error(), "error", None, None),
        (link("over"), "link", "over", None),
        (terminate(), "terminate", None, None),
    ],
)
def test_an_event_tells_its_kind_name_and_code(what: str, kind: str, name: str | None, code: str | None) -> None:
    event = element(process("p", start(), catch("wait", what), end(), path("s wait e"), keys={"paid": "=number"}), "wait").event
    assert (event.kind, event.name, event.code) == (kind, name, code)


def test_a_message_tells_its_correlation_key() -> None:
    event = element(process("p", start(), catch("wait", message("paid")), end(), path("s wait e"), keys={"paid": "=number"}), "wait").event
    assert event.correlation_key == "=number"


@pytest.mark.parametrize(
    ("what", "kind", "text"), [(date("=deadline"), "timeDate", "=deadline"), (cycle("R3/PT1H"), "timeCycle", "R3/PT1H")]
)
def test_a_timer_tells_its_kind_and_text(what: str, kind: str, text: str) -> None:
    raw = process(
        "p", start(), user("ask"), boundary("late", "ask", what, cancel=False), end(), end("e2"), path("s ask e"), path("late e2")
    )
    late = element(raw, "late")
    assert (late.event.timer_kind, late.event.timer_text, late.event.timer_kinds) == (kind, text, 1)
    assert (late.attached_to, late.interrupting) == ("ask", False)


def test_flows_tell_their_ends_conditions_and_defaults() -> None:
    raw = process("p", start(), xor("x", default="x_e2"), end(), end("e2"), path("s x e", x="amount > 3"), path("x e2"))
    found = read_diagram(raw, "p.bpmn").processes[0]
    assert (found.flows["x_e"].condition, found.flows["x_e2"].condition) == ("=amount > 3", None)
    assert found.elements["x"].default_flow == "x_e2"
    assert (found.elements["x"].incoming, found.elements["x"].outgoing) == (("s_x",), ("x_e", "x_e2"))


def test_elements_of_a_sub_process_name_it_as_their_parent() -> None:
    inner = sub("inner", start("a"), user("ask"), end("b"), path("a ask b"))
    raw = process("p", start(), sub("outer", start("c"), inner, end("d"), path("c inner d")), end(), path("s outer e"))
    found = read_diagram(raw, "p.bpmn").processes[0]
    assert (found.elements["ask"].parent_id, found.elements["inner"].parent_id, found.elements["outer"].parent_id) == (
        "inner",
        "outer",
        "p",
    )
    assert [outer.id for outer in found.around(found.elements["ask"])] == ["inner", "outer"]
    assert [one.id for one in found.inside("inner")] == ["a", "ask", "b"]


def test_an_event_sub_process_tells_whether_it_interrupts() -> None:
    raw = process(
        "p", start(), user("ask"), end(), path("s ask e"), event_sub("told", signal("A"), end("t"), path("told_s t"), interrupting=False)
    )
    assert element(raw, "told").triggered_by_event
    assert not element(raw, "told_s").interrupting


def test_a_loop_tells_its_collection_items_and_results() -> None:
    raw = process(
        "p", start(), user("ask", loop=each("=units", "unit", "answers", "=answer", sequential=True, until="=done")), end(), path("s ask e")
    )
    loop = element(raw, "ask").loop
    assert (loop.collection, loop.element, loop.output_collection, loop.output_element) == ("=units", "unit", "answers", "=answer")
    assert (loop.sequential, loop.completion_condition, loop.standard, loop.cardinality) == (True, "=done", False, "")


def test_a_task_takes_its_groups_from_its_lane_and_the_lanes_around_it() -> None:
    inner = el("childLaneSet", "c", el("lane", "inner", "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>"))
    outer = el("lane", "outer", ext(properties(candidateGroups="hotline")), inner)
    own = user("own", z("assignmentDefinition", candidateGroups="window"))
    raw = process("p", el("laneSet", "l", outer), start(), user("ask"), own, end(), path("s ask own e"))
    found = read_diagram(raw, "p.bpmn").processes[0]
    assert found.elements["ask"].lane_id == "inner"
    assert found.groups_of(found.elements["ask"]) == "hotline"
    assert found.groups_of(found.elements["own"]) == "window"
    assert found.groups_of(found.elements["s"]) is None


def test_what_lies_in_a_sub_process_or_on_a_border_is_in_its_lane() -> None:
    lanes = el("laneSet", "l", el("lane", "desk", "<bpmn:flowNodeRef>part</bpmn:flowNodeRef>"))
    inner = sub("part", start("a"), user("ask"), end("b"), path("a ask b"))
    raw = process("p", lanes, start(), inner, boundary("late", "part", error()), end(), end("e2"), path("s part e"), path("late e2"))
    assert element(raw, "ask").lane_id == "desk"
    assert element(raw, "late").lane_id == "desk"


def test_the_drawing_tells_bounds_labels_and_waypoints() -> None:
    drawn = drawing("p", shape("s", 10, 20, 36, 36, label=(1, 2, 3, 4)), shape("e", 100, 20, 36, 36), edge("s_e", (46, 38), (100, 38)))
    found = read_diagram(process("p", start(), end(), path("s e"), drawn=drawn), "p.bpmn").drawing
    assert found.shapes["s"].box == Box(10, 20, 36, 36)
    assert found.shapes["s"].label == Box(1, 2, 3, 4)
    assert found.shapes["e"].label is None
    assert found.edges["s_e"].waypoints == ((46, 38), (100, 38))
    assert found.shapes["s"].plane == "p"


def test_annotations_documentation_and_foreign_parts_are_read() -> None:
    note = el("textAnnotation", "note", "<bpmn:text>Article 11</bpmn:text>")
    foreign = '<x:note xmlns:x="http://example.org/x"/>'
    asked = user("ask", foreign).replace("</bpmn:userTask>", "<bpmn:documentation>How</bpmn:documentation></bpmn:userTask>")
    found = read_diagram(process("p", start(), asked, end(), path("s ask e"), note), "p.bpmn")
    assert found.processes[0].artifacts["note"].text == "Article 11"
    assert found.processes[0].elements["ask"].documentation == "How"
    assert [(part.owner_id, part.name) for part in found.foreign] == [("ask", "note (http://example.org/x)")]


def test_a_name_over_several_lines_is_one_line() -> None:
    assert (
        element(process("p", start(name="Letter&#10;  received"), end(), path("s e")).replace(b"&amp;#10;", b"&#10;"), "s").name
        == "Letter received"
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"<a/>", "bpmn:definitions"),
        (process("p").replace(b"bpmn:process", b"bpmn:choreography"), "at least one process"),
        (process("p", start(), path("s gone")), "gone"),
        (process("p", start(), start()), "each id once"),
        (process("p", start(id="1st")), "letters, digits"),
        (process("p", "<bpmn:userTask/>"), "an id on every userTask"),
        (process("p", "<bpmn:terminateEventDefinition/>"), "an id on every terminateEventDefinition"),
        (process("p", start(), boundary("late", "gone", error())), "gone"),
        (process("p", el("boundaryEvent", "late")), "name its activity"),
        (process("p", xor("x", default="gone")), "gone"),
        (process("p", start(), throw("tell", message("gone"))), "message_gone"),
        (process("p", el("laneSet", "l", el("lane", "desk", "<bpmn:flowNodeRef>gone</bpmn:flowNodeRef>"))), "gone"),
        (process("p", el("sequenceFlow", "f")), "refers to none"),
        (process("p", start(), drawn=drawing("p", shape("s", float("nan"), 1))), "number of pixels"),
        (process("p", start(), drawn=drawing("p", '<bpmndi:BPMNShape bpmnElement="s"/>')), "bounds"),
    ],
)
def test_a_file_that_lacks_a_required_part_is_refused_with_the_reason(raw: bytes, expected: str) -> None:
    found = refusal(raw)
    assert found.code == "bad_diagram"
    assert expected in " ".join(str(finding.message) for finding in found.findings)


def test_all_faults_of_a_file_are_told_at_once_with_their_lines() -> None:
    raw = process("p", start(), "\n", path("s gone"), "\n", path("s lost"))
    found = refusal(raw)
    assert [finding.line for finding in found.findings] == [2, 3]
    assert [finding.element_id for finding in found.findings] == ["s_gone", "s_lost"]


def test_broken_xml_is_refused_by_the_line() -> None:
    found = refusal(b"<bpmn:definitions>")
    assert found.code == "bad_xml"


@pytest.mark.parametrize("path_of", sorted((ROOT / "processes").glob("*/*.bpmn")), ids=lambda file: file.stem)
def test_each_diagram_of_the_city_is_read(path_of: Path) -> None:
    found = read_diagram(path_of.read_bytes(), path_of.name)
    assert found.process(path_of.stem) is not None
