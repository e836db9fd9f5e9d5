"""What a case throws for others gets its key, and a signal the names of those who wait for it at that very moment."""

from datetime import datetime, timedelta
from typing import Final

from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import BLOCK
from app.store.database import Reader
from app.store.unit_of_work import next_number

THROWN_LIVES_FOR: Final = timedelta(days=30)
"""How long a message that a case has thrown waits for its taker. Longer than most procedures, and not so long that a process deployed
next year is started by what nobody wanted to know this year."""


def bind_thrown(store: Reader, case_key: int, fact: Fact, now: datetime) -> None:
    """Complete the fact of a message or signal thrown. now: the deciding instant: one made up for is not older than the news of it.

    Keys count up in the order of the transactions, which is the order of delivery.
    """
    key = next_number(store, "case") * BLOCK
    if fact.kind == "message_thrown":
        fact.public.update({"messageKey": key, "expiresAt": instant_text(now + THROWN_LIVES_FOR)})
        return
    waiting = store.all(
        "SELECT DISTINCT case_key FROM subscription WHERE event = 'signal' AND message_name = :name AND case_key <> :own ORDER BY case_key",
        name=fact.public["name"],
        own=case_key,  # within the case it has happened already
    )
    starts = store.all(
        "SELECT definition_key, element_id FROM subscription WHERE event = 'signal' AND message_name = :name AND case_key IS NULL"
        " ORDER BY key",
        name=fact.public["name"],
    )
    fact.public.update(
        {
            "signalKey": key,
            "cases": [str(row["case_key"]) for row in waiting],
            "starts": [{"definitionKey": str(row["definition_key"]), "elementId": row["element_id"]} for row in starts],
        }
    )
