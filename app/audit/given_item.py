"""What was entered of one item of a list that the case goes through one by one, and what of it can be put right while it runs."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from app.audit.given_before import ACTED_ON, GivenBefore, asked_by
from app.audit.issued_papers import with_issued_papers
from app.audit.surroundings import Surroundings
from app.domain.rejection import Message, Rejection
from app.engine.case import Case
from app.feel import FeelWorld
from app.form import Form
from app.store.database import Reader
from app.store.read_case import CaseRecord


def given_item(store: Reader, surroundings: Surroundings, found: CaseRecord, case: Case, item_key: int, world: FeelWorld) -> GivenBefore:
    """Return what an item was registered with, as it stands now. case: as it stands. world: of now.

    Raises Rejection("state_forbids") for an item that has ended, and for one that the registration did not ask for.
    """
    listed = case.listed(item_key)
    form = item_form(store, surroundings, found, listed.name)
    seen = with_issued_papers(store, found.key, form, case.variables(item_key), surroundings.zone)
    row = seen.get(listed.element)
    row = row if isinstance(row, dict) else {}
    answers: dict[str, Any] = {name: row[name] for name in form.variable_names if name in row}
    why = {one.path[0]: one.why_not_corrected(seen, world) for one in form.outermost()}
    shut = {name: Message(ACTED_ON, {"why": said}) for name, said in why.items() if said is not None}
    return GivenBefore(form, listed.element_id, answers, form.variable_names - shut.keys(), shut, {}, seen)


def item_form(store: Reader, surroundings: Surroundings, found: CaseRecord, name: str) -> Form:
    """Return the fields by which the registration asks for an item of a list. Raises Rejection("state_forbids") where it asks for none."""
    form, _ = asked_by(store, surroundings, found, None)
    asked = next((one for one in form.outermost() if one.kind == "dynamiclist" and one.path == (name,)), None)
    if asked is None:
        raise Rejection("state_forbids", "Expected an item of a list that a form has asked for, but this one is none")
    return replace(form, components=asked.children)


def given_item_now(store: Reader, surroundings: Surroundings, found: CaseRecord, item_key: int, now: datetime) -> GivenBefore:
    """Return the same, read from the snapshot of the case."""
    snapshot = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=found.key)
    world = surroundings.world(store, found.key, now, now)
    return given_item(store, surroundings, found, Case.restore(world, bytes(snapshot)), item_key, world.feel)
