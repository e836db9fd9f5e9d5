"""What a step may ask of the world outside the case."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct, field

from app.domain.fact import Fact
from app.feel import FeelWorld

if TYPE_CHECKING:
    from app.domain.calendar import Calendar
    from app.engine.program import Programs


class Decided(Protocol):
    """What evaluating a decision gave: see app.dmn."""

    @property
    def value(self) -> Any: ...


class InsideJob(Struct, frozen=True):
    """Work of a type `duban:*`, which runs inside.

    inputs: what its own mappings gave. seen: every variable that the element sees. scopes: keys of the scopes around it, the nearest
    first. key: of the element instance. facts: what the command has brought about so far and still stands.
    """

    type: str
    headers: Mapping[str, str]
    inputs: Mapping[str, Any]
    seen: Mapping[str, Any]
    scopes: tuple[int, ...]
    element_id: str
    key: int
    facts: Sequence[Fact] = ()


class JobResult(Struct, frozen=True):
    """variables: what the work brings the case. facts: what it brought about besides, after that it was done."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()


class World(Struct):
    """Made for one command.

    now: the effective instant, aware, UTC. decided_at: the instant at which the command is carried out, later than now where a timer is
    made up for; reminders missed until then are counted, not repeated. None: the same as now.
    resolve_process: (process id, binding type, version tag) -> (digest, process id); Rejection where there is none.
    resolve_form: (form id, binding type, version tag) -> (digest, version); Rejection where there is none. None, also for one form: nobody
    asks for it, as in the record of a case from before forms were.
    decide: (decision id, binding type, version tag, variables) -> result; Rejection or FeelError where it fails.
    run_job: carries out the work of a type `duban:*`; Rejection where it fails. None: such work gives nothing.
    case_facts: what the reserved name `case` reads.
    spent: steps of FEEL that the command has used so far.
    asking_digest: set by the engine before it calls one of these: the digest of the file that holds the element which asks.
    answering_digest: set by `decide`: the digest of the file whose decision answered.
    """

    now: datetime
    feel: FeelWorld
    calendar: "Calendar"
    programs: "Programs"
    load: Callable[[str], bytes]
    resolve_process: Callable[[str, str, str | None], tuple[str, str]]
    decide: Callable[[str, str, str | None, Mapping[str, Any]], Any]
    case_facts: Mapping[str, Any] = field(default_factory=dict)
    run_job: Callable[[InsideJob], JobResult] | None = None
    resolve_form: Callable[[str, str, str | None], tuple[str, int] | None] | None = None
    decided_at: datetime | None = None
    yellow_share: str | None = None
    asking_digest: str = ""
    answering_digest: str = ""
    spent: int = 0
