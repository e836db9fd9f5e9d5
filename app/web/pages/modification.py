"""Moving a case outside its course: an operator chooses what ends and where it goes on, sees what will happen, and does it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request
from msgspec.structs import replace
from werkzeug.wrappers import Response as AnyResponse

from app.audit.moved_case import move_choice, moved_case, refuse_settling
from app.domain.actor import Actor
from app.domain.modification import End, Modification, Move
from app.domain.permissions import require
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.queries.case_page import CasePage, case_page
from app.queries.incidents import incident
from app.queries.proven_replies import proven_replies
from app.service.modify_instance import ModifyInstance
from app.web.access import note_read, note_refusal
from app.web.numbers_in_addresses import keys_among
from app.web.pages.definition_words import CaseNames, process_name
from app.web.pages.frame import draw, go, now, person, shell, signed_in
from app.web.pages.incident_words import cause_of
from app.web.pages.modification_words import outlook_of
from app.web.pages.typed_words import forget_words, words_kept
from app.web.presentation.modification_view import NOTHING, MoveView, Outlook, Proven, Standing, TargetGroup
from app.web.surface import surface

blueprint = Blueprint("modification", __name__)
KEPT: Final = ("bad_request", "state_forbids", "bad_answers", "case_closed")
"""Refusals that the page itself says, with what was chosen."""

WORDS: Final = "move"
_TO: Final = "to-"
"""Before the key of an element instance, in the name of the field that says where it alone goes on."""


@blueprint.get("/cases/<number>/move")
@signed_in
def page(number: str) -> Response:
    return _page(number, request.args)


@blueprint.post("/cases/<number>/move")
@signed_in
def move(number: str) -> AnyResponse:
    """Show what would happen, or do it. Whatever is refused is said above what was chosen."""
    actor, found = _operating(number)
    said, keys = request.form, keys_among(request.form.getlist("end"))
    errors = {}
    if not keys:
        errors["end"] = Message("Choose what is to be ended", {})
    if not any(said.getlist("target")) and not all(said.get(f"{_TO}{key}") for key in keys):
        errors["target"] = Message("Choose where the case goes on", {})
    if not said.get("reason", "").strip():
        errors["reason"] = Message("Say why; it goes into the history", {})
    proven = _proven(found.case.key, CaseNames(found.case.key, found.case.digest), said)
    errors |= {one.field: Message("Say whether the case is where it belongs with this", {}) for one in proven if one.settled is None}
    if errors:
        return _page(number, said, errors=errors, status=422)
    wanted, instance = _wanted(keys, said), _instance(found, said)
    settles = tuple(int(one.key) for one in proven if one.settled)
    door = surface().door
    try:
        moved = None
        if said.get("step") != "do":
            door.ask(refuse_settling, door.surroundings, found.case.key, settles, now())
        if said.get("step") != "do" or not wanted.move:
            moved = door.ask(moved_case, door.surroundings, found.case.key, instance, wanted, now())
        if moved is not None and moved.ends:
            errors["target"] = Message("Choose where the case goes on: with this nothing of it would be left", {})
            return _page(number, said, errors=errors, status=422)
        if moved is not None and said.get("step") != "do":
            return _page(number, said, outlook=outlook_of(moved, CaseNames(found.case.key, found.case.digest), now()))
        door.execute(ModifyInstance(instance, wanted, said["reason"].strip()[:1000], settles), actor)
    except Rejection as rejection:
        if rejection.code not in KEPT:
            raise
        note_refusal(rejection)
        names = CaseNames(found.case.key, found.case.digest)
        return _page(number, said, problem=_named(rejection.message, names, instance), errors=dict(rejection.field_errors), status=409)
    forget_words(actor, found.case.key, WORDS)
    return go(f"/cases/{found.case.receipt_number}?tab=history&done=moved")


def _proven(case_key: int, names: CaseNames, said: Mapping[str, Any]) -> tuple[Proven, ...]:
    """Return the replies whose incidents are open. Who came from one of them moves the case on its account, unless it is said otherwise."""
    found = []
    for row in surface().door.ask(proven_replies, case_key):
        one = Proven(
            str(row["key"]), names.of(row["element_id"], row["element_instance_key"], row["process_instance_key"]), row["put_right"]
        )
        chosen = said.get(one.field) or ("yes" if said.get("incident") == one.key else "")
        found.append(replace(one, settled=chosen == "yes" if chosen in ("yes", "no") else None))
    return tuple(found)


def _named(message: Message, names: CaseNames, instance: int) -> Message:
    """Return a refusal with the names of elements that the page shows, where it says their ids."""
    said = {name: names.of(str(message.facts[name]), None, instance) for name in ("element", "scope") if name in message.facts}
    return Message(message.template, {**message.facts, **said})


def _wanted(keys: list[int], said: Any) -> Modification:
    """Move what has a target of its own there. Of all else move from the first, and end the others with it: what is chosen for them begins
    once, however much is ended."""
    own = [(key, said[f"{_TO}{key}"]) for key in keys if said.get(f"{_TO}{key}")]
    others = [key for key in keys if key not in dict(own)]
    common = [target for target in dict.fromkeys(said.getlist("target")) if target not in ("", NOTHING)]
    pairs = [*own, *(((others or keys)[0], target) for target in common)]
    moved = {key for key, _ in pairs}
    return Modification(
        move=tuple(Move(source=End(key=key), target=target, within="nearest") for key, target in pairs),
        end=tuple(End(key=key) for key in keys if key not in moved),
    )


def _operating(number: str) -> tuple[Actor, CasePage]:
    """Raises Rejection("not_found"), ("forbidden") as the command would."""
    actor = person()
    found = surface().door.ask(case_page, actor, read_receipt_number(number))
    require(actor, ("operator",), "move a case")
    return actor, found


def _instance(found: CasePage, said: Mapping[str, Any]) -> int:
    given = keys_among([said.get("instance", "")])
    return given[0] if given and given[0] in _instances(found.case.key) else found.case.key


def _instances(case_key: int) -> dict[int, tuple[str, str]]:
    """Return process and file of the process instances of a case that run, by their keys."""
    rows = surface().door.ask(
        lambda store: store.all(
            "SELECT key, process_id, digest FROM process_instance WHERE case_key = :key AND state = 'ACTIVE' ORDER BY key", key=case_key
        )
    )
    return {row["key"]: (row["process_id"], row["digest"]) for row in rows}


def _page(
    number: str,
    said: Any,
    *,
    errors: Mapping[str, Message] | None = None,
    problem: Message | None = None,
    outlook: Outlook | None = None,
    status: int = 200,
) -> Response:
    actor, found = _operating(number)
    if found.case.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.case.ended_at)
    note_read("case", cases={found.case.key}, actor=actor)
    door, names = surface().door, CaseNames(found.case.key, found.case.digest)
    came_from = keys_among([said.get("incident", "")])
    about = door.ask(incident, actor, came_from[0]) if came_from else None
    instance = _instance(found, said if "instance" in said or about is None else {"instance": str(about["process_instance_key"])})
    choice = door.ask(move_choice, door.surroundings, found.case.key, instance, now())
    chosen = tuple(said.getlist("end")) or ((str(about["element_instance_key"]),) if about is not None else ())
    instances, words = _instances(found.case.key), words_kept(actor, found.case.key, WORDS)
    view = MoveView(
        f"/cases/{found.case.receipt_number}/move",
        found.case.receipt_number,
        f"/cases/{found.case.receipt_number}",
        found.case.title or found.process_name,
        str(instance),
        tuple((str(key), process_name(digest, id, id)) for key, (id, digest) in instances.items()) if len(instances) > 1 else (),
        tuple(
            Standing(str(one.key), names.of(one.element_id, one.key, instance), one.depth, one.inside, said.get(f"{_TO}{one.key}", ""))
            for one in choice.standing
        ),
        _groups([(one.element_id, one.within) for one in choice.targets], names, instance),
        chosen,
        tuple(filter(None, dict.fromkeys(said.getlist("target")))),
        said.get("reason", words.text)[:1000],
        str(about["key"]) if about is not None else "",
        cause_of(about) if about is not None else None,
        outlook,
        dict(errors or {}),
        problem,
        words,
        _proven(found.case.key, names, said),
    )
    return draw("move.html", status, page=view, shell=shell("cases", actor))


def _groups(targets: Sequence[tuple[str, str]], names: CaseNames, instance: int) -> tuple[TargetGroup, ...]:
    """Return the elements that have a name, by the part of the diagram that they are drawn in: what has none nobody could tell apart."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for id, within in targets:
        if names.is_drawn(id, instance):
            groups.setdefault(within, []).append((id, names.of(id, None, instance)))
    return tuple(TargetGroup(names.of(within, None, instance), tuple(elements)) for within, elements in groups.items())
