"""The names in a diagram, in the language of who reads them."""

from app.diagram import Diagram, names_in, public_names_in, read_diagram
from tests.builders.drawing import HEAD, TAIL, el, end, ext, properties, start, user

SAID = properties(name__en="Handle it", name__pt="Tratar", publicName="正在办理", publicName__en="In hand", public="true")


def diagram(*inside: str, pool: str = "") -> Diagram:
    process = el("process", "p", ext(properties(name__en="Letters")), *inside, name="来信", isExecutable="true")
    return read_diagram(f"{HEAD}{pool}{process}{TAIL}".encode(), "p.bpmn")


def flow(id: str, *inside: str, **attributes: str) -> str:
    return el("sequenceFlow", id, *inside, **attributes)


def plain(text: str) -> str:
    return text


def test_each_thing_is_named_in_the_language_asked_for() -> None:
    told = diagram(
        el("laneSet", "l", el("lane", "lane", ext(properties(name__en="Unit")), "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>", name="单位")),
        start(name="登记"),
        user("ask", SAID, name="办理"),
        end(),
        flow("f", ext(properties(name__en="yes")), name="是", sourceRef="s", targetRef="ask"),
        flow("g", sourceRef="ask", targetRef="e"),
        el("textAnnotation", "note", ext(properties(name__en="At once")), "<bpmn:text>马上办</bpmn:text>"),
    )
    assert names_in(told, "en", plain) == {
        "p": "Letters",
        "lane": "Unit",
        "s": "登记",
        "ask": "Handle it",
        "f": "yes",
        "note": "At once",
    }


def test_what_was_not_said_goes_through_the_words_of_the_language() -> None:
    names = names_in(diagram(start(name="登记"), user("ask", SAID, name="办理")), "zh-Hant", lambda text: f"<{text}>")
    assert names == {"p": "<来信>", "s": "<登记>", "ask": "<办理>"}


def test_a_pool_drawn_with_the_name_of_its_process_is_called_as_that_is() -> None:
    pool = el("collaboration", "c", el("participant", "pool", name="来信", processRef="p"))
    other = el("collaboration", "c", el("participant", "pool", name="本市", processRef="p"))
    assert names_in(diagram(start(), pool=pool), "en", plain)["pool"] == "Letters"
    assert names_in(diagram(start(), pool=other), "en", plain)["pool"] == "本市"


def test_citizens_read_names_of_their_own() -> None:
    told = diagram(start(), user("ask", SAID, name="办理"), user("quiet", name="审核"))
    assert public_names_in(told, "en", plain) == {"ask": "In hand"}
    assert public_names_in(told, "zh-Hant", lambda text: f"<{text}>") == {"ask": "<正在办理>"}
