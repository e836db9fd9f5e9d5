"""Taking running cases to another version of their process: for operators. First what would become of each, then one command a case."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Actor
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import seen_case
from app.queries.migrations import MOST, Candidate, candidate, candidates, definition, running_versions, targets, where_now
from app.service.migrate_instance import MigrateInstance
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in
from app.web.pages.migration_words import element_rows
from app.web.presentation.migration_view import CaseRow, MigrationsView, MigrationView, Taken, VersionRow
from app.web.query_values import require_once
from app.web.surface import surface

blueprint = Blueprint("migrations", __name__)
_AS: Final = "as-"
"""Before the id of an element, in the name of the field that says at which one its tokens go on."""

LONGEST_REASON: Final = 1000


@blueprint.get("/migrations")
@signed_in
def page() -> AnyResponse:
    actor, door = person(), surface().door
    require_once(("from", "to", "after", "taken"))
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
    chosen = _of_version(actor, source, request.args)
    return draw("migrations.html", page=MigrationsView(chosen=chosen), shell=shell("incidents", actor))


@blueprint.post("/migrations")
@signed_in
def take() -> AnyResponse:
    """Send one command for each chosen case. Who is refused is told on the page that follows."""
    actor, given = person(), request.form
    (source, target), reason = _versions(given), given.get("reason", "").strip()[:LONGEST_REASON]
    keys = keys_among(given.getlist("key"))[:MOST]
    chosen = _chosen(given)
    if not reason or not keys:
        view = _of_version(actor, source, given, reason=reason, asked=True, ticked=keys)
        return draw("migrations.html", 422, page=MigrationsView(chosen=view), shell=shell("incidents", actor))
    refused = {}
    for key in keys:
        try:
            _command(actor, key, target, chosen, reason)
        except Rejection as rejection:
            if rejection.code in ("forbidden", "store_unavailable", "signed_out"):
                raise
            refused[key] = rejection.message
    if refused:
        view = _of_version(actor, source, given, taken=_taken(actor, keys, refused), reason=reason, ticked=list(refused))
        return draw("migrations.html", 409, page=MigrationsView(chosen=view), shell=shell("incidents", actor))
    said = {"from": source, "to": target, **{f"{_AS}{id}": to for id, to in chosen.items()}, "taken": ",".join(map(str, keys))}
    return go(f"/migrations?{urlencode(said)}")


@blueprint.get("/cases/<number>/migration")
@signed_in
def of_case(number: str) -> AnyResponse:
    actor = person()
    chosen = _of_case(actor, read_receipt_number(number), request.args)
    return draw("migrations.html", page=MigrationsView(chosen=chosen), shell=shell("cases", actor))


@blueprint.post("/cases/<number>/migration")
@signed_in
def take_case(number: str) -> AnyResponse:
    """Take one case there. A refusal is told on the same page, with the reason kept."""
    actor, given = person(), request.form
    found = surface().door.ask(seen_case, actor, read_receipt_number(number))
    reason = given.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        view = _of_case(actor, found.receipt_number, given, asked=True)
        return draw("migrations.html", 422, page=MigrationsView(chosen=view), shell=shell("cases", actor))
    try:
        _command(actor, found.key, _versions({"from": "0", **given})[1], _chosen(given), reason)
    except Rejection as rejection:
        if rejection.code in ("forbidden", "store_unavailable", "signed_out", "not_found"):
            raise
        taken = (Taken(found.receipt_number, f"/cases/{found.receipt_number}", rejection.message),)
        view = _of_case(actor, found.receipt_number, given, taken=taken, reason=reason)
        return draw("migrations.html", 409, page=MigrationsView(chosen=view), shell=shell("cases", actor))
    return go(f"/cases/{found.receipt_number}?tab=history")


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


def _of_version(actor: Actor, source: int, given: Mapping[str, str], *, ticked: Sequence[int] | None = None, **more: Any) -> MigrationView:
    door = surface().door
    row = door.ask(definition, actor, source)
    offered = door.ask(targets, actor, row["id"], source)
    to = _target(offered, given)
    rows, after = list[Candidate](), 0
    if to is not None:
        start = next(iter(keys_among([given.get("after", "")])), 0)
        rows, after = door.ask(candidates, actor, source, start, (door.surroundings, to["digest"], _chosen(given), now()))
    taken = more.pop("taken", None) or _taken(actor, keys_among(given.get("taken", "").split(","))[:MOST], {})
    said = {"from": source, **({"to": to["key"]} if to is not None else {})}
    kept = {f"{_AS}{id}": value for id, value in _chosen(given).items()}
    further = f"/migrations?{urlencode({**said, **kept, 'after': after})}" if after else ""
    return _view(row, offered, to, rows, given, action="/migrations", more=further, taken=taken, ticked=ticked, **more)


def _of_case(actor: Actor, number: str, given: Mapping[str, str], **more: Any) -> MigrationView:
    door = surface().door
    found = door.ask(seen_case, actor, number)
    row = door.ask(definition, actor, found.definition_key)
    offered = door.ask(targets, actor, found.process_id, found.definition_key) if found.state == "ACTIVE" else ()
    to, rows = _target(offered, given), list[Candidate]()
    if to is not None:
        rows = [door.ask(candidate, actor, (found.key, number), (door.surroundings, to["digest"], _chosen(given), now()))]
    return _view(row, offered, to, rows, given, action=f"/cases/{number}/migration", number=number, back=f"/cases/{number}", **more)


def _target(offered: Sequence[Mapping[str, Any]], given: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return the version that was asked for, else the newest. Raises Rejection("bad_filter") for one that is not offered."""
    asked = given.get("to", "")
    if not asked:
        return offered[0] if offered else None
    found = next((row for row in offered if str(row["key"]) == asked), None)
    if found is None:
        raise Rejection("bad_filter", "Expected a version in force to take the cases to, but found %(found)s", found=asked[:40])
    return found


def _taken(actor: Actor, keys: Sequence[int], refused: Mapping[int, Message]) -> tuple[Taken, ...]:
    there = surface().door.ask(where_now, actor, keys)
    return tuple(
        Taken(there[key]["receipt_number"], f"/cases/{there[key]['receipt_number']}", refused.get(key)) for key in keys if key in there
    )


def _view(
    row: Mapping[str, Any],
    offered: Sequence[Mapping[str, Any]],
    to: Mapping[str, Any] | None,
    rows: Sequence[Candidate],
    given: Mapping[str, str],
    *,
    ticked: Sequence[int] | None = None,
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
            one.preview.problem is None and (ticked is None or one.key in ticked),
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
        fields=(("from", str(row["key"])),),
        **more,
    )
