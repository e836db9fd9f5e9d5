"""What the forms of a case call the values that they ask for, in the versions that ran."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from app.audit.case_at import CaseAt
from app.audit.surroundings import Surroundings
from app.form import Form
from app.form.form import Component
from app.store import read_definitions
from app.store.database import Reader

_HOLDERS: Final = frozenset({"group", "dynamiclist"})


class AskedField(Struct, frozen=True):
    """path: of the value, from its variable on, `content` or `places.street` for what is asked for in each row of a list."""

    path: str
    component: Component


def forms_that_asked(store: Reader, surroundings: Surroundings, at: CaseAt, case_key: int, task_key: str = "") -> list[Form]:
    """Return the forms that had asked for something up to an event: that of a task first, then the last that asked, the registration's
    last. task_key: of the task that the event is about; empty for none.

    A registration's form stands in no event: it is the one that was in force when the case was started.
    """
    digests = dict.fromkeys(filter(None, (at.forms.get(task_key), *reversed(at.forms.values()))))
    forms = [surroundings.form(store, digest) for digest in digests]
    process, digest = at.instances[str(case_key)]
    start = surroundings.process_detail(store, digest, process).start_form
    if start is not None:
        bound = _in_force(store, start.form_id, case_key)
        if bound is not None and bound not in digests:
            forms.append(surroundings.form(store, bound))
    return forms


def _in_force(store: Reader, form_id: str, case_key: int) -> str | None:
    """Return the digest of the newest version of a form that was deployed when a case was started, else of the newest there is."""
    found = store.value(
        "SELECT d.digest FROM definition d JOIN deployment m ON m.key = d.deployment_key JOIN process_instance p ON p.key = :key WHERE"
        " d.kind = 'form' AND d.id = :id AND d.state <> 'pending' AND m.deployed_at <= p.started_at ORDER BY d.version DESC LIMIT 1",
        key=case_key,
        id=form_id,
    )
    if found is not None:
        return str(found)
    newest = read_definitions.bound(store, "form", form_id)
    return str(newest["digest"]) if newest is not None else None


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
