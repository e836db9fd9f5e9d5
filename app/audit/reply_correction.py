"""What the data of a case would say, had the reply that is proven been entered when it was received: beside what they say now.

The reply is given to the case as it stood before the silence took effect, by the diagram's own mappings. Where that comes to another value
than silence did, and what silence left there still stands, the other value is what puts it right.

Source: opinions, article 34; procedures, section 1, "received is not entered"; docs/decisions/0055.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.silent_step import SilentStep, silent_step
from app.audit.surroundings import Surroundings
from app.audit.undone_silence import was_put_right
from app.domain.canonical import canonical, parse
from app.domain.deadline_row import from_row
from app.domain.instant import instant_text, read_instant
from app.domain.lost_definitions import LOST
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.store.database import Reader

_ABSENT: Final = object()
_NOT_RIGHT: Final = marked(
    "Expected the data of the case to say what the proven reply says, but they still say what silence did: put them right first, or say"
    " why nothing is to be changed"
)


class Change(Struct, frozen=True):
    """scope_key: of the scope that holds the variable now. stands, becomes: its value as it is, and as it is to be."""

    scope_key: int
    name: str
    stands: Any
    becomes: Any


class ReplyCorrection(Struct, frozen=True):
    """changes: what is to be written, in the order of scopes and names. overwritten: names to which something else was written since,
    which stays. onward: ids of the tasks that the reply would have opened and silence did not."""

    changes: tuple[Change, ...]
    overwritten: tuple[str, ...] = ()
    onward: tuple[str, ...] = ()


class ProvenReply(Struct, frozen=True):
    """received_at: as of which the receipt holds, aware, UTC. answers: what the reply said; None where nobody entered it. seq: of the
    receipt's event. lapsed_at: when silence had taken effect."""

    received_at: datetime
    answers: Mapping[str, Any] | None
    seq: int
    lapsed_at: datetime


def proven_reply(store: Reader, case_key: int, deadline_key: int) -> ProvenReply | None:
    """Return the receipt that undid the silence of a deadline; None where there is none, or its words were erased."""
    rows = store.all(
        "SELECT e.seq, e.effective_at, c.content FROM audit_event e JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " WHERE e.case_key = :key AND e.kind = 'receipt_recorded' ORDER BY e.seq DESC",
        key=str(case_key),
    )
    for row in rows:
        said = parse(row["content"])["input"]
        if said.get("deadlineKey") == str(deadline_key) and said.get("lapsed") is not None:
            lapsed = from_row(json.loads(said["lapsed"]))
            return ProvenReply(read_instant(row["effective_at"]), said.get("answers"), row["seq"], lapsed.effective_at)
    return None


def issued_since(store: Reader, case_key: int, at: datetime) -> list[str]:
    """Return the numbers of the papers that a case has issued since an instant: what is issued stays issued."""
    rows = store.all(
        "SELECT number FROM paper WHERE case_key = :key AND state = 'issued' AND issued_at >= :at ORDER BY issued_at, key",
        key=case_key,
        at=instant_text(at),
    )
    return [row["number"] for row in rows]


def refuse_unless_right(store: Reader, surroundings: Surroundings, case: Case, case_key: int, deadline_key: int) -> None:
    """Raise Rejection("state_forbids") while what a silence left in the data of a case still stands, though its reply is proven.

    Where the reply is known and the diagram goes on from it, what it comes to is compared; else an operator's own correction since counts.
    """
    if was_put_right(store, case_key, deadline_key):
        return
    reply, correction = reply_correction(store, surroundings, case, case_key, deadline_key)
    if correction is not None and not correction.changes:
        return
    since = "SELECT 1 FROM audit_event WHERE case_key = :key AND kind = 'variables_set' AND seq > :seq"
    if correction is None and reply is not None and store.value(since, key=str(case_key), seq=reply.seq) is not None:
        return
    raise Rejection("state_forbids", _NOT_RIGHT)


def reply_correction(
    store: Reader, surroundings: Surroundings, case: Case, case_key: int, deadline_key: int
) -> tuple[ProvenReply | None, ReplyCorrection | None]:
    """Return the receipt, and what puts the data of the case right; None for what cannot be worked out.

    case: as it is now. The second is None where nobody entered what the reply said, and where the diagram does not go on from it.
    """
    reply = proven_reply(store, case_key, deadline_key)
    if reply is None or reply.answers is None:
        return reply, None
    step = silent_step(store, surroundings, case_key, deadline_key)
    heard = _heard(store, surroundings, case_key, step, reply) if step is not None else None
    if step is None or heard is None:
        return reply, None
    return reply, _compared(step, heard, case)


