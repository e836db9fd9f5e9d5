"""Records of ended cases: how long they are kept, what is proposed for them, legal holds, and what was erased."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.audit.disposal_rights import CONFIRMING
from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.permissions import plays, require_holding
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.domain.retention import years_of
from app.queries.case_page import seen_case
from app.queries.retention import Retention, retention
from app.service.decide_disposal import DecideDisposal
from app.service.propose_disposal import ProposeDisposal
from app.service.work import Command
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in
from app.web.presentation.retention_view import DueRow, ErasedRow, HeldRow, ProposalRow, RetentionView, RuleRow
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("retention", __name__)
PATH: Final = "/retention"
MOST_REASON: Final = 1000
DONE: Final = ("", "proposed", "refused", "erase", "hold", "release")
NO_CASE: Final = Message("Expected a case that you may see, but there is none", {})
NO_REASON: Final = Message("Say why; it goes into the history", {})
UNDECIDED: Final = Message("Choose one: confirm or refuse", {})
NOTHING_CHOSEN: Final = Message("Choose at least one case", {})
Problems = Mapping[str, Message]


@blueprint.get(PATH)
@signed_in
def page() -> Response:
    require_once(("done", "count"))
    return _page(person(), {}, done=choice("done", DONE, ""), count=_number(request.args.get("count", "")))


@blueprint.post(f"{PATH}/erasing")
@signed_in
def propose_erasing() -> AnyResponse:
    """Propose for each chosen case that it be erased: each success stands, each refusal is told beside its case."""
    actor, given = person(), request.form
    keys, reason = keys_among(given.getlist("key")), given.get("reason", "").strip()[:MOST_REASON]
    if not keys or not reason:
        return _page(actor, {"due": NO_REASON if keys else NOTHING_CHOSEN}, status=422)
    failed = _each(actor, {str(key): ProposeDisposal(key, "erase", reason) for key in keys})
    if failed:
        return _page(actor, failed, status=409, done="proposed", count=len(keys) - len(failed))
    return go(f"{PATH}?done=proposed&count={len(keys)}")


@blueprint.post(f"{PATH}/hold")
@signed_in
def propose_hold() -> AnyResponse:
    actor, given = person(), request.form
    number, reason = given.get("number", "").strip()[:40], given.get("hold_reason", "").strip()[:MOST_REASON]
    try:
        found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    except Rejection as rejection:
        return _page(actor, {"hold": rejection.message}, status=422)
    if not reason:
        return _page(actor, {"hold": NO_REASON}, status=422)
    failed = _each(actor, {"hold": ProposeDisposal(found.key, "hold", reason)})
    return _page(actor, failed, status=409) if failed else go(f"{PATH}?done=proposed&count=1")


@blueprint.post(f"{PATH}/<int:key>/release")
@signed_in
def propose_release(key: int) -> AnyResponse:
    actor, reason = person(), request.form.get("reason", "").strip()[:MOST_REASON]
    if not reason:
        return _page(actor, {str(key): NO_REASON}, status=422)
    failed = _each(actor, {str(key): ProposeDisposal(key, "release", reason)})
    return _page(actor, failed, status=409) if failed else go(f"{PATH}?done=proposed&count=1")


@blueprint.post(f"{PATH}/<int:key>/decision")
@signed_in
def decide(key: int) -> AnyResponse:
    """Confirm or refuse what is proposed for one case."""
    actor, given = person(), request.form
    require_holding(actor, CONFIRMING, "decide what becomes of a case's record")
    if given.get("decision") not in ("confirm", "refuse"):
        # No key press in the field of the reason decides: what is erased does not come back.
        return _page(actor, {str(key): UNDECIDED}, status=422)
    what, agreed = given.get("what", ""), given["decision"] == "confirm"
    reason = given.get("reason", "").strip()[:MOST_REASON]
    if not agreed and not reason:
        return _page(actor, {str(key): NO_REASON}, status=422)
    failed = _each(actor, {str(key): DecideDisposal(key, what, agreed, reason)})
    if failed:
        return _page(actor, failed, status=409)
    return go(f"{PATH}?done={what if agreed else 'refused'}&count=1")


def _each(actor: Actor, commands: Mapping[str, Command]) -> dict[str, Message]:
    """Carry out commands one by one; return why some were refused, by their names."""
    failed = {}
    for name, command in commands.items():
        try:
            surface().door.execute(command, actor)
        except Rejection as rejection:
            if rejection.code == "store_unavailable":
                raise
            note_refusal(rejection)
            # Whether there is none or none to see: of a secret case nothing tells which.
            failed[name] = NO_CASE if rejection.code == "not_found" else rejection.message
    return failed


def _page(actor: Actor, problems: Problems, *, status: int = 200, done: str = "", count: int = 0) -> Response:
    door, given = surface().door, request.form
    found: Retention = door.ask(retention, door.surroundings, actor, now())
    note_read("retention", cases={one.key for one in found.due}, actor=actor)
    rows = [one.key for one in found.due] + [row["case_key"] for row in (*found.proposals, *found.held)]
    listed = {str(key) for key in rows}
    view = RetentionView(
        tuple(RuleRow(_named(rule.digest, rule.process_id, rule.name), years_of(rule.retention) or 0) for rule in found.rules),
        tuple(
            DueRow(
                str(one.key),
                one.number,
                f"/cases/{one.number}",
                one.title or one.number,
                _named(one.rule.digest, one.rule.process_id, one.rule.name),
                one.ended_at,
                one.until,
                problems.get(str(one.key)),
            )
            for one in found.due
        ),
        found.more,
        tuple(_proposal(actor, row, problems, decides=found.decides) for row in found.proposals),
        tuple(_held(actor, row, problems) for row in found.held),
        tuple(_erased(actor, row) for row in found.erased),
        found.proposes,
        found.decides,
        given.get("reason", "") if request.path.endswith("/erasing") else "",
        given.get("number", ""),
        given.get("hold_reason", ""),
        problems.get("due"),
        problems.get("hold"),
        tuple(problem for name, problem in problems.items() if name not in ("due", "hold", *listed)),
        done,
        count,
    )
    return draw("retention.html", status, page=view, shell=shell("retention", actor))


def _named(digest: str, process_id: str, name: str = "") -> str:
    return process_name(digest, process_id, name or process_id)


def _proposal(actor: Actor, row: Mapping[str, Any], problems: Problems, *, decides: bool) -> ProposalRow:
    problem = problems.get(str(row["case_key"]))
    own = actor.account in (row["proposed_by"], row["proposed_for"])
    return ProposalRow(
        str(row["case_key"]),
        row["receipt_number"],
        _named(row["digest"], row["process_id"]),
        row["what"],
        row["proposer"] or row["proposed_by"],
        read_instant(row["proposed_at"]),
        row["reason"],
        decides and not own,
        problem,
        request.form.get("reason", "") if problem is not None else "",
    )


def _held(actor: Actor, row: Mapping[str, Any], problems: Problems) -> HeldRow:
    may = not actor.holds("auditor") and bool(row["owner"]) and plays(actor, row["owner"])
    return HeldRow(
        str(row["case_key"]),
        row["receipt_number"],
        _named(row["digest"], row["process_id"]),
        read_instant(row["held_since"]),
        row["reason"],
        may,
        problems.get(str(row["case_key"])),
    )


def _erased(actor: Actor, row: Mapping[str, Any]) -> ErasedRow:
    reads = actor.holds("auditor") or (bool(row["owner"]) and not row["secret"] and plays(actor, row["owner"]))
    return ErasedRow(
        row["receipt_number"],
        f"/cases/{row['receipt_number']}/replay" if reads else "",
        _named(row["digest"], row["process_id"]),
        read_instant(row["ended_at"]) if row["ended_at"] else None,
        date.fromisoformat(row["kept_until"]),
        read_instant(row["erased_at"]),
        row["proposer"] or row["proposed_by"],
        row["confirmer"] or row["confirmed_by"],
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 5 else 0
