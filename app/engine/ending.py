"""What a modification ends: element instances with all inside them, and the scopes that are empty after that."""

from typing import TYPE_CHECKING

from app.domain.modification import End
from app.domain.rejection import Rejection
from app.engine.arming import is_attached
from app.engine.events import EventStart
from app.engine.flow import Flow
from app.engine.multi_instance import MultiInstance
from app.engine.token import Token, kill

if TYPE_CHECKING:
    from app.engine.flow import Root


def tokens_of(root: "Root", flow: Flow, said: End) -> list[Token]:
    """Return the tokens of a process instance that are meant. Raises Rejection("state_forbids") where there is none."""
    if said.key is not None:
        token = root.by_key.get(said.key - root.base_key)
        if token is None or not can_end(token, flow):
            raise Rejection(
                "state_forbids", "Expected an active element instance %(key)s in this process instance, but found none", key=said.key
            )
        return [token]
    found = [token for token in root.by_key.values() if token.task_spec.element_id == said.element and can_end(token, flow)]
    found = [token for token in found if not token.is_item or token.above.task_spec.element_id != said.element]
    if not found:
        raise Rejection(
            "state_forbids", "Expected an active instance of %(element)s in this process instance, but found none", element=said.element
        )
    return found


def can_end(token: Token, flow: Flow) -> bool:
    """Say whether a token is an element instance of a process instance, rather than an event that waits with another element."""
    if token.task_spec.type == "guest" or isinstance(token.task_spec, EventStart) or token.workflow.process_scope != flow.scope:
        return False
    return token.task_spec.trigger is None or not (token.is_waiting and is_attached(token))


def end_tokens(root: "Root", tokens: list[Token]) -> None:
    """Raises Rejection("state_forbids") where nothing would be left of a process that another one called."""
    for token in sorted(tokens, key=lambda token: token.id):
        if token.is_live:
            _end(token)
    for flow in list(root.flows()):
        _end_empty(flow)


def _end(token: Token) -> None:
    body = token.above if token.is_item else None
    flow = token.workflow
    kill(token)
    if body is None:
        _end_empty(flow)
        return
    element = body.task_spec
    if isinstance(element, MultiInstance) and not element.item_ended(body):
        _end(body)


def _end_empty(flow: Flow) -> None:
    if flow.completed or flow.tokens():
        return
    if flow.parent is None:
        flow.cancel_all()
        flow.root.deadlines.void(0)
        flow.root.note("process_instance_cancelled", None, 0, process=flow.spec.name)
        return
    if flow.is_process:
        raise Rejection(
            "state_forbids",
            "Expected something of the process %(process)s to stay, but nothing would be left of it: end it where it was"
            " called, in %(key)s",
            process=flow.spec.name,
            key=flow.root.base_key + flow.parent.workflow.process_scope,
        )
    _end(flow.parent)