class ReplyOutlook(Struct, frozen=True):
    """What an operator is shown. papers: numbers of those issued since silence took effect. is_right: whether the data were put right."""

    reply: ProvenReply | None
    correction: ReplyCorrection | None
    papers: list[str]
    is_right: bool


def reply_outlook(store: Reader, surroundings: Surroundings, case_key: int, deadline_key: int) -> ReplyOutlook:
    """Return what is known of a reply that was proven, and what would be written now. Nothing is changed."""
    row = store.one(
        "SELECT s.snapshot, e.effective_at FROM case_state s JOIN audit_event e ON e.case_key = :chain AND e.seq = s.seq"
        " WHERE s.case_key = :key",
        key=case_key,
        chain=str(case_key),
    )
    if row is None or row["snapshot"] is None:
        return ReplyOutlook(proven_reply(store, case_key, deadline_key), None, [], False)
    at = read_instant(row["effective_at"])
    case = Case.restore(surroundings.world(store, case_key, at, at), bytes(row["snapshot"]))
    reply, correction = reply_correction(store, surroundings, case, case_key, deadline_key)
    papers = issued_since(store, case_key, reply.lapsed_at) if reply is not None else []
    return ReplyOutlook(reply, correction, papers, was_put_right(store, case_key, deadline_key))


def _heard(store: Reader, surroundings: Surroundings, case_key: int, step: SilentStep, reply: ProvenReply) -> Case | None:
    """Return the case as the reply would have left it; None where it could not have been given."""
    try:
        case = step.reopened(store, surroundings, case_key, reply.received_at)
        case.complete(step.task_key, reply.answers or {})
    except (Rejection, *LOST):
        return None
    return case


def _compared(step: SilentStep, heard: Case, case: Case) -> ReplyCorrection | None:
    """Return None where silence and reply come to the same data: then what the reply changes lies elsewhere."""
    changes, overwritten, differs = [], [], False
    deemed, now = step.after.own_variables(), case.own_variables()
    for scope, name, was, becomes in _differences(step.scopes, deemed, heard.own_variables()):
        differs = True
        holder = next((around for around in step.after.scopes_around(scope) if name in now.get(around, {})), None)
        stands = now[holder][name] if holder is not None else _ABSENT
        put = _put_in(stands, was, becomes)
        if holder is None or put is _ABSENT:
            overwritten.append(name)
        elif canonical(put) != canonical(stands):
            changes.append(Change(holder, name, stands, put))
    opened = {task.element_id for task in heard.open_tasks()} - {task.element_id for task in step.after.open_tasks()}
    return ReplyCorrection(tuple(changes), tuple(dict.fromkeys(overwritten)), tuple(sorted(opened))) if differs else None


def _differences(
    scopes: frozenset[int], deemed: Mapping[int, Mapping[str, Any]], heard: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, str, Any, Any]]:
    """Yield what silence wrote and the reply would have written otherwise, in the scopes that were there before and that
    both leave open."""
    for scope in sorted(scopes & deemed.keys() & heard.keys()):
        for name in sorted(deemed[scope].keys() & heard[scope].keys()):
            was, becomes = deemed[scope][name], heard[scope][name]
            if canonical(was) != canonical(becomes):
                yield scope, name, was, becomes


def _put_in(stands: Any, was: Any, becomes: Any) -> Any:
    """Return a value with what silence left in it put right; _ABSENT where something else stands there by now.

    Of a list or an object only the members that silence and reply differ in are looked at: others may have answered since.
    """
    if stands is _ABSENT or canonical(stands) == canonical(becomes):
        return stands
    if canonical(stands) == canonical(was):
        return becomes
    if isinstance(stands, list) and isinstance(was, list) and isinstance(becomes, list) and len(stands) == len(was) == len(becomes):
        return _whole([_member(*members) for members in zip(stands, was, becomes, strict=True)])
    if isinstance(stands, dict) and isinstance(was, dict) and isinstance(becomes, dict) and stands.keys() == was.keys() == becomes.keys():
        members = _whole([_member(stands[name], was[name], becomes[name]) for name in stands])
        return members if members is _ABSENT else dict(zip(stands, members, strict=True))
    return _ABSENT


def _member(stands: Any, was: Any, becomes: Any) -> Any:
    return stands if canonical(was) == canonical(becomes) else _put_in(stands, was, becomes)


def _whole(members: Sequence[Any]) -> Any:
    return _ABSENT if any(member is _ABSENT for member in members) else list(members)
