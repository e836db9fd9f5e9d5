"""What the verification of a case answers."""

from app.web.api.casework.shapes import Shape


class DiffersAt(Shape):
    """seq: the first event at which something differs. of: chain, anchor or recomputation. what: what differs, in words."""

    seq: int
    of: str
    what: str


class Difference(Shape):
    """kind: variable, token, flow, task, deadline, timer or fact. name: of the variable, the element's id, or of the fact its kind and
    what it says. What each side says, as text; null: nothing."""

    kind: str
    name: str
    recorded: str | None
    recomputed: str | None


class Proof(Shape):
    """That an event is anchored: its digest leads over `path` (RFC 6962, section 2.1.1: hex, the lowest first) to `root`, which is signed.

    position: among the leafCount leaves of the batch, from 0. anchor: the line as it lies outside; signature: Ed25519, hex, over the
    canonical line without itself. publicKey: 64 hex digits.
    """

    seq: int
    digest: str
    batch: int
    at: str
    position: int
    leaf_count: int
    path: list[str]
    root: str
    previous_root: str
    signature: str
    public_key: str
    anchor: str


class LateEvent(Shape):
    """An event that was anchored long after it says it was recorded: its anchor proves that it was there at `anchoredAt`, not before."""

    seq: int
    recorded_at: str
    anchored_at: str


class Verification(Shape):
    """chain: verified or differs. anchor: the same, or pending while events wait for theirs. recomputation: verified, differs, erased, or
    pending while it goes on; asked again, it goes on from there.

    events: in the chain; anchored, computed: those of them that are anchored outside, and that came out again as recorded. differences: of
    the first event that comes out differently. recordedBy: the version of the engine that recorded it; recomputedBy: ours.
    late: events that were anchored more than ten minutes after they say they were recorded: no break, and to be asked about.
    proof: of the event that was asked for; null where none was, or while it waits for its anchor. message: that the case has no such event,
    so that the proof is of the nearest one; null where it has.
    """

    chain: str
    anchor: str
    recomputation: str
    differs_at: DiffersAt | None
    events: int
    anchored: int
    computed: int
    differences: list[Difference]
    recorded_by: str | None
    recomputed_by: str
    late: list[LateEvent]
    proof: Proof | None
    message: str | None
