"""What happened in cases that their diagrams do not say: somebody put a hand to them, or time was counted otherwise than it stood.

By kind of event, and of what has no kind of its own by what the event says: of both there is an index in the order of the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.domain.actor import Actor
from app.queries.case_choice import CaseChoice
from app.queries.event_search import Place, events_at
from app.store.database import Reader

BACKDATED: Final = "receipt_backdated"
"""No kind of event: a case whose start says that it was received before it was entered."""

DEVIATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "sent-back": ("task_returned",),
    "withdrawn": ("completion_withdrawn",),
    "corrected": ("answers_corrected", "identity_corrected", "reply_put_right", "variables_set"),
    "intervened": ("instance_modified",),
    "clock": ("deadline_suspended", "deadline_resumed", "deadline_confirmed"),
    "moved": ("deadline_moved",),
    "decree": ("deadlines_recomputed",),
    "receipt": ("receipt_recorded", BACKDATED),
    "late": ("late_remark_filed",),
    "paper": ("paper_case_taken", "paper_decision_entered"),
    "incident": ("incident_resolved", "incident_opened"),
    "migrated": ("instance_migrated",),
    "cancelled": ("process_instance_cancelled",),
}
"""Sorts of deviation, and the kinds of event that are of each."""

IN_COURSE: Final = frozenset(
    {
        "process_instance_started", "task_completed", "task_assigned", "task_unassigned", "task_changed", "identity_kept",
        "identity_protection_lifted", "writer_asked", "writer_answered", "task_urged", "urging_answered", "task_delegated",
        "delegation_returned", "timer_fired", "deadline_light_changed", "deadline_missed", "deadline_lapsed", "deadline_stop_outlasted",
        "extension_requested",
        "extension_withdrawn", "message_published", "message_correlated", "signal_received", "limit_set", "comment_added", "document_added",
        "points_appealed", "points_appeal_decided", "disposal_proposed", "disposal_refused", "hold_set", "hold_released", "case_erased",
        "query_code_given", "paper_drafted", "paper_edited", "paper_discarded", "paper_issued", "paper_served",
        "paper_service_struck",
    }
)  # fmt: skip
"""Kinds of event of a case that are none: the diagram says them, or they change nothing of its course."""

SAID: Final = frozenset({"deadline_moved", "paper_decision_entered"})
"""Deviations that are no kind of event but a fact, for which there is an index of its own."""

_STARTED: Final = "process_instance_started"
_ORDER: Final = "effective_at DESC, case_key DESC, seq DESC"
_OF_EVENTS: Final = "e.effective_at DESC, e.case_key DESC, e.seq DESC"


class FoundDeviations(Struct, frozen=True):
    """rows: as event_search gives them. sorts: by sort how many events, in how many cases, whichever is chosen. after: there are more."""

    rows: Sequence[Mapping[str, Any]]
    sorts: Mapping[str, tuple[int, int]]
    after: bool


def deviations(store: Reader, actor: Actor, choice: CaseChoice, sort: str, after: Place | None, limit: int) -> FoundDeviations:
    """Return one page, the newest first. sort: of DEVIATIONS, empty for all. choice: since and until are of the event's effect."""
    places = _places(store, actor, choice, sort, after, limit + 1)
    return FoundDeviations(events_at(store, places[:limit]), _counts(store, actor, choice), len(places) > limit)


def deviations_in_pages(
    store: Reader, actor: Actor, choice: CaseChoice, sort: str, after: Place | None, limit: int
) -> tuple[Sequence[Mapping[str, Any]], Place | None]:
    """Return some for a file, and where the next ones go on; None at the end."""
    places = _places(store, actor, choice, sort, after, limit)
    return events_at(store, places), places[-1] if len(places) == limit else None


def sort_of(kind: str, body: str) -> str:
    """Return of which sort an event is: by its kind, else by what it says."""
    if kind == _STARTED:
        kind = BACKDATED  # of starts only such are deviations
    said = {kind, *(fact for fact in SAID if f'"fact":"{fact}"' in body)}
    return next((sort for sort, kinds in DEVIATIONS.items() if said & set(kinds)), "")


def _places(store: Reader, actor: Actor, choice: CaseChoice, sort: str, after: Place | None, limit: int) -> list[Place]:
    further, values = "", dict[str, Any]()
    if after is not None:
        values = {"edge_at": after[0], "edge_case": after[1], "edge_seq": after[2]}
        further = " AND (e.effective_at, e.case_key, e.seq) < (:edge_at, :edge_case, :edge_seq)"
    branches = []
    for branch, more in _branches(store, actor, choice, sort):
        said = f"SELECT e.effective_at, e.case_key, e.seq {branch}{further} ORDER BY {_OF_EVENTS} LIMIT {limit}"
        branches.append(f"SELECT * FROM ({said}) b")
        values |= more
    rows = store.all(f"SELECT effective_at, case_key, seq FROM ({' UNION '.join(branches)}) n ORDER BY {_ORDER} LIMIT {limit}", **values)
    return [(row["effective_at"], row["case_key"], row["seq"]) for row in rows]


def _counts(store: Reader, actor: Actor, choice: CaseChoice) -> dict[str, tuple[int, int]]:
    found = {}
    for sort in DEVIATIONS:
        branches, values = [], dict[str, Any]()
        for branch, more in _branches(store, actor, choice, sort):
            branches.append(f"SELECT e.case_key, e.seq {branch}")
            values |= more
        counted = f"SELECT COUNT(*) AS events, COUNT(DISTINCT case_key) AS cases FROM ({' UNION '.join(branches)}) n"
        row = store.one(counted, **values)
        found[sort] = (int(row["events"]), int(row["cases"])) if row is not None else (0, 0)
    return found


def _branches(store: Reader, actor: Actor, choice: CaseChoice, sort: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield for each kind the SQL behind SELECT that finds its events by their index, and its values."""
    where, values = CaseChoice(choice.process, unit=choice.unit, files=choice.files).where(actor)
    for name, sign in (("since", ">="), ("until", "<")):
        if getattr(choice, name):
            where += f" AND e.effective_at {sign} :{name}"
            values[name] = getattr(choice, name)
    looks = "instr" if store.is_sqlite else "strpos"
    for chosen in (sort,) if sort else DEVIATIONS:
        for kind in DEVIATIONS[chosen]:
            index, said, more = "audit_event_by_kind", f"e.kind = :k_{kind}", {f"k_{kind}": kind}
            if kind == BACKDATED:
                said, more = f"e.kind = '{_STARTED}' AND e.seq = 1 AND p.received_at < p.started_at", {}
            elif kind in SAID:
                index, said, more = "audit_event_off_course", f'{looks}(e.body, \'"fact":"{kind}"\') > 0', {}
            by = f" INDEXED BY {index}" if store.is_sqlite else ""
            joined = f"FROM audit_event e{by} JOIN process_instance p ON p.key = CAST(e.case_key AS BIGINT)"
            yield f"{joined} WHERE {said} AND {where}", {**values, **more}
