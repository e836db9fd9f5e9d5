"""A document shown with other names."""

from pathlib import Path

from app.diagram import read_diagram
from app.markup.rename import rename
from tests.builders.drawing import HEAD, TAIL, el

ROOT = Path(__file__).resolve().parents[2]


def test_only_the_names_that_are_given_change() -> None:
    raw = f"{HEAD}{el('process', 'p', el('task', 'a', name='办理'), el('task', 'b', name='答复'), isExecutable='true')}{TAIL}".encode()
    told = read_diagram(rename(raw, "p.bpmn", {"a": 'Handle "it" & <go>', "elsewhere": "x"}), "p.bpmn").processes[0].elements
    assert (told["a"].name, told["b"].name) == ('Handle "it" & <go>', "答复")


def test_a_text_annotation_says_other_words() -> None:
    note = el("textAnnotation", "n", "<bpmn:text>马上办</bpmn:text>")
    raw = f"{HEAD}{el('process', 'p', note, isExecutable='true')}{TAIL}".encode()
    assert read_diagram(rename(raw, "p.bpmn", {"n": "At once"}), "p.bpmn").processes[0].artifacts["n"].text == "At once"


def test_a_document_renamed_by_its_own_names_means_what_it_meant() -> None:
    path = ROOT / "processes" / "citizen-letter" / "citizen-letter.bpmn"
    raw = path.read_bytes()
    process = read_diagram(raw, path.name).processes[0]
    again = read_diagram(rename(raw, path.name, {element.id: element.name for element in process.elements.values()}), path.name).processes[
        0
    ]
    assert {id: (one.name, one.execution, one.definitions) for id, one in again.elements.items()}.keys() == process.elements.keys()
    assert [one.properties for one in again.elements.values()] == [one.properties for one in process.elements.values()]
    assert again.flows.keys() == process.flows.keys()


def label_of(raw: bytes, element_id: str) -> tuple[float, float]:
    shape = read_diagram(raw, "p.bpmn").drawing.shapes[element_id]
    assert shape.label is not None
    return shape.label.middle[0], shape.label.width


def test_a_label_gets_room_for_longer_words_about_its_middle() -> None:
    path = ROOT / "processes" / "citizen-letter" / "citizen-letter.bpmn"
    raw = path.read_bytes()
    middle, narrow = label_of(raw, "answered")
    moved, wide = label_of(rename(raw, path.name, {"answered": "Answered"}), "answered")
    assert moved == middle
    assert wide > narrow
    assert label_of(rename(raw, path.name, {"answered": "已答覆"}), "answered") == (middle, narrow)


def test_a_label_at_the_side_of_its_event_does_not_grow_over_it() -> None:
    path = ROOT / "processes" / "citizen-letter" / "citizen-letter.bpmn"
    drawing = read_diagram(rename(path.read_bytes(), path.name, {"kind-changed": "Kind changed"}), path.name).drawing
    shape = drawing.shapes["kind-changed"]
    assert shape.label is not None
    assert shape.label.x >= shape.box.right
