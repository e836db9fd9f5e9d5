"""The replay of a case: what it was after each of its events, and whether that is what was recorded."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from flask import Blueprint, Response, request
from msgspec.structs import replace

from app.audit.case_at import CaseAt
from app.audit.late_anchor import said_of_late
from app.audit.odd_event import UnreadableEvent
from app.audit.verify_case import CaseVerdict
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.languages import LANGUAGES
from app.domain.permissions import takes_evidence
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message
from app.queries.history import HistoryEvent
from app.queries.people import names_of
from app.queries.person import as_seen, hides_person, withheld_documents
from app.queries.replayed_case import SHOWN, ReplayedCase, replayed_case
from app.queries.retention import seen_or_erased
from app.web.access import note_read
from app.web.late_events import late_ones
from app.web.pages.definition_words import CaseNames, element_names, process_name
from app.web.pages.diagram_words import Passage, steps_of
from app.web.pages.dossier_parts import volumes_of
from app.web.pages.frame import draw, now, person, shell, signed_in, wording
from app.web.pages.history_words import history_entries
from app.web.pages.replay_words import changes_of, counts_of, deadlines_of, documents_of, ticks_of
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.replay_view import ReplayLine, ReplayView, SealView
from app.web.presentation.task_view import DiagramView
from app.web.presentation.wording import LONG_AGO, Wording
from app.web.query_values import choice, require_once
from app.web.send_evidence import send_evidence
from app.web.surface import surface

blueprint = Blueprint("replay", __name__)
AT_ONCE_SECONDS: Final = 1.0
"""So long a check computes before it says how far it is."""

CHECK_SECONDS: Final = 10 * AT_ONCE_SECONDS
"""So long where somebody waits for the verdict."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,100}")


@blueprint.get("/cases/<number>/replay")
@signed_in
def page(number: str) -> Response:
    actor = person()
    require_once(("event", "show", "of", "check"))
    return draw("replay.html", page=_view(actor, read_receipt_number(number)), shell=shell("cases", actor), then=_then())


def _then() -> Wording:
    """Return what writes instants of a case as they stand for good: none of them as today's."""
    return Wording(LANGUAGE.get(), surface().configuration.zone, LONG_AGO)


@blueprint.get("/cases/<number>/replay/seal")
@signed_in
def seal(number: str) -> Response:
    """Check the case for a while, and say how far that is: for the script of the page."""
    actor = person()
    case = surface().door.ask(seen_or_erased, actor, read_receipt_number(number))
    note_read("verification", cases={case.key}, actor=actor)
    hidden = surface().door.ask(hides_person, actor, case.key)
    return draw("parts/seal.html", seal=_seal(case.receipt_number, checked(case.key, AT_ONCE_SECONDS), hidden=hidden), then=_then())


@blueprint.get("/cases/<number>/evidence.zip")
@signed_in
def evidence(number: str) -> Response:
    """Send all that proves the case, for who takes it out of the house."""
    require_once(("writer",))
    return send_evidence(person(), read_receipt_number(number), with_writer=request.args.get("writer") == "included")


def checked(key: int, seconds: float, *, anew: bool = False) -> CaseVerdict:
    """Check a case for a while. anew: what was computed before is computed again."""
    found = surface()
    return found.door.ask(found.verifier.verify, found.door.surroundings, key, seconds=seconds, at=now(), anew=anew)


def _seal(number: str, verdict: CaseVerdict | None, *, hidden: bool, events: int = 0) -> SealView:
    """hidden: whether who wrote in is kept from the reader."""
    href = f"/cases/{number}/replay"
    if verdict is None:
        return SealView("checking", events, more=f"{href}/seal", now_href=f"{href}?check=now")
    first, again = verdict.first_difference(), verdict.recomputation
    state = "differs" if first else "checking" if again is None else "erased" if again.verdict == "erased" else "verified"
    if state == "verified" and verdict.anchors.waiting:
        state = "waiting"
    lines = tuple(
        (wording().message(one.thing), one.recorded, one.recomputed)
        for one in (again.differences if again is not None else ())
        if not (hidden and one.may_tell_writer)
    )
    late = late_ones(verdict)
    if again is not None and again.recomputed:
        lines = (("snapshot", again.recorded, again.recomputed), *lines)
    return SealView(
        state,
        verdict.events,
        verdict.computed,
        verdict.at,
        first.seq if first else 0,
        first.of if first else "",
        first.said if first else None,
        lines if first and first.of == "recomputation" else (),
        f"{href}?event={first.seq}" if first else "",
        tuple(sorted(verdict.anchors.waiting)),
        f"{href}/seal" if state == "checking" else "",
        f"{href}?check=now",
        late=tuple((said, f"{href}?event={seq}") for seq, said in said_of_late(late)),
        late_events={seq: said for one in late for seq, said in said_of_late([one])},
        anchored=len(verdict.anchors.batches),
    )


def seal_of(seal: SealView, seq: int) -> str:
    """Return the seal of one event."""
    if seal.state == "differs" and seq >= seal.first:
        return "differs" if seq == seal.first else ""
    if seal.state in ("checking", "erased") and seq > seal.done:
        return "erased" if seal.state == "erased" else ""
    return "waiting" if seq in seal.waiting else "verified"


