"""Modifying a process instance: elements are ended and begun outside the course that is drawn.

What is begun comes first, so that a scope which is moved within stays open; then what is ended, with all inside it; a scope that is empty
after that is ended too. Nothing is done of a modification of which a part cannot be.

Source: Camunda 8, process instance modification.
"""

from typing import TYPE_CHECKING, Any

from app.domain.modification import Begin, Given, Modification
from app.domain.rejection import Rejection
from app.engine.element import Element, write
from app.engine.ending import end_tokens, tokens_of
from app.engine.flow import Flow
from app.engine.landing import landing_of
from app.engine.multi_instance import MultiInstance
from app.engine.token import Kept, Token
from app.engine.values import given as checked

if TYPE_CHECKING:
    from app.engine.flow import Root


def modify(root: "Root", instance: int, said: Modification) -> None:
    """Carry out a modification. instance: the number of the process instance, 0 for the case itself.

    Raises Rejection("case_closed"), ("bad_request") for an element that is not there or cannot be begun, ("state_forbids") where the case
    stands otherwise than the modification needs.
    """
    flow = process_flow(root, instance)
    ended, begun = _planned(root, flow, said)
    if not ended and not begun:
        raise Rejection("bad_request", "Expected something to end, begin or move, but found nothing")
    note = root.note("instance_modified", None, instance, ended=[_named(root, token) for token in ended], begun=[])
    for one in begun:
        note.public["begun"].append(_begin(root, flow, one, ended))
    end_tokens(root, ended)
    root.run()


def process_flow(root: "Root", instance: int) -> Flow:
    """Return the process instance with a number. Raises Rejection("case_closed") where it runs no more."""
    for flow in root.flows():
        if flow.is_process and flow.scope == instance and not root.completed:
            return flow
    raise Rejection("case_closed", "Expected a running process instance %(key)s, but it has ended", key=root.base_key + instance)


def _planned(root: "Root", flow: Flow, said: Modification) -> tuple[list[Token], list[Begin]]:
    ended, begun = [], list(said.begin)
    for end in said.end:
        ended += tokens_of(root, flow, end)
    for move in said.move:
        for token in tokens_of(root, flow, move.source):
            ended.append(token)
            begun.append(
                Begin(
                    element=move.target, ancestor=_ancestor(root, flow, token, (move.within, move.target, move.ancestor)), given=move.given
                )
            )
    return list(dict.fromkeys(ended)), begun


def _ancestor(root: "Root", flow: Flow, source: Token, said: tuple[str, str, int | None]) -> int | None:
    """Return the key of what the target of a move begins in; None where that is to be found."""
    within, target, ancestor = said
    if within == "direct":
        return ancestor
    if within == "parent":
        return root.base_key + source.workflow.scope
    way = landing_of(flow, target).scopes
    around: Flow | None = source.workflow
    while around is not None and around is not flow:
        if around.parent is not None and around.parent.task_spec in way:
            return root.base_key + around.scope
        around = around.parent.workflow if around.parent is not None else None
    return None if within == "nearest" else root.base_key + flow.scope


def _begin(root: "Root", flow: Flow, said: Begin, ended: list[Token]) -> dict[str, str]:
    landing = landing_of(flow, said.element)
    _write_given(root, {"": flow.scope}, said.given, "")
    inner = landing.flow_in(root, None if said.ancestor is None else said.ancestor - root.base_key, ended)
    _refuse_doubled(landing.target, inner, ended)
    token = inner.add(landing.target.name, kept=Kept())
    scopes = {around.element_id: scope for around, scope in landing.around(inner)}
    _write_given(root, scopes, [given for given in said.given if given.scope and given.scope != said.element], said.element)
    for given in said.given:
        if given.scope == said.element:
            if token.id not in root.scopes:
                root.scopes.open(token.id, inner.scope, {})
            _write(root, token.id, given)
    root.agenda.append(token)
    return _named(root, token)


def _refuse_doubled(target: Element, inner: Flow, ended: list[Token]) -> None:
    if isinstance(target, MultiInstance) and any(token.task_spec is target and token not in ended for token in inner.task_tree.below):
        raise Rejection(
            "state_forbids",
            "Expected %(element)s, which is done for several, not to be under way, but it is: beginning it again would do each of its items"
            " twice. End it in the same modification",
            element=target.element_id,
        )


def _write_given(root: "Root", scopes: dict[str, int], given: Any, element: str) -> None:
    for one in given:
        if one.scope in scopes:
            _write(root, scopes[one.scope], one)
        elif element:
            raise Rejection(
                "bad_request",
                "Expected scopeId to name %(element)s or what it stands in, but found %(found)s",
                element=element,
                found=one.scope,
            )


def _write(root: "Root", scope: int, given: Given) -> None:
    for name, value in checked(given.variables).items():
        write(root, scope, name, value)


def _named(root: "Root", token: Token) -> dict[str, str]:
    return {"elementId": token.task_spec.element_id, "elementInstanceKey": str(root.base_key + token.id)}
