"""The access log: who looked at what people wrote, who signed in, what was refused. One chain, `access`, by the rule of all chains.

Source: security S14; docs/decisions, "the access log".
"""

from collections.abc import Sequence
from typing import Final

from app.audit.hash_chain import COLUMNS, FIRST_DIGEST
from app.audit.record import Circumstances, make_event
from app.domain.actor import Actor
from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.store.database import Reader
from app.store.unit_of_work import deciding_instant, next_number

CHAIN: Final = "access"
NO_CONTENT: Final = canonical({"input": {}, "private": {}})
"""Nothing that people wrote belongs here, so nothing lies beside these events, and there is no secret to forget."""

_COLUMNS: Final = (*COLUMNS, "digest")
_VALUES: Final = ", ".join(f":{name}" for name in _COLUMNS)
_INSERT: Final = f"INSERT INTO access_event ({', '.join(_COLUMNS)}) VALUES ({_VALUES})"  # noqa: S608  # names are ours


def note_access(store: Reader, actor: Actor, command: str, facts: Sequence[Fact], *, test_clock: bool) -> None:
    """Append one event. command: what was asked for, such as `sign_in` or `POST /v2/user-tasks/<key>/completion`.

    The number is taken first: its row stays locked until the transaction ends, so writers of all nodes queue and the chain never forks.
    """
    seq = next_number(store, CHAIN)
    before = store.value("SELECT digest FROM access_event WHERE case_key = :chain AND seq = :seq", chain=CHAIN, seq=seq - 1)
    now = deciding_instant(store, test_clock=test_clock)
    circumstances = Circumstances(command, facts[0].kind, actor, now, now, None, None, None)
    event = make_event(CHAIN, seq, before or FIRST_DIGEST, list(facts), circumstances, NO_CONTENT, None, b"")
    store.run(_INSERT, **event)
