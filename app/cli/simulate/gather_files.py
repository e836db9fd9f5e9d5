"""The files that a diagram is deployed with: tables, forms and papers beside it, the forms and processes that it names elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.diagram import Diagram, read_diagram
from app.domain.extension_request import PROCESS as EXTENSION
from app.domain.points import PROPERTY
from app.domain.points import TABLE as POINTS

CHECKOUT: Final = Path(__file__).resolve().parents[3]


def gather_files(diagram: Path, *, stories: bool = True) -> dict[str, bytes]:
    """Return name -> bytes of a .bpmn file and of all that it needs.

    Everything beside it belongs to it. A form that it names and that is not there comes from `forms/`, a process that it calls from
    `<id>/<id>.bpmn`, both two folders up, as in a checkout; forms at last from our own. Where a deadline may be extended, the extension
    procedure comes too, and with a diagram those of its stories; where lateness moves points, the table that says how many. What is
    nowhere is left to the linter to name. stories: False where their diagrams are not wanted.

    Raises Rejection("bad_xml", "bad_diagram") for a file that cannot be read at all.
    """
    found: dict[str, bytes] = {}
    waiting, seen = [diagram.resolve()], set[Path]()
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        found[file.name] = file.read_bytes()
        for beside in sorted(file.parent.iterdir()):
            if beside.suffix in (".dmn", ".form"):
                found.setdefault(beside.name, beside.read_bytes())
        for paper in sorted((file.parent / "papers").glob("*.paper")):
            found.setdefault(paper.name, paper.read_bytes())
        read = read_diagram(found[file.name], file.name)
        homes = (file.parent.parent.parent / "forms", CHECKOUT / "forms")
        for name in _forms(read):
            form = next((home / name for home in homes if (home / name).is_file()), None)
            if form is not None:
                found.setdefault(name, form.read_bytes())
        points = file.parent.parent / POINTS / f"{POINTS}.dmn"
        if points.is_file() and _moves_points(read):
            found.setdefault(points.name, points.read_bytes())
        waiting += _stories_own(file) if stories else []
        waiting += [called for id in _called(read) if (called := file.parent.parent / id / f"{id}.bpmn").is_file()]
    return found


def _stories_own(file: Path) -> list[Path]:
    """Return the diagrams that the stories beside a file bring with them: a case for a procedure that runs beside one."""
    return sorted((file.parent / "scenarios").glob("*.bpmn"))


def _forms(diagram: Diagram) -> Iterator[str]:
    for process in diagram.processes:
        for element in process.elements.values():
            if element.form is not None:
                yield f"{element.form.form_id}.form"


def _moves_points(diagram: Diagram) -> bool:
    """Say whether something of a diagram names a points rule."""
    elements = (element for process in diagram.processes for element in process.elements.values())
    return any(PROPERTY in said for said in (*(process.properties for process in diagram.processes), *(one.properties for one in elements)))


def _called(diagram: Diagram) -> Iterator[str]:
    for process in diagram.processes:
        for element in process.elements.values():
            if element.called_element is not None:
                yield element.called_element.process_id
            if element.properties.get("deadline.extendable") == "true":
                yield EXTENSION
