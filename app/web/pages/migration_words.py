"""At which elements of another version those of this one may go on, as a page offers them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.diagram import DiagramElement, Process
from app.queries.migrations import Candidate
from app.web.pages.definition_words import element_names
from app.web.presentation.migration_view import ElementRow
from app.web.surface import surface


def element_rows(
    row: Mapping[str, Any], to: Mapping[str, Any], rows: Sequence[Candidate], chosen: Mapping[str, str]
) -> tuple[ElementRow, ...]:
    """Return the elements at which the cases stand, each once, those that nothing is said of by a mapping last."""
    here, there = _process(row), _process(to)
    names, newer = element_names(row["digest"]), element_names(to["digest"])
    found: dict[str, ElementRow] = {}
    for one in rows:
        for step in one.preview.steps:
            id, known = step.element_id, found.get(step.element_id)
            options = tuple((other, newer.get(other) or other) for other in _like(here, there, id))
            wanted = chosen.get(id, id)
            found[id] = ElementRow(
                f"as-{id}",
                id,
                names.get(id) or id,
                (known.cases if known is not None else 0) + 1,
                options,
                step.to if step.attached else wanted if any(other == wanted for other, _ in options) else "",
                step.attached,
                (known.problem if known is not None else None) or step.problem,
            )
    return tuple(sorted(found.values(), key=lambda row: row.attached))


def _process(row: Mapping[str, Any]) -> Process | None:
    door = surface().door
    diagram = door.ask(door.surroundings.diagram_for_words, row["digest"])
    return diagram.process(row["id"]) if diagram is not None else None


def _like(here: Process | None, there: Process | None, element_id: str) -> list[str]:
    """Return the ids of the elements of the same kind, the one with the same id first."""
    element = here.elements.get(element_id) if here is not None else None
    if element is None or there is None:
        return []
    same = [other.id for other in there.elements.values() if _is_like(element, other)]
    return sorted(same, key=lambda id: id != element_id)


def _is_like(element: DiagramElement, other: DiagramElement) -> bool:
    return element.kind == other.kind and (element.loop is None) == (other.loop is None)