def wanted() -> int | None:
    """Return the number of the event that the address names; None where it names none."""
    text = request.args.get("event", "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _view(actor: Actor, number: str) -> ReplayView:
    door = surface().door
    case = door.ask(seen_or_erased, actor, number)
    note_read("replay", cases={case.key}, actor=actor)
    asked_for, only = wanted(), choice("show", SHOWN, "all")
    odd = None
    try:
        found = door.ask(replayed_case, case.key, asked_for, only)
    except UnreadableEvent as unreadable:
        if unreadable.seq == 1:
            raise
        odd = unreadable.seq
        found = door.ask(replayed_case, case.key, asked_for, only, before=odd)
    hidden = door.ask(hides_person, actor, case.key)
    if odd is not None or request.args.get("check") == "now":
        verdict: CaseVerdict | None = checked(case.key, CHECK_SECONDS, anew=True)
    else:
        verdict = door.ask(surface().verifier.kept, case.key)
    seal = _seal(number, verdict, hidden=hidden, events=found.last)
    names, people = CaseNames(case.key, found.at.instances[str(case.key)][1], found.seq), door.ask(names_of)
    lines = _lines(found, door.ask(as_seen, actor, case.key, list(found.events)), names, people, seal)
    here = next((line for line in lines if line.entry.seq == found.seq), None)
    here = here or _lines(found, door.ask(as_seen, actor, case.key, [found.event]), names, people, seal)[0]
    row, href = found.event.event, f"/cases/{number}/replay"
    diagram, counts, diagrams = _diagram(case.key, number, found, href)
    show = wording()
    effective, recorded = read_instant(row["effective_at"]), read_instant(row["recorded_at"])
    return ReplayView(
        number=number,
        href=href,
        title=found.title or case.title or process_name(case.digest, case.process_id, case.process_id),
        process_name=process_name(case.digest, case.process_id, case.process_id),
        seq=found.seq,
        last=found.last,
        at=effective,
        event=here,
        lines=tuple((day, tuple(inside)) for day, inside in groupby(lines, lambda line: show.local(line.entry.at).date())),
        seal=seal,
        changes=changes_of(found, names, people, href, hidden=hidden),
        deadlines=deadlines_of(found, names, number),
        documents=documents_of(found, number, door.ask(withheld_documents, case.key) if hidden else frozenset()),
        diagram=diagram,
        digest=row["digest"],
        previous_digest=row["previous_digest"],
        recorded_at=recorded if recorded != effective else None,
        outside=_unreadable(odd) if odd is not None else outside(found.last),
        erased=found.erased,
        only=only,
        active=sum(active for _, active, _ in counts),
        done=sum(done for _, _, done in counts),
        lapsed=found.at.lapsed,
        counts=counts,
        diagrams=diagrams,
        ticks=ticks_of(found.instants, found.interventions),
        evidence=takes_evidence(actor),
        identity_kept=case.sight.identity_kept,
        volumes=volumes_of(found.seq),
        definition_href=f"/definitions/{_digest_drawn(case.key, found)}" if takes_evidence(actor) else "",
        programs=takes_evidence(actor) or actor.holds("designer", "operator"),
    )


def _unreadable(seq: int) -> Message:
    return Message("Event %(event)s cannot be read: it is not what was recorded. What lies before it is shown", {"event": seq})


def outside(last: int) -> Message | None:
    """Say that what was asked for is no event of the case, where that is so."""
    asked = request.args.get("event")
    number = wanted()
    if asked is None or (number is not None and 1 <= number <= last):
        return None
    return Message(
        "Expected an event from 1 to %(last)s, but found %(asked)s; the nearest is shown", {"last": last, "asked": asked[:20] or "-"}
    )


def _lines(
    found: ReplayedCase, events: Sequence[HistoryEvent], names: CaseNames, people: Mapping[str, str], seal: SealView
) -> list[ReplayLine]:
    entries = reversed(history_entries(list(events), names.of, people))
    return [ReplayLine(entry, str(entry.seq), seal_of(seal, entry.seq), entry.seq in found.interventions) for entry in entries]


def _drawn(case_key: int, found: ReplayedCase) -> str:
    """Return the key of the process instance whose diagram is drawn: the one that the address names, else the case's own."""
    instance = request.args.get("of", "")
    return instance if instance in found.at.instances else str(case_key)


def _digest_drawn(case_key: int, found: ReplayedCase) -> str:
    return found.at.instances[_drawn(case_key, found)][1]


def _diagram(
    case_key: int, number: str, found: ReplayedCase, href: str
) -> tuple[DiagramView | None, tuple[tuple[str, int, int], ...], tuple[tuple[str, str, bool], ...]]:
    """Return the drawing of one process of the case, as its own version has it, the counts on it, and the others to choose from."""
    door, at = surface().door, found.at
    instance = _drawn(case_key, found)
    process, digest = at.instances[instance]
    active, done = counts_of(at, instance)
    names = element_names(digest)
    file = door.ask(door.surroundings.diagram_for_words, digest)  # of a lost one the seal tells, and its drawing cannot be loaded
    drawn = steps_of(file, process, _passage(at, instance, active, done)) if file is not None else ()
    steps = tuple(replace(step, name=names.get(step.element_id) or step.name) for step in drawn)
    counts = tuple((element, active.get(element, 0), done.get(element, 0)) for element in dict.fromkeys((*active, *done)))
    drawing = f"/cases/{number}/diagram.bpmn?language={LANGUAGES[LANGUAGE.get()]}&of={digest}"
    taken = tuple(flow for (inside, flow) in at.taken if inside == instance)
    others = tuple(
        (process_name(file, id, id), f"{href}?event={found.seq}&of={key}", key == instance) for key, (id, file) in at.instances.items()
    )
    return DiagramView(drawing, steps, taken, found.versions[instance]), counts, others if len(others) > 1 else ()


def _passage(at: CaseAt, instance: str, active: Mapping[str, int], done: Mapping[str, int]) -> Passage:
    """Return how far the elements of a process instance were. active, done: as the page counts them."""
    left = {element: how for (inside, element), how in at.left.items() if inside == instance}
    deemed = {element: how for (inside, element), how in at.deemed.items() if inside == instance}
    return Passage(active, dict.fromkeys(done, ("", "")), left, deemed)
