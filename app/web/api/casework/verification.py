"""Whether a case is what was recorded: its chain, the anchors outside, and that it comes out again."""

from typing import Final

from flask import request

from app.audit.hash_chain import engine_version
from app.audit.inclusion import Inclusion
from app.audit.verify_case import CaseVerdict, FirstDifference
from app.domain.rejection import Rejection
from app.queries.person import hides_person
from app.web.access import note_read
from app.web.api.casework.cases import left_or_whole
from app.web.api.casework.operation import Operation, Parameter
from app.web.api.casework.verification_shapes import Difference, DiffersAt, LateEvent, Proof, Verification
from app.web.api.exchange import asker
from app.web.late_events import late_ones
from app.web.surface import surface

LONGEST_SECONDS: Final = 20.0
"""After which a recomputation rests: no server waits for an answer for much longer."""

_LONGEST: Final = 100


def get_verification(receiptNumber: str) -> Verification:  # named as in the address
    key, found, seq = left_or_whole(receiptNumber), surface(), _event()
    note_read("verification", cases={key})
    around = found.door.surroundings
    verdict = found.door.ask(found.verifier.verify, around, key, seconds=LONGEST_SECONDS, at=found.door.now(), anew=True)
    proven = found.door.ask(found.verifier.inclusion, key, seq) if seq is not None else None
    hidden = found.door.ask(hides_person, asker(), key)
    return _shown(verdict, _proof(*proven) if proven else None, _outside(seq, verdict.events), hidden=hidden)


def _outside(asked: int | None, last: int) -> str | None:
    """Say that what was asked for is no event of the case, where that is so: as the replay does."""
    if asked is None or 1 <= asked <= last:
        return None
    return f"Expected an event from 1 to {last}, but found {asked}; the nearest is shown"


def _event() -> int | None:
    text = request.args.get("event")
    if text is None:
        return None
    if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > _LONGEST:
        raise Rejection("bad_filter", "Expected a whole number as event, but found %(found)s", found=text[:20])
    return int(text)


def _proof(inclusion: Inclusion, line: str, public_key: str) -> Proof:
    return Proof(
        seq=inclusion.seq,
        digest=inclusion.digest,
        batch=inclusion.batch,
        at=inclusion.at,
        position=inclusion.position,
        leaf_count=inclusion.count,
        path=list(inclusion.path),
        root=inclusion.root,
        previous_root=inclusion.previous_root,
        signature=inclusion.signature,
        public_key=public_key,
        anchor=line,
    )


def _shown(verdict: CaseVerdict, proof: Proof | None, message: str | None, *, hidden: bool) -> Verification:
    again, first = verdict.recomputation, verdict.first_difference()
    differing = again.differences if again is not None else ()
    if hidden:
        differing = tuple(one for one in differing if not one.may_tell_writer)
    words = again.words_of(differing) if again is not None else ""
    return Verification(
        chain=verdict.chain_says,
        anchor=verdict.anchor_says,
        recomputation=verdict.recomputation_says,
        differs_at=DiffersAt(seq=first.seq, of=first.of, what=words if first.of == "recomputation" else _reason(first)) if first else None,
        events=verdict.events,
        anchored=len(verdict.anchors.batches),
        computed=verdict.computed,
        differences=[Difference(kind=one.kind, name=one.name, recorded=one.recorded, recomputed=one.recomputed) for one in differing],
        recorded_by=again.recorded_by if again is not None else None,
        recomputed_by=engine_version(),
        late=[LateEvent(seq=one.seq, recorded_at=one.recorded_at, anchored_at=one.anchored_at) for one in late_ones(verdict)],
        proof=proof,
        message=message,
    )


def _reason(first: FirstDifference) -> str:
    named = first.file or first.row or (f"calendar {first.year}" if first.year else "")
    return f"{named}: {first.what}" if named else first.what


OPERATIONS: Final = (
    Operation(
        "GET",
        "/cases/{receiptNumber}/verification",
        "getVerification",
        "Whether a case is what was recorded, and where it first differs",
        get_verification,
        Verification,
        parameters=(
            Parameter(
                "event",
                "the number of an event; its proof is in the answer, of one that the case does not have the nearest one's",
                kind="integer",
            ),
        ),
    ),
)
