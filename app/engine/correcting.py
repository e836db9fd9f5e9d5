"""Correcting variables: what is open and was worked out from what is corrected is worked out anew, in the same event.

An element keeps what it worked out as it was entered: who may do a task, what its input mappings gave, the date of its deadline. A
correction says that it was worked out from something wrong: tasks are offered anew, mappings that nothing has written over since give what
they give now, and a date that is drawn moves its deadline. What a loop goes through is not changed once it goes: whom it has asked, it has
asked. What has ended stays as it is.

Source: procedures, section 2: registered by mistake is corrected by a counter-event; docs/decisions, "a correction offers anew".
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import Struct

from app.domain.deadline_corrected import corrected
from app.domain.rejection import Rejection
from app.engine.element import Element, inputs, write
from app.engine.failure import StepFailed
from app.engine.multi_instance import MultiInstance
from app.engine.tasks import UserTask
from app.engine.values import value_of, written
from app.engine.view import View

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.engine.flow import Root
    from app.engine.token import Token

_NAME: Final = re.compile(r"=?\s*([^\W\d]\w*)\s*")


class _Drawn(Struct):
    """What a token's element gives as the variables stand. A part that cannot be worked out is None."""

    mapped: dict[str, msgspec.Raw]
    offered: tuple[dict[str, Any], dict[str, Any]] | None
    ends: "date | datetime | None"
    collection: list[msgspec.Raw] | None


def correct(root: "Root", scope: int, variables: Mapping[str, msgspec.Raw]) -> None:
    """Write variables as seen from a scope, and work out anew what was worked out from them. Raises Rejection("state_forbids") where what
    is corrected has been acted on and stays: who a loop has asked, a date that has come or was moved."""
    _corrected(root, [(root.scopes.holder(scope, name), name, value) for name, value in variables.items()], None)


def correct_entry(root: "Root", item: "Token", changes: Mapping[str, Any]) -> None:
    """Write other values into the entry of a list that an item of a loop is about: in the list, and in the item's own copy.

    Raises Rejection("state_forbids") as `correct`, and where the list has no such entry any more.
    """
    scopes, body = root.scopes, item.above
    name, element = list_of(body), body.task_spec.element
    kept = scopes.visible(body.workflow.scope).get(name or "", msgspec.Raw(b"null"))
    rows, index = value_of(kept), item.kept.item
    if not name or not element or not isinstance(rows, list) or index >= len(rows) or not isinstance(rows[index], dict):
        raise Rejection("state_forbids", "Expected an item of a list that a form has asked for, but this one is none")
    rows = [{**row, **changes} if number == index else row for number, row in enumerate(rows)]
    own = {**(value_of(scopes.own[item.id].get(element, msgspec.Raw(b"null"))) or {}), **changes}
    _corrected(root, [(scopes.holder(body.workflow.scope, name), name, written(rows)), (item.id, element, written(own))], body)


def list_of(body: "Token") -> str | None:
    """Return the variable that a loop goes through, where that is one and not worked out."""
    found = _NAME.fullmatch(body.task_spec.collection.text) if isinstance(body.task_spec, MultiInstance) else None
    return found[1] if found else None


def _corrected(root: "Root", writes: list[tuple[int, str, msgspec.Raw]], about: "Token | None") -> None:
    """about: the loop whose own list is corrected, which goes on with its other items as it is."""
    entered = [token for _, token in sorted(root.by_key.items()) if _is_entered(token)]
    before = {token.id: _drawn(token) for token in entered}
    for scope, name, value in writes:
        write(root, scope, name, value)
    for token in entered:
        was, element = before[token.id], token.task_spec
        for name, value in _mapped(token).items():
            own = root.scopes.own.get(token.id, {})
            if value != was.mapped.get(name) and own.get(name) == was.mapped.get(name):
                write(root, token.id, name, value)
        now = _drawn(token)
        if token is not about and was.collection != now.collection:
            raise Rejection(
                "state_forbids",
                "Expected a correction that leaves alone whom %(step)s has been given to, but it goes on for each of them already",
                step=element.label or element.element_id,
            )
        _offer_anew(token, was, now)
        if was.ends != now.ends and now.ends is not None and token.id in root.deadlines:
            root.deadlines.change(token.id, partial(corrected, to=now.ends, now=root.world.now, calendar=root.world.calendar))
    root.run()


def _offer_anew(token: "Token", was: _Drawn, now: _Drawn) -> None:
    """Note what is said of an open task now: who may do it, its dates, its title."""
    if was.offered is None or now.offered is None or was.offered == now.offered:
        return
    public = {name: value for name, value in now.offered[0].items() if was.offered[0][name] != value}
    private = now.offered[1] if now.offered[1] != was.offered[1] else {}
    token.workflow.root.note("task_changed", token.task_spec, token.id, dict(private), **public)


def _is_entered(token: "Token") -> bool:
    return isinstance(token.task_spec, Element) and not token.kept.incident and not token.is_armed


def _drawn(token: "Token") -> _Drawn:
    spec, view = token.task_spec, View(token.workflow, token.scope, token)
    is_open = isinstance(spec, UserTask) and spec.is_open(token)
    waits = isinstance(spec, MultiInstance) and token.kept.total > 0
    terms = spec.terms if spec.terms is not None and spec.terms.at is not None and not spec.terms.follows else None
    return _Drawn(
        _mapped(token),
        _tried(lambda: spec.offered(view)) if is_open else None,
        _tried(lambda: terms.ends(view)) if terms is not None else None,
        _tried(lambda: spec.details(token, view)) if waits else None,
    )


def _mapped(token: "Token") -> dict[str, msgspec.Raw]:
    """Return what an element's input mappings give, seen as it was entered: an item sees what its loop has given it."""
    maps, root = token.task_spec.maps_in, token.workflow.root
    if not maps or token.id not in root.scopes:
        return {}
    targets = {name for name, _ in maps}
    own = {name: value_of(raw) for name, raw in root.scopes.own[token.id].items() if name not in targets} if token.is_item else {}
    outer = root.scopes.outer[token.id]
    return _tried(lambda: inputs(maps, View(token.workflow, 0 if outer is None else outer, token, own))) or {}


def _tried(work: Any) -> Any:
    try:
        return work()
    except StepFailed as failed:
        if failed.code in ("too_much_work", "too_large"):
            raise Rejection("too_large", failed.message.template, **failed.message.facts) from None
        return None
