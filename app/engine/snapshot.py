"""A case as bytes: its tokens, scopes and deadlines, and never the diagram.

The same history gives the same bytes, whether the case stayed in memory or was restored after every command. Keys are numbers within
the case's block.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from app.domain.rejection import Rejection
from app.engine.flow import Flow, Root, Sub
from app.engine.library import WAITING
from app.engine.limits import MAX_SNAPSHOT_BYTES
from app.engine.token import TOP, Kept, Token

if TYPE_CHECKING:
    from app.engine.process_spec import ProcessSpec
    from app.engine.world import World

FORMAT = 1
JOINS = frozenset({"inclusiveGateway", "parallelGateway"})

TokenRow = tuple[int, int, str, int, Kept]
"""key, key of the token above, element, state, what it keeps"""

FlowRow = tuple[int, int, list[TokenRow]]
"""key of the token it is inside of (0: the process instance), key of its scope, its tokens in the order they came"""

ScopeRow = tuple[int, int | None, dict[str, msgspec.Raw]]
"""owner, owner of the scope around it, variables"""


class Snapshot(msgspec.Struct, omit_defaults=True):
    """received: when the paper was received, where that is not when the case was started. stalled: see app.engine.stalling.

    earlier: scope, element and task, see app.engine.send_back."""

    version: int
    digest: str
    process: str
    base: int
    counter: int
    scopes: list[ScopeRow]
    flows: list[FlowRow]
    deadlines: dict[str, msgspec.Raw] = {}
    received: str = ""
    completed: bool = False
    stalled: dict[str, str] = {}
    earlier: list[tuple[int, str, int]] = []


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Snapshot)


class _Versioned(msgspec.Struct):
    version: int


_VERSION = msgspec.json.Decoder(_Versioned)


def take(root: Root) -> bytes:
    """Raises Rejection("too_large")."""
    scopes = root.scopes
    raw = _ENCODER.encode(
        Snapshot(
            FORMAT,
            root.digest,
            root.spec.name,
            root.base_key,
            root.counter,
            [(key, scopes.outer[key], own) for key, own in scopes.own.items()],
            [_flow_row(flow) for flow in root.flows()],
            root.deadlines.rows(),
            root.received,
            root.completed,
            {str(owner): code for owner, code in root.stalled.items()},
            sorted((scope, element, key) for (scope, element), key in root.earlier.items() if scope in scopes),
        )
    )
    if len(raw) > MAX_SNAPSHOT_BYTES:
        raise Rejection(
            "too_large",
            "Expected a case of at most %(limit)s bytes, but this would make it %(found)s",
            limit=MAX_SNAPSHOT_BYTES,
            found=len(raw),
        )
    return raw


def _flow_row(flow: Flow) -> FlowRow:
    rows = [
        (token.id, token._parent or 0, token.task_spec.name, token._state, token.kept) for token in flow.tasks.values() if token.id != TOP
    ]
    return (flow.parent.id if flow.parent is not None else 0, flow.scope, rows)


def open_snapshot(world: "World", raw: bytes, digest: str | None = None, names: Mapping[int, str] | None = None) -> Root:
    """Return the case of a snapshot, on its own diagram or, where a digest is given, on another version of it.

    names: of elements, by the keys of the tokens that go on at them; all others stand where the snapshot says.

    Raises Rejection("state_forbids") where the other version lacks an element at which the case stands, and for an older format;
    Rejection("newer_release") for one of a newer: while nodes are brought to a release one by one, another may answer already.
    """
    saved = _read(raw)
    digest = digest or saved.digest
    root = Root(_spec(world, digest, saved.process), digest, saved.base, world)
    root.counter, root.received, root.completed = saved.counter, saved.received, saved.completed
    for owner, outer, own in saved.scopes:
        root.scopes.own[owner], root.scopes.outer[owner] = own, outer
    root.deadlines.restore(saved.deadlines)
    root.earlier = {(scope, element): key for scope, element, key in saved.earlier}
    root.stalled = {int(owner): code for owner, code in saved.stalled.items()}
    for parent_key, scope, rows in saved.flows:
        _plant(_opened(world, root, parent_key, scope) if parent_key else root, rows, names or {})
    if len(saved.flows) > 1:
        root.by_key = dict(sorted(root.by_key.items()))  # the order they came in, which is that of a case kept in memory
    return root


def _read(raw: bytes) -> Snapshot:
    try:
        saved = _DECODER.decode(raw)
        found = saved.version
    except msgspec.ValidationError:
        # A newer format may have anything in it but this.
        found = _VERSION.decode(raw).version
        if found == FORMAT:
            raise
    if found != FORMAT:
        raise Rejection(
            "newer_release" if found > FORMAT else "state_forbids",
            "Expected a case in format %(expected)s, but another release has written it in format %(found)s: this node has to be brought to"
            " that release",
            expected=FORMAT,
            found=found,
        )
    return saved


def _spec(world: "World", digest: str, process: str) -> "ProcessSpec":
    return world.programs.get(digest, world.load).processes[process]


def _opened(world: "World", root: Root, parent_key: int, scope: int) -> Flow:
    parent = root.by_key[parent_key]
    kept, element = parent.kept, parent.task_spec
    if kept.digest:
        return Sub(_spec(world, kept.digest, kept.process), parent, scope, kept.digest)
    inner: Any = element
    return Sub(inner.inner, parent, scope, parent.workflow.digest)


def _plant(flow: Flow, rows: list[TokenRow], names: Mapping[int, str]) -> None:
    specs, tasks, joins = flow.spec.task_specs, flow.tasks, flow.root.joins
    for key, above, said, state, kept in rows:
        name = names.get(key, said) if names else said
        element = specs.get(name)
        if element is None:
            raise Rejection(
                "state_forbids",
                "Expected the element %(element)s, at which the case stands, in the diagram, but it is not there",
                element=name,
            )
        token = Token(flow, element, tasks[above], state, key, kept)
        if state == WAITING and element.type in JOINS:
            joins[key] = token
