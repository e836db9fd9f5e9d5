"""Where an element that a modification begins belongs: the scopes around it, found or opened."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.activities import EventSubProcess, SubProcess
from app.engine.arming import arm
from app.engine.element import Element
from app.engine.events import AttachedEvent, CatchEvent, EventGateway, StartEvent
from app.engine.failure import StepFailed
from app.engine.flow import Flow, Sub
from app.engine.gateways import Join
from app.engine.library import STARTED
from app.engine.token import Token

if TYPE_CHECKING:
    from app.engine.flow import Root
    from app.engine.process_spec import ProcessSpec


class Landing(Struct, frozen=True):
    """target: the element. scopes: the sub-processes that it is drawn in, from outside in. process: the running process instance."""

    process: Flow
    target: Element
    scopes: tuple[SubProcess, ...]

    def flow_in(self, root: "Root", ancestor: int | None, ended: list[Token]) -> Flow:
        """Return the scope in which the element begins, and open those that are not there.

        ancestor: the number of a scope around it that was chosen; what lies between is opened anew. ended: what the same modification ends:
        nothing begins in that.

        Raises Rejection("state_forbids") where several might be meant, or one cannot be opened.
        """
        found, depth = [self.process], 0
        if ancestor is not None:
            found = [self._chosen(root, ancestor, ended)]
            around = found[0].parent
            depth = 0 if around is None or found[0] is self.process else self.scopes.index(around.task_spec) + 1
        for scope in self.scopes[depth:]:
            inner = [] if ancestor is not None else [sub for flow in found for sub in _open_in(root, flow, scope, ended)]
            found = inner or [_opened(root, self._only(root, found), scope, self.target)]
        return self._only(root, found)

    def _only(self, root: "Root", found: list[Flow]) -> Flow:
        if len(found) > 1:
            host = found[0].parent
            raise Rejection(
                "state_forbids",
                "Expected %(scope)s, in which %(element)s is, to be active once, but it is active several times: say in which of them,"
                " %(listed)s, as ancestorElementInstanceKey",
                scope=host.task_spec.element_id if host is not None else "",
                element=self.target.element_id,
                listed=", ".join(str(root.base_key + flow.scope) for flow in found),
            )
        return found[0]

    def around(self, inner: Flow) -> Iterator[tuple[Element, int]]:
        """Yield the elements whose scopes the element begins in, with the number of each."""
        here = inner
        while here is not self.process and here.parent is not None:
            yield here.parent.task_spec, here.scope
            here = here.parent.workflow

    def _chosen(self, root: "Root", ancestor: int, ended: list[Token]) -> Flow:
        for flow in root.flows():
            mine = flow is self.process or (flow.parent is not None and flow.parent.task_spec in self.scopes and _is_in(flow, self.process))
            if flow.scope == ancestor and mine and not is_ended(flow, ended):
                return flow
        raise Rejection(
            "state_forbids",
            "Expected ancestorElementInstanceKey to be that of an active scope around %(element)s that stays, but found %(key)s",
            element=self.target.element_id,
            key=root.base_key + ancestor,
        )


def landing_of(flow: Flow, element: str) -> Landing:
    """Find an element in the diagram of a process instance. Raises Rejection("bad_request") where there is none, or it cannot be begun."""
    found = _search(flow.spec, element)
    if found is None:
        raise Rejection(
            "bad_request", "Expected an element of the process %(process)s, but found %(found)s", process=flow.spec.name, found=element
        )
    *scopes, target = found
    around = tuple(scope for scope in scopes if isinstance(scope, SubProcess))
    if why := why_not(target, around[-1].inner if around else flow.spec):
        raise Rejection("bad_request", why, element=element)
    return Landing(flow, target, around)


def why_not(target: Element, spec: "ProcessSpec") -> str:
    """Return why an element of a process or sub-process cannot be begun by itself, empty where it can."""
    if isinstance(target, StartEvent):
        return marked("Expected an element other than %(element)s: a start event is not begun by itself; choose the element after it")
    if isinstance(target, AttachedEvent):
        return marked("Expected an element other than %(element)s: it happens only to what it is attached to; choose the element after it")
    if isinstance(target, EventSubProcess):
        return marked(
            "Expected an element other than %(element)s: only its start event begins it; choose an element after what it leads to"
        )
    if isinstance(target, Join) and len(target.incoming) > 1:
        return marked(
            "Expected an element other than %(element)s: it joins branches, and which of them have come cannot be said; choose the element"
            " after it"
        )
    if isinstance(target, CatchEvent) and _after_event_gateway(target, spec):
        return marked("Expected an element other than %(element)s: it waits only with its event gateway; choose that gateway")
    return ""


def _after_event_gateway(target: CatchEvent, spec: "ProcessSpec") -> bool:
    gateways = [found for found in spec.task_specs.values() if isinstance(found, EventGateway)]
    return any(way.target == target.name for gateway in gateways for way in gateway.ways)


def _search(spec: "ProcessSpec", element: str) -> list[Element] | None:
    """Return the elements from the process in to one with an id: sub-processes as they run, and of something done for several its body."""
    drawn = [found for found in spec.task_specs.values() if isinstance(found, Element)]
    for found in drawn:
        if found.element_id == element and not _is_item(found) and found.type != "guest":
            return [found]
    for found in drawn:
        if isinstance(found, SubProcess) and (below := _search(found.inner, element)) is not None:
            return [found, *below]
    return None


def _is_item(element: Element) -> bool:
    return element.name.endswith("#item")


def _open_in(root: "Root", flow: Flow, scope: SubProcess, ended: list[Token]) -> list[Flow]:
    return [
        sub
        for sub in root.subprocesses.values()
        if sub.parent is not None and sub.parent.workflow is flow and sub.parent.task_spec is scope and not is_ended(sub, ended)
    ]


def is_ended(flow: Flow, ended: list[Token]) -> bool:
    """Say whether a scope is in something that the same modification ends."""
    here: Flow | None = flow
    while here is not None and here.parent is not None:
        host = here.parent
        if host in ended or (host.is_item and host.above in ended):
            return True
        here = host.workflow
    return False


def _is_in(flow: Flow, process: Flow) -> bool:
    return flow.process_scope == process.scope


def _opened(root: "Root", flow: Flow, scope: SubProcess, target: Element) -> Flow:
    """Open a sub-process without its start event. Raises Rejection("state_forbids")."""
    if _is_item(scope):
        raise Rejection(
            "state_forbids",
            "Expected %(scope)s, which is done for several, to be under way: %(element)s cannot be begun without one of its items; begin"
            " %(scope)s itself",
            scope=scope.element_id,
            element=target.element_id,
        )
    if isinstance(scope, EventSubProcess):
        raise Rejection(
            "state_forbids",
            "Expected the event sub-process %(scope)s to be under way: %(element)s cannot be begun before its start event has happened",
            scope=scope.element_id,
            element=target.element_id,
        )
    token = flow.add(scope.name)
    try:
        scope.enter(token)
        token._state = STARTED
        inside = Sub(scope.inner, token, token.id, flow.digest)
        armed = [arm(inside.spec.task_specs[name], inside.view()) for name in inside.spec.armed]
    except StepFailed as failure:
        raise Rejection("state_forbids", failure.message.template, **failure.message.facts) from None
    for event in armed:
        event.attach(None, inside)
    return inside
