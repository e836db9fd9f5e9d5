"""Taking running cases to another version of their process: for operators. First what would become of each, then one command a case.

What was sent and not done comes back at an address of its own, which can be loaded again: what was chosen and typed is kept beside why.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, request
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import seen_case
from app.queries.draft import draft
from app.queries.migrations import MOST, Candidate, candidate, candidates, definition, running_versions, targets, where_now
from app.service.keep_draft import drop_draft, keep_draft
from app.service.migrate_instance import MigrateInstance
from app.web.access import note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in
from app.web.pages.kept_refusal import refusal_in, with_refusal
from app.web.pages.migration_words import element_rows
from app.web.pages.moves import dialog_owner
from app.web.pages.typed_words import NO_TASK, note_sent, words_kept
from app.web.presentation.migration_view import CaseRow, MigrationsView, MigrationView, Taken, VersionRow
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("migrations", __name__)
_AS: Final = "as-"
"""Before the id of an element, in the name of the field that says at which one its tokens go on."""

LONGEST_REASON: Final = 1000
DRAFT: Final = "migration"
RAISED: Final = ("forbidden", "store_unavailable", "signed_out")
"""Refusals that are of no case, and that a page of their own says."""


@blueprint.get("/migrations")
@signed_in
def page() -> AnyResponse:
    actor, door = person(), surface().door
    require_once(("from", "to", "after", "taken", "refused"))
    source = next(iter(keys_among([request.args.get("from", "")])), None)
    if source is None:
        rows = door.ask(running_versions, actor)
        versions = tuple(
            VersionRow(
                process_name(row.digest, row.process_id, row.name), row.version, row.cases, row.newest, f"/migrations?from={row.key}"
            )
            for row in rows
        )
        return draw("migrations.html", page=MigrationsView(versions), shell=shell("incidents", actor))
    chosen = _of_version(actor, source, request.args, _told(actor, *_of_all(source)))
    return draw("migrations.html", _status(chosen), page=MigrationsView(chosen=chosen), shell=shell("incidents", actor))


@blueprint.post("/migrations")
@signed_in
def take() -> AnyResponse:
    """Send one command for each chosen case that is not there yet. Who is refused is told on the page that follows.

    A form that is sent again takes nothing again: a case that runs by the other version already is done.
    """
    actor, given = person(), request.form
    (source, target), reason = _versions(given), given.get("reason", "").strip()[:LONGEST_REASON]
    keys = keys_among(given.getlist("key"))[:MOST]
    chosen = _chosen(given)
    said = {"from": source, "to": target, **{f"{_AS}{id}": to for id, to in chosen.items()}}
    said |= {"after": given["after"]} if keys_among([given.get("after", "")]) else {}
    refused, there = dict[int, Rejection](), surface().door.ask(where_now, actor, keys) if reason else {}
    for key in keys if reason else ():
        if key in there and there[key]["definition_key"] == target:
            continue
        try:
            _command(actor, key, target, chosen, reason)
        except Rejection as rejection:
            if rejection.code in RAISED:
                raise
            note_refusal(rejection)
            refused[key] = rejection
    if refused or not keys or not reason:
        _keep(actor, _of_all(source), {"reason": reason, "keys": keys, "ticked": list(refused) if refused else keys}, refused)
        return go(f"/migrations?{urlencode({**said, 'refused': 1})}")
    note_sent(actor, *_of_all(source))
    return go(f"/migrations?{urlencode({**said, 'taken': ','.join(map(str, keys))})}")


@blueprint.get("/cases/<number>/migration")
@signed_in
def of_case(number: str) -> AnyResponse:
    actor = person()
    require_once(("to", "refused"))
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    chosen = _of_case(actor, found.receipt_number, request.args, _told(actor, found.key, DRAFT))
    return draw("migrations.html", _status(chosen), page=MigrationsView(chosen=chosen), shell=shell("cases", actor))


@blueprint.post("/cases/<number>/migration")
@signed_in
def take_case(number: str) -> AnyResponse:
    """Take one case there, unless it is there already. A refusal is told at the page's address, with the reason kept."""
    actor, given = person(), request.form
    door = surface().door
    found = door.ask(seen_case, actor, read_receipt_number(number))
    reason, target, chosen = given.get("reason", "").strip()[:LONGEST_REASON], _versions({"from": "0", **given})[1], _chosen(given)
    refused = dict[int, Rejection]()
    try:
        if reason and door.ask(where_now, actor, [found.key])[found.key]["definition_key"] != target:
            _command(actor, found.key, target, chosen, reason)
    except Rejection as rejection:
        if rejection.code in (*RAISED, "not_found"):
            raise
        note_refusal(rejection)
        refused[found.key] = rejection
    if refused or not reason:
        _keep(actor, (found.key, DRAFT), {"reason": reason, "keys": [found.key], "ticked": [found.key]}, refused)
        said = {"to": target, **{f"{_AS}{id}": to for id, to in chosen.items()}, "refused": 1}
        return go(f"/cases/{found.receipt_number}/migration?{urlencode(said)}")
    door.keep(drop_draft, found.key, dialog_owner(actor, DRAFT))
    return go(f"/cases/{found.receipt_number}?tab=history")


