"""What the forms of a case call the values that they ask for, in the versions that ran."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from app.audit.case_at import CaseAt
from app.audit.surroundings import Surroundings
from app.diagram import Process
from app.form import Form
from app.form.form import Component
from app.store import read_definitions
from app.store.database import Reader

_HOLDERS: Final = frozenset({"group", "dynamiclist"})


class AskedField(Struct, frozen=True):
    """path: of the value, from its variable on, `content` or `places.street` for what is asked for in each row of a list."""

    path: str
    component: Component


def forms_of_process(store: Reader, surroundings: Surroundings, at: CaseAt, instance: str, task_key: str = "") -> list[Form]:
    """Return the forms of one process of a case, up to an event: that of a task first, then the last that asked, then the others in the
    order of the diagram, which have not asked yet. task_key: of the task that the event is about; empty for none.

    Of a form that has asked it is the version that did; the others, such as the registration's, which stands in no event, are those that
    were in force when the process was started.
    """
    process, digest = at.instances[instance]
    diagram = surroundings.diagram_for_words(store, digest)
    drawn = diagram.process(process) if diagram is not None else None
    ids = dict.fromkeys(element.form.form_id for element in drawn.elements.values() if element.form) if drawn is not None else {}
    digests = filter(None, (at.forms.get(task_key), *reversed(at.forms.values())))
    asked = [form for one in digests if (form := surroundings.form_for_words(store, one)) is not None]
    forms = {form.id: form for form in reversed(asked) if form.id in ids}
    first = dict.fromkeys(form.id for form in asked if form.id in ids)
    forms.update((form.id, form) for form in _in_force(store, surroundings, [id for id in ids if id not in forms], int(instance)))
    return [forms[id] for id in (*first, *(id for id in ids if id not in first)) if id in forms]


def _in_force(store: Reader, surroundings: Surroundings, ids: Sequence[str], instance: int) -> Iterator[Form]:
    """Yield the newest version of each form that was deployed when a process was started, else the newest there is."""
    if not ids:
        return
    wanted = {f"id{place}": id for place, id in enumerate(ids)}
    rows = store.all(
        "SELECT d.id, d.digest FROM definition d JOIN deployment m ON m.key = d.deployment_key JOIN process_instance p ON p.key = :key"
        f" WHERE d.kind = 'form' AND d.id IN ({', '.join(f':{name}' for name in wanted)}) AND d.state <> 'pending'"
        " AND m.deployed_at <= p.started_at ORDER BY d.version",
        key=instance,
        **wanted,
    )
    digests = {row["id"]: row["digest"] for row in rows}
    for id in ids:
        newest = digests.get(id) or (found["digest"] if (found := read_definitions.bound(store, "form", id)) is not None else None)
        form = surroundings.form_for_words(store, newest) if newest is not None else None
        if form is not None:
            yield form


class InForce(Struct, frozen=True):
    """The newest version of a process, with the forms that it asks by."""

    process: Process
    forms: Sequence[Form]


def forms_in_force(store: Reader, surroundings: Surroundings, process: str) -> InForce | None:
    """Return the newest active version of a process with its forms, in the order of the diagram; None where there is none."""
    found = read_definitions.bound(store, "process", process)
    drawn = surroundings.diagram(store, found["digest"]).process(process) if found is not None else None
    if drawn is None:
        return None
    ids = dict.fromkeys(element.form.form_id for element in drawn.elements.values() if element.form)
    rows = (read_definitions.bound(store, "form", id) for id in ids)
    return InForce(drawn, [surroundings.form(store, row["digest"]) for row in rows if row is not None])


def fields_of(form: Form) -> Iterator[AskedField]:
    """Yield the fields of a form with a value of their own, and those in the rows of its lists."""
    for component in form.components:
        yield from _fields(component, "")


def _fields(component: Component, inside: str) -> Iterator[AskedField]:
    path = ".".join(component.path)
    place = f"{inside}.{path}" if inside and path else inside or path
    if path:
        yield AskedField(place, component)
    if component.kind in _HOLDERS:
        for child in component.children:
            yield from _fields(child, place)
