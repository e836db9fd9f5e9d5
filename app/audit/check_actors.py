"""Comparing who did something with who was there then and what they might do.

Whoever has the database, and knows the product, can give its commands in any name. So the one whom an event names must have been an
account of the city then, not disabled, with the role that its command asks for; or the clock, the public, the system itself, for what they
alone do. It is asked of the city's own chain, whose events are held against it too. Source: docs/permissions.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.check_task_actors import TaskActors
from app.audit.city_record import CityRecord, facts_of
from app.domain.actor import Actor
from app.domain.command_rights import HELD, HELD_FOR_OTHERS, NEVER_FOR_ONESELF, PLAYED
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import CaseSight, may_correct, may_take_over, may_urge, plays
from app.domain.points_rights import decides_appeals

NOBODY: Final = "actor"
NO_RIGHT: Final = "actor_right"

Event = Mapping[str, Any]
Fact = Mapping[str, Any]
Sight = CaseSight

_BY_FACT: Final = {
    "account_disabled": "disable_account",
    "account_enabled": "enable_account",
    "account_registered": "register_account",
    "account_unlocked": "unlock_account",
    "calendar_year_entered": "enter_calendar_year",
    "deadlines_released": "release_deadlines",
    "definition_retired": "retire_definition",
    "deployment_made": "deploy_definition",
    "mail_address_set": "set_mail_address",
    "message_published": "publish_message",
    "office_registered": "register_office",
    "password_changed": "change_password",
    "people_imported": "import_people",
    "post_changed": "change_post",
    "post_registered": "register_post",
    "roles_changed": "change_roles",
    "sample_drawn": "draw_sample",
    "sessions_ended": "end_sessions",
    "token_created": "create_token",
    "token_revoked": "revoke_token",
    "unit_registered": "register_unit",
    "word_template_replaced": "replace_word_template",
}
"""In the chain of the city it counts what came about by an event, whatever command it names. A fact that is not here needs no role."""

_OF_THE_CLOCK: Final = frozenset({"fire_timer", "park_timer", "recompute_deadlines"})
_OF_THE_SYSTEM: Final = frozenset({"recompute_deadlines", "return_task"})
_BROUGHT: Final = frozenset({"correlate_message", "receive_signal", "set_limit", "start_instance"})
"""What the system brings: with a message or signal that it took, which is compared with what was sent."""

_TAKEN: Final = frozenset({"message_taken", "signal_received"})
_IN_A_TRIAL: Final = frozenset({"take_over_case"})

_BY_CASE: Final[Mapping[str, Callable[[Actor, Sight], bool]]] = {
    "add_comment": lambda actor, _: not actor.holds("auditor"),
    "add_document": lambda actor, _: not actor.holds("auditor"),
    "answer_for_writer": may_correct,
    "correct_answers": may_correct,
    "correct_identity": may_correct,
    "correlate_message": lambda actor, sight: plays(actor, "operator", *filter(None, [sight.owner])),
    "decide_appeal": lambda actor, _: decides_appeals(actor),
    "give_query_code": lambda actor, sight: sight.owner is not None and plays(actor, sight.owner),
    "keep_identity": may_correct,
    "lift_identity_protection": may_correct,
    "start_instance": lambda actor, _: actor.everything or bool(actor.holdings),
    "take_over_case": lambda actor, sight: may_take_over(actor, sight.owner),
    "urge_tasks": lambda actor, _: may_urge(actor),
}


def bad_actor(record: CityRecord, key: str, chain: Sequence[Event]) -> Break | None:
    """Return the first event by nobody who was there (`actor`), or by somebody who might not do it then (`actor_right`). chain: events that
    can be read."""
    sight = _sight(chain[0]) if chain else CaseSight()
    tasks = TaskActors(record, sight.owner)
    for event in chain:
        try:
            reason = _of_city(record, event) if key == str(CITY_CHAIN) else _of_case(record, event, sight)
            reason = reason or (NO_RIGHT if not tasks.might(event) else "")
        except (KeyError, TypeError, ValueError, AttributeError):
            reason = NOBODY  # what it says no event says
        if reason:
            return Break(key, int(event["seq"]), reason)
    return None


def _sight(event: Event) -> Sight:
    begun = next((fact for fact in facts_of(event) if fact["fact"] == "process_instance_started"), {})
    return CaseSight(owner=begun.get("owner"), started_by=str(begun.get("startedBy", "")))


def _of_case(record: CityRecord, event: Event, sight: Sight) -> str:
    name, command, at = str(event["actor"]), str(event["command"]), str(event["recorded_at"])
    if name in ("clock", "public", "system"):
        return "" if _may_without_account(record, name, event) else NOBODY
    actors = record.actors(name, at)
    if not actors or (event["acting_for"] and not record.was_registered(str(event["acting_for"]), at)):
        return NOBODY
    roles, allowed = PLAYED.get(command), _BY_CASE.get(command)
    may = any(plays(actor, *roles) for actor in actors) if roles else allowed is None or any(allowed(actor, sight) for actor in actors)
    return "" if may else NO_RIGHT


def _may_without_account(record: CityRecord, name: str, event: Event) -> bool:
    command, said = event["command"], {fact["fact"] for fact in facts_of(event)}
    if name == "public":
        return bool(command == "start_instance")
    if name == "clock":
        return command in _OF_THE_CLOCK or (command == "start_instance" and "timer_start_fired" in said)
    brought = command in _BROUGHT and bool(said & _TAKEN)
    return bool(command in _OF_THE_SYSTEM or brought or (record.demo and command in _IN_A_TRIAL))


def _of_city(record: CityRecord, event: Event) -> str:
    name, at = str(event["actor"]), str(event["recorded_at"])
    if name == "system":
        founding = record.founded == 0 or event["seq"] < record.founded
        return "" if founding or record.demo or event["command"] == "release_deadlines" else NOBODY
    actors = record.actors(name, at)
    if not actors or event["acting_for"]:
        return NOBODY
    for fact in facts_of(event):
        if not any(_might(record, actor, fact, at) for actor in actors):
            return NO_RIGHT
    return ""


def _might(record: CityRecord, actor: Actor, fact: Fact, at: str) -> bool:
    """Say whether somebody might bring about a fact of the city's chain. actor: by the name of the account alone."""
    kind = fact["fact"]
    if kind in ("leave_entered", "leave_ended"):
        who = str(fact["account"])
        return actor.account == who or actor.holds("system-admin") or record.leads(actor, who, at)
    command = _BY_FACT.get(kind, "")
    if command in NEVER_FOR_ONESELF and fact["account"] == actor.account:
        return False
    if command in HELD_FOR_OTHERS:
        return fact["account"] == actor.account or actor.holds(*HELD_FOR_OTHERS[command])
    if command in HELD:
        return actor.holds(*HELD[command])
    if command == "deploy_definition" and all(one["kind"] == "paper" for one in fact["resources"]) and actor.holds(*HELD["change_wording"]):
        return True
    return command not in PLAYED or plays(actor, *PLAYED[command])
