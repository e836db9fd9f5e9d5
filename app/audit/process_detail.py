"""What lists, start pages and the door need to know of a process before any of it runs."""

from collections.abc import Mapping

from msgspec import Struct

from app.audit.step_papers import paper_of
from app.diagram import Diagram, DiagramElement, FormReference


class ProcessDetail(Struct, frozen=True):
    """starters: candidate groups of the none start event, empty for any staff member. backdating_role: who may enter a past receipt
    instant. digest: of the file. bulletins: ids of the papers that its steps draft for a person."""

    id: str
    name: str
    version_tag: str | None
    receipt_code: str | None
    owner: str | None
    starters: tuple[str, ...]
    backdating_role: str | None
    start_form: FormReference | None
    start_event: str | None
    title_template: str | None = None
    is_public: bool = False
    digest: str = ""
    secret: str | None = None
    identity_kept: str | None = None
    retention: str | None = None
    bulletins: tuple[str, ...] = ()
    step_papers: Mapping[str, str] = {}
    """By the id of each paper that a step issues at once: the step's title."""
    start_unit: str | None = None
    """The field of the start form in which who starts names a unit of theirs."""


def process_detail(diagram: Diagram, process_id: str, digest: str = "") -> ProcessDetail:
    """Return the details of one process. digest: of its file. Raises LookupError where the file has none of that id."""
    process = diagram.process(process_id)
    if process is None:
        raise LookupError(process_id)
    start = next((element for element in process.inside(process.id) if _is_none_start(element)), None)
    groups = start.properties.get("candidateGroups", "") if start else ""
    said = process.properties
    papers = [(element.title, made) for element in process.elements.values() if (made := paper_of(element)) is not None]
    return ProcessDetail(
        process.id,
        process.name or process.id,
        process.version_tag,
        said.get("receipt.code"),
        said.get("owner"),
        tuple(group.strip() for group in groups.split(",") if group.strip()),
        said.get("receipt.backdating"),
        start.form if start else None,
        start.id if start else None,
        said.get("titleTemplate"),
        any(element.properties.get("public", "false") != "false" for element in process.elements.values()),
        digest,
        said.get("secret"),
        said.get("identity.kept"),
        said.get("retention"),
        tuple(dict.fromkeys(paper.id for _, paper in papers if paper.is_bulletin)),
        {paper.id: step for step, paper in papers if paper.at_once},
        (start.properties.get("startUnit") or None) if start else None,
    )


def _is_none_start(element: DiagramElement) -> bool:
    return element.kind == "startEvent" and not element.definitions
