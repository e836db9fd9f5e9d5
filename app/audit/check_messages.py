"""Comparing what a case took with what was sent: a message that nobody published and no case threw decides nothing.

A row put in among the messages on their way would else be brought to whoever waits for it, by the product itself.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.audit.said_facts import said_facts
from app.domain.canonical import parse
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.store.database import Reader

_TAKEN: Final = ('"message_taken"', '"signal_received"')
_SENT: Final = ('"message_published"', '"message_thrown"')
_PUBLISHED: Final = "SELECT seq, body FROM audit_event WHERE case_key = :key AND kind = 'message_published'"
_THROWN: Final = "SELECT seq, body FROM audit_event WHERE case_key = :key AND body LIKE :said ORDER BY seq"
_CONTENT: Final = "SELECT content FROM event_content WHERE case_key = :key AND seq = :seq"
_ROWS: Final = "SELECT key, name, correlation_key, expires_at, variables, taken FROM message WHERE thrown_by "
_OF_NO_CASE: Final = (
    "SELECT key FROM message WHERE thrown_by IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.case_key = CAST(message.thrown_by AS TEXT)) ORDER BY key"
)
_KEY: Final = re.compile(r'"messageKey":"(\d+)"')
_BROUGHT: Final = "message_correlated"
_UNSENT: Final = "message"
_ON_ITS_WAY: Final = "message_inserted"

Event = Mapping[str, Any]
Fact = Mapping[str, Any]


class SentMessages:
    """What was published, read once; and which messages were taken, so that none is taken twice."""

    def __init__(self, store: Reader) -> None:
        self._store, self._taken = store, dict[str, tuple[str, int]]()
        self._published: dict[str, tuple[int, str]] | None = None

    def first_taken(self, message: str, key: str, seq: int) -> bool:
        """Note that an event took a message; say whether it is the first that did."""
        return self._taken.setdefault(message, (key, seq)) == (key, seq)

    def sending(self, message: str, thrown_by: str | None) -> tuple[Event, int, Fact] | None:
        """Return event, place and fact by which a message was sent; None where there is none. thrown_by: None: published."""
        if thrown_by is None:
            if self._published is None:
                rows = self._store.all(_PUBLISHED, key=str(CITY_CHAIN))
                self._published = {key: (row["seq"], row["body"]) for row in rows for key in _KEY.findall(str(row["body"]))}
            found = self._published.get(message)
            rows = [] if found is None else [{"case_key": str(CITY_CHAIN), "seq": found[0], "body": found[1]}]
        else:
            rows = self._thrown(thrown_by, f'%"messageKey":"{message}"%')
        return next((one for one in said_facts(rows, _SENT) if str(one[2].get("messageKey")) == message), None)

    def has_signal(self, key: int, name: str, thrown_by: str, target: str | None) -> bool:
        """Say whether a case threw a signal for a target, a case; None: for the start of one."""
        for _, _, fact in said_facts(self._thrown(thrown_by, '%"signal_thrown"%'), ('"signal_thrown"',)):
            targets = [*map(str, fact.get("cases", ())), *(None for _ in fact.get("starts", ()))]
            place = key - int(fact.get("signalKey", key + 1))
            if fact["fact"] == "signal_thrown" and fact.get("name") == name and 0 <= place < len(targets) and targets[place] == target:
                return True
        return False

    def _thrown(self, key: str, said: str) -> list[Event]:
        return [{"case_key": key, **row} for row in self._store.all(_THROWN, key=key, said=said)]


def bad_message(store: Reader, key: str, chain: Sequence[Event], sent: SentMessages) -> Break | None:
    """Return the first event that took what nobody sent, what was sent with other words, or what another event took already; else what is
    on its way from this chain as no event of it says: with the event that sent it, or with the last where none did.

    chain: one that holds, of which all events can be read. Of what was erased, and so cannot be compared any more, only that it was sent.
    """
    if not chain:
        return None
    for event, _, fact in said_facts(chain, _TAKEN):
        if not _was_sent(store, event, fact, sent):
            return Break(key, event["seq"], _UNSENT)
    return _bad_on_its_way(store, key, chain, sent)


def _was_sent(store: Reader, event: Event, fact: Fact, sent: SentMessages) -> bool:
    key, thrown_by = str(event["case_key"]), fact.get("thrownBy")
    if fact["fact"] == "signal_received":
        target = None if event["kind"] == "process_instance_started" else key
        return thrown_by is not None and sent.has_signal(int(fact["signalKey"]), str(fact["name"]), str(thrown_by), target)
    if fact["fact"] != "message_taken":
        return True
    message = str(fact["messageKey"])
    found = sent.sending(message, thrown_by)
    if found is None or not sent.first_taken(message, key, event["seq"]):
        return False
    source, place, said = found
    given, words = _read(store, event).get("input"), _read(store, source).get("private", {}).get(str(place))
    if event["kind"] != _BROUGHT or given is None or words is None:
        return True
    return (given["name"], given["correlationKey"], given["variables"]) == (said["name"], *_words(words))


def _words(private: Mapping[str, Any]) -> tuple[str, Any]:
    variables = private["variables"]
    return private.get("correlationKey") or "", parse(variables) if isinstance(variables, str) else variables


def _bad_on_its_way(store: Reader, key: str, chain: Sequence[Event], sent: SentMessages) -> Break | None:
    city = key == str(CITY_CHAIN)
    rows = store.all(_ROWS + "IS NULL ORDER BY key") if city else store.all(_ROWS + "= :key ORDER BY key", key=int(key))
    for row in rows:
        found = sent.sending(str(row["key"]), None if city else key)
        if found is None:
            return Break(key, chain[-1]["seq"], _ON_ITS_WAY, row=f"message {row['key']}")
        source, place, said = found
        wrong = [name for name, was in (("name", said["name"]), ("expires_at", said["expiresAt"])) if row[name] != was]
        words = _read(store, source).get("private", {}).get(str(place))
        if words is not None:
            correlation, variables = _words(words)
            wrong += ["correlation_key"] if row["correlation_key"] != correlation else []
            # Who took it leaves nothing of what it said.
            wrong += ["variables"] if not row["taken"] and _value(row["variables"]) != variables else []
        if wrong:
            return Break(key, source["seq"], "row", row=", ".join((f"message {row['key']}", *wrong)))
    return _bad_signal(store, key, chain, sent) if city else None


def _bad_signal(store: Reader, key: str, chain: Sequence[Event], sent: SentMessages) -> Break | None:
    """Compare the signals on their way to all cases, and what is said to come from cases that there are not."""
    for row in store.all("SELECT key, content, case_key FROM outbox WHERE kind = 'signal' ORDER BY key"):
        said = _value(row["content"])
        target = str(said["case"]) if isinstance(said, dict) and "case" in said else None
        known = isinstance(said, dict) and sent.has_signal(row["key"], str(said.get("name")), str(said.get("thrownBy")), target)
        if not known or row["case_key"] != target:
            return Break(key, chain[-1]["seq"], _ON_ITS_WAY, row=f"outbox {row['key']}")
    loose = store.value(_OF_NO_CASE + " LIMIT 1")
    return None if loose is None else Break(key, chain[-1]["seq"], _ON_ITS_WAY, row=f"message {loose}")


def _read(store: Reader, event: Event) -> Mapping[str, Any]:
    """Return what lies beside an event; nothing where it was erased."""
    found = _value(store.value(_CONTENT, key=event["case_key"], seq=event["seq"]))
    return found if isinstance(found, dict) else {}


def _value(text: Any) -> Any:
    try:
        return parse(text) if isinstance(text, str) else None
    except Rejection:
        return None