class Told(Struct, frozen=True):
    """What was sent and not done, or typed and not sent. keys: of the cases that were sent. ticked: those left to do; None: nothing was
    sent. refused: why, by the key of the case."""

    reason: str = ""
    keys: Sequence[int] = ()
    ticked: Sequence[int] | None = None
    refused: Mapping[int, Message] = {}


def _of_all(source: int) -> tuple[int, str]:
    """Return where words about all cases of a version are kept."""
    return NO_TASK, f"{DRAFT} {source}"


def _keep(actor: Actor, place: tuple[int, str], typed: Mapping[str, Any], refused: Mapping[int, Rejection]) -> None:
    """Keep what was sent beside why it was not done. place: the key and the name under which the page keeps its words."""
    wrong = {str(one): rejection.message for one, rejection in refused.items()}
    said = with_refusal(typed, Rejection("state_forbids", "Expected a reason and cases that can go on", field_errors=wrong))
    surface().door.keep(keep_draft, place[0], dialog_owner(actor, place[1]), said, None)


def _told(actor: Actor, key: int, name: str) -> Told:
    kept = surface().door.ask(draft, key, dialog_owner(actor, name))
    if kept is None:
        return Told()
    wrong, typed = refusal_in(kept.answers), kept.answers
    reason = str(typed.get("reason", ""))
    if "refused" not in request.args or wrong is None:
        return Told(reason)
    return Told(reason, typed["keys"], typed["ticked"], {int(one): message for one, message in wrong.field_errors.items()})


def _status(chosen: MigrationView) -> int:
    return 422 if chosen.asked else 409 if any(one.problem is not None for one in chosen.taken) else 200


def _versions(given: Mapping[str, str]) -> tuple[int, int]:
    keys = keys_among([given.get("from", ""), given.get("to", "")])
    if len(keys) != 2:
        raise Rejection("bad_request", "Expected a version to take the cases from and one to take them to")
    return keys[0], keys[1]


def _chosen(given: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(_AS): value for name, value in given.items() if name.startswith(_AS) and value}


def _command(actor: Actor, key: int, target: int, chosen: Mapping[str, str], reason: str) -> None:
    """Take one case there, by a mapping of the elements at which it stands now."""
    door = surface().door
    to = door.ask(definition, actor, target)
    found = door.ask(_mapped, actor, key, (door.surroundings, to["digest"], chosen, now()))
    door.execute(MigrateInstance(key, target, found, reason), actor)


def _mapped(store: Any, actor: Actor, key: int, look: Any) -> dict[str, str]:
    found = where_now(store, actor, [key]).get(key)
    if found is None or found["state"] != "ACTIVE":
        return {}  # the command says what is wrong with it
    return candidate(store, actor, (key, found["receipt_number"]), look).preview.mapping(look[2])


