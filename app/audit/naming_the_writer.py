"""What those who know who wrote in may not write where those who handle the case read it.

Only their words are looked at: to anybody else a refusal would tell whether a name is the right one.
"""

from collections.abc import Mapping
from typing import Any

from app.domain.actor import Actor
from app.domain.identity import LEAVE_OUT, gives_away, refuse_giving_away
from app.domain.permissions import CaseSight, sees_person
from app.domain.rejection import Message, Rejection
from app.store.database import Reader
from app.store.read_identity import kept_identity


def refuse_naming(store: Reader, actor: Actor, case_key: int, sight: CaseSight, answers: Mapping[str, Any]) -> None:
    """Raise Rejection("bad_answers") at each answer that names who wrote in, of a case that keeps it."""
    if sight.identity_kept and sees_person(actor, sight):
        refuse_giving_away(kept_identity(store, case_key), answers)


def refuse_naming_text(store: Reader, actor: Actor, case_key: int, sight: CaseSight, texts: Mapping[str, str]) -> None:
    """As `refuse_naming`, of texts that are no answers in a form. texts: by the field that each was typed into.

    Raises Rejection("bad_request").
    """
    if not (sight.identity_kept and sees_person(actor, sight)):
        return
    person = kept_identity(store, case_key)
    errors = {name: Message(LEAVE_OUT, {}) for name, text in texts.items() if gives_away(person, text)}
    if errors:
        raise Rejection("bad_request", LEAVE_OUT, field_errors=errors)
