"""Who changes whether the identity of who wrote in is kept, and which case that is."""

from app.audit.asked_deadline import case_seen
from app.domain.actor import Actor
from app.domain.permissions import CaseSight, may_correct, sees_kept_identity
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord


def may_change_keeping(actor: Actor, sight: CaseSight) -> bool:
    """Say whether the actor may: the owner of the procedure, who knows it, and nobody of a unit that handles the case."""
    return may_correct(actor, sight) and sees_kept_identity(actor, sight)


def puts_in_place_of(actor: Actor, sight: CaseSight) -> str | None:
    """Return the one in whose place the actor puts a question to the writer, as with a task of the group that nobody has taken on: who
    holds the owning office's post first and is away. None: in the own right. actor: with those for whom the actor stands in.

    Source: Opinions, article 37 (AB角).
    """
    return next((one.account for one in actor.stands_in if sight.owner in one.new_work), None)


def may_have_asked(actor: Actor, sight: CaseSight) -> bool:
    """Say whether the actor may have the writer asked: who handles the case, or stands in for who does, and may not learn who it was."""
    if not sight.identity_kept or sees_kept_identity(actor, sight):
        return False
    accounts = {actor.account, *(one.account for one in actor.stands_in)}
    return bool(accounts & sight.accounts or actor.groups & sight.groups or actor.units & sight.units)


def asks_for_nobody() -> Rejection:
    return Rejection(
        "forbidden", "Expected somebody who handles the case and may not learn who wrote it to have the writer asked, but you are not"
    )


def puts_nothing() -> Rejection:
    return Rejection(
        "forbidden", "Expected the owner of the procedure, who knows who wrote this, to enter what the writer answered, but you are not"
    )


def not_theirs() -> Rejection:
    return Rejection(
        "forbidden", "Expected the owner of the procedure, and nobody of a unit that handles the case, to say whether who wrote in is kept"
    )


def case_to_change(store: Reader, actor: Actor, case_key: int) -> CaseRecord:
    """Return a running case whose keeping the actor may change.

    Raises Rejection("not_found") for who may not see it, ("forbidden") for who may not, ("case_closed") for one that has ended.
    """
    found = case_seen(store, actor, case_key)
    if not may_change_keeping(actor, found.sight):
        raise not_theirs()
    if found.state != "ACTIVE":
        raise Rejection("case_closed", "Expected a running case, but it ended at %(at)s", at=found.ended_at)
    return found
