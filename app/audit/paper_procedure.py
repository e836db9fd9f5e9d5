"""What a sheet of running paper cases may say of one procedure: the steps at which a case can stand, and the fields of its forms."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct, field

from app.audit.process_detail import ProcessDetail
from app.audit.surroundings import Surroundings, not_deployed
from app.diagram import Process
from app.diagram.document import DiagramElement
from app.diagram.way_in import Stand, WayIn, waits, way_in
from app.domain.backdating import ENTERED
from app.domain.extension_request import PROCESS as EXTENSION_REQUEST
from app.domain.rejection import Message
from app.form import Form
from app.form.form import INPUTS, Component
from app.store import read_definitions
from app.store.database import Reader

ON_PAPER: Final = frozenset({ENTERED, "receivedEarlier", "receivedReason", "receivedProof"})
"""Fields by which a form enters a past receipt: a sheet has a column of its own for that."""


class Field(Struct, frozen=True):
    """key: the names of its place, joined by dots. steps: ids of the tasks whose form asks for it; "" is the start of the case."""

    key: str
    component: Component
    steps: tuple[str, ...]


class PaperProcedure(Struct, frozen=True):
    """forms: by the id of the task, "" for the start of the case. fields: by key, in the order in which a case is asked for them."""

    definition: Mapping[str, Any]
    detail: ProcessDetail
    process: Process
    ways: tuple[WayIn, ...]
    forms: Mapping[str, Form]
    fields: Mapping[str, Field]
    found: dict[Stand, WayIn] = field(default_factory=dict)

    def way_to(self, step: str) -> WayIn | None:
        """Return the way to a step that is named by its id, or by the name that people call it, where only one is called so."""
        called = [way for way in self.ways if way.step.name == step]
        return next((way for way in self.ways if way.step.id == step), called[0] if len(called) == 1 else None)

    def way(self, stand: Stand) -> WayIn:
        """Return the way to where a case stands: most rows of a sheet stand at the same few."""
        if stand not in self.found:
            self.found[stand] = way_in(self.process, self.process.id, stand)
        return self.found[stand]

    def element(self, said: str, around: str = "") -> DiagramElement | None:
        """Return what somebody calls by its id, or by its name where one alone in the scope `around` is called so."""
        called = self._called(said, around)
        return called[0] if len(called) == 1 else None

    def ambiguous(self, words: Iterable[str], around: str = "") -> Message | None:
        """Return what is said of the first word that may mean several steps; None where each means one at most."""
        for said in words:
            called = self._called(said, around)
            if len(called) > 1:
                known = "、".join(f"{one.title} ({one.id})" for one in called)
                return Message(
                    "expected one of them by its code, but several are called %(found)s: %(known)s", {"found": said, "known": known}
                )
        return None

    def _called(self, said: str, around: str) -> list[DiagramElement]:
        known = self.process.elements
        inside = [one for one in known.values() if not around or around in (outer.id for outer in self.process.around(one))]
        if said in known and known[said] in inside:
            return [known[said]]
        return [one for one in inside if one.name == said and (waits(one) or one.kind == "subProcess")]


def paper_procedure(store: Reader, surroundings: Surroundings, process_id: str) -> PaperProcedure:
    """Raises Rejection("not_found") for a process that is not deployed, or is no case of its own."""
    found = read_definitions.bound(store, "process", process_id) if process_id != EXTENSION_REQUEST else None
    if found is None:
        raise not_deployed("process", process_id)
    detail = surroundings.process_detail(store, found["digest"], process_id)
    process = surroundings.diagram(store, found["digest"]).process(process_id)
    if process is None:
        raise not_deployed("process", process_id)
    named = {"": detail.start_form.form_id} if detail.start_form is not None else {}
    named |= {one.id: one.form.form_id for one in process.elements.values() if one.kind == "userTask" and one.form is not None}
    forms: dict[str, Form] = {}
    for element, form_id in named.items():
        bound = read_definitions.bound(store, "form", form_id)
        if bound is not None:
            forms[element] = surroundings.form(store, bound["digest"])
    return PaperProcedure(found, detail, process, surroundings.ways_in(store, found["digest"], process_id), forms, _fields(forms))


def _fields(forms: Mapping[str, Form]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for step, form in forms.items():
        for key, component in asked_for(form.components):
            if component.kind != "filepicker" and key not in ON_PAPER:
                earlier = found.get(key)
                found[key] = Field(key, earlier.component if earlier else component, (*(earlier.steps if earlier else ()), step))
    return found


def asked_for(components: tuple[Component, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[str, Component]]:
    """Yield what a form asks for, each with its key; rows of a list are one."""
    for component in components:
        path = above + component.path
        if component.kind == "group":
            yield from asked_for(component.children, path)
        elif component.kind in INPUTS or component.kind == "dynamiclist":
            yield ".".join(path), component
