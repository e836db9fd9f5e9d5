"""The diagrams of the city can be drawn, and their labels lie where the linter thinks."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.diagram import Box, read_diagram
from app.lint.geometry import overlap
from app.lint.sheet import drawn_elements, is_container, labels
from tests.browser.render_diagram.picture import Place, draw, picture
from tests.builders.drawing import drawing, edge, end, path, process, shape, start

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / ".build" / "pictures"
DIAGRAMS = sorted((ROOT / "processes").glob("*/*.bpmn"))
each_diagram = pytest.mark.parametrize("file", DIAGRAMS, ids=lambda file: file.stem)

pytestmark = pytest.mark.browser


def box(place: Place) -> Box:
    return Box(place.x, place.y, place.width, place.height)


@each_diagram
def test_each_diagram_is_drawn_as_a_picture_to_look_at(file: Path, page: Page) -> None:
    diagram = read_diagram(file.read_bytes(), file.name)
    places = draw(page, file.read_bytes())
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{file.stem}.png").write_bytes(picture(page))
    shapes = {place.id for place in places if place.part == "shape"}
    assert {one.id for one in drawn_elements(diagram)} <= shapes


@each_diagram
def test_each_label_as_drawn_is_clear_of_shapes_and_other_labels(file: Path, page: Page) -> None:
    containers = {one.id for one in drawn_elements(read_diagram(file.read_bytes(), file.name)) if is_container(one)}
    places = draw(page, file.read_bytes())
    texts = [place for place in places if place.part == "label"]
    elements = {one.id for one in drawn_elements(read_diagram(file.read_bytes(), file.name))} - containers
    solid = [place for place in places if place.part == "shape" and place.id in elements]
    covered = [(text.id, other.id) for text in texts for other in [*solid, *texts] if other is not text and overlap(box(text), box(other))]
    assert covered == []


@each_diagram
def test_the_linter_measures_a_label_as_the_browser_does(file: Path, page: Page) -> None:
    measured = {place.id: box(place) for place in draw(page, file.read_bytes()) if place.part == "label"}
    thought = {label.id: label.box for label in labels(read_diagram(file.read_bytes(), file.name))}
    assert thought.keys() == measured.keys()
    apart = {
        label_id: (thought[label_id], real)
        for label_id, real in measured.items()
        if abs(thought[label_id].width - real.width) > 14 or abs(thought[label_id].height - real.height) > 6
    }
    assert apart == {}


def test_a_label_on_a_shape_is_seen(page: Page) -> None:
    drawn = drawing("p", shape("s", 0, 0, 36, 36, label=(90, 10, 45, 14)), shape("e", 100, 0, 36, 36), edge("s_e", (36, 18), (100, 18)))
    places = draw(page, process("p", start(name="登记"), end(), path("s e"), drawn=drawn))
    label = next(place for place in places if place.part == "label")
    shown = next(place for place in places if place.id == "e")
    assert overlap(box(label), box(shown))
