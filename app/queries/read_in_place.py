"""In whose place somebody reads a case: for the access log. Source: Opinions, article 37; security S14."""

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.keys import case_key_of
from app.domain.permissions import in_place_of, sees_case
from app.store.database import Reader
from app.store.read_case import case_by_key
from app.store.read_task import read_task


def read_in_place(store: Reader, actor: Actor, key: int) -> str | None:
    """Return the account of the one who is away and in whose place the actor reads a task or a case; None: in the actor's own right.

    key: of a task, which is in that one's hands, or of a case, which the actor would not see otherwise.
    """
    task = read_task(store, key)
    if task is not None and (absent := in_place_of(actor, task.sight)) is not None:
        return absent
    case = case_by_key(store, case_key_of(key))
    if case is None or sees_case(replace(actor, stands_in=()), case.sight):
        return None
    return next((one.account for one in actor.stands_in if one.account in case.sight.accounts), None)