def _of_version(actor: Actor, source: int, given: Mapping[str, str], told: Told) -> MigrationView:
    door = surface().door
    row = door.ask(definition, actor, source)
    offered = door.ask(targets, actor, row["id"], source)
    to = _target(offered, given)
    rows, after = list[Candidate](), 0
    if to is not None:
        start = next(iter(keys_among([given.get("after", "")])), 0)
        rows, after = door.ask(candidates, actor, source, start, (door.surroundings, to["digest"], _chosen(given), now()))
    done = keys_among(given.get("taken", "").split(","))[:MOST] if told.ticked is None else told.keys
    taken = _taken(actor, done, told.refused, to["key"] if to is not None else 0)
    said = {"from": source, **({"to": to["key"]} if to is not None else {})}
    kept = {f"{_AS}{id}": value for id, value in _chosen(given).items()}
    further = f"/migrations?{urlencode({**said, **kept, 'after': after})}" if after else ""
    words = words_kept(actor, *_of_all(source))
    return _view(row, offered, to, rows, given, told, action="/migrations", more=further, taken=taken, kept=words)


def _of_case(actor: Actor, number: str, given: Mapping[str, str], told: Told) -> MigrationView:
    door = surface().door
    found = door.ask(seen_case, actor, number)
    row = door.ask(definition, actor, found.definition_key)
    offered = door.ask(targets, actor, found.process_id, found.definition_key) if found.state == "ACTIVE" else ()
    to, rows = _target(offered, given), list[Candidate]()
    if to is not None:
        rows = [door.ask(candidate, actor, (found.key, number), (door.surroundings, to["digest"], _chosen(given), now()))]
    href = f"/cases/{number}"
    taken = tuple(Taken(number, href, problem) for problem in told.refused.values())
    kept = words_kept(actor, found.key, DRAFT)
    return _view(row, offered, to, rows, given, told, action=f"{href}/migration", number=number, back=href, taken=taken, kept=kept)


def _target(offered: Sequence[Mapping[str, Any]], given: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return the version that was asked for, else the newest. Raises Rejection("bad_filter") for one that is not offered."""
    asked = given.get("to", "")
    if not asked:
        return offered[0] if offered else None
    found = next((row for row in offered if str(row["key"]) == asked), None)
    if found is None:
        raise Rejection("bad_filter", "Expected a version in force to take the cases to, but found %(found)s", found=asked[:40])
    return found


def _taken(actor: Actor, keys: Sequence[int], refused: Mapping[int, Message], target: int) -> tuple[Taken, ...]:
    """Return what came of each case: those that run by the target now went on, whoever says so in an address."""
    there = surface().door.ask(where_now, actor, keys)
    shown = [key for key in keys if key in there and (there[key]["definition_key"] == target) != (key in refused)]
    return tuple(Taken(there[key]["receipt_number"], f"/cases/{there[key]['receipt_number']}", refused.get(key)) for key in shown)


def _view(
    row: Mapping[str, Any],
    offered: Sequence[Mapping[str, Any]],
    to: Mapping[str, Any] | None,
    rows: Sequence[Candidate],
    given: Mapping[str, str],
    told: Told,
    **more: Any,
) -> MigrationView:
    names = element_names(row["digest"])
    newer = element_names(to["digest"]) if to is not None else {}
    cases = tuple(
        CaseRow(
            str(one.key),
            one.receipt_number,
            f"/cases/{one.receipt_number}",
            tuple(names.get(step.element_id) or step.element_id for step in one.preview.steps if not step.attached),
            tuple((newer.get(event.element_id) or event.element_id, event.due_at) for event in one.preview.added),
            one.preview.problem,
            one.preview.problem is None and (told.ticked is None or one.key in told.ticked),
        )
        for one in rows
    )
    return MigrationView(
        process_name=process_name(row["digest"], row["id"], row["name"]),
        version=row["version"],
        targets=tuple((str(one["key"]), one["version"]) for one in offered),
        to=str(to["key"]) if to is not None else "",
        to_version=to["version"] if to is not None else 0,
        elements=element_rows(row, to, rows, _chosen(given)) if to is not None else (),
        cases=cases,
        fields=(("from", str(row["key"])), *(("after", str(after)) for after in keys_among([given.get("after", "")])[:1])),
        reason=told.reason,
        asked=told.ticked is not None and not told.refused,
        **more,
    )
