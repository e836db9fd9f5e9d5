"""Verifying every chain of the store, and that what people wrote is still what was recorded."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.audit.access_log import CHAIN
from app.audit.chain_break import FORM, Break, Head, first_break, is_readable
from app.audit.check_actors import bad_actor
from app.audit.check_definitions import DeployedFiles, bad_definition
from app.audit.check_disposal import bad_disposal, erased_elsewhere
from app.audit.check_files import Condition, bad_file
from app.audit.check_kept import bad_snapshot, bad_year, bad_year_of, newest_entered
from app.audit.check_leftovers import bad_leftover, bad_remnant
from app.audit.check_messages import SentMessages, bad_message
from app.audit.check_names import bad_name
from app.audit.check_rows import bad_row
from app.audit.check_shapes import bad_shape
from app.audit.city_record import CityRecord
from app.audit.erased import says_erased
from app.audit.hash_chain import COLUMNS, keyed_digest, secret_bytes
from app.audit.unreadable_fact import named
from app.domain.canonical import is_canonical
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader

_EVENTS = f"SELECT {', '.join(COLUMNS)}, digest FROM {{}} WHERE case_key = :key ORDER BY seq"  # noqa: S608  # names are ours


class Verdict(Struct, frozen=True):
    """breaks: of each chain that does not hold its first bad event, in the order of the chains, by number; the access log comes last.

    ends: of each chain, how many events there were, and the digest of the last; none of one of which nothing is left."""

    chains: int
    events: int
    breaks: tuple[Break, ...] = ()
    ends: Mapping[str, tuple[int, str]] = MappingProxyType({})

    @property
    def first_bad(self) -> Break | None:
        return self.breaks[0] if self.breaks else None


def verify_chains(store: Reader, condition: Condition | None = None, anchored: Mapping[str, Break] = MappingProxyType({})) -> Verdict:
    """Walk every chain of audit_event and access_event from its first event to its last.

    A deployed file that is not what was deployed is told once, of the event of chain 0 that deployed it.

    condition: asked for each document and issued paper, in the chain of its case; None: files are not looked at.
    anchored: of each chain the first event that is not the one that was anchored outside.
    """
    store.take_time()
    heads = {
        str(row["case_key"]): Head(row["seq"], row["chain_digest"])
        for row in store.all("SELECT case_key, seq, chain_digest FROM case_state WHERE seq > 0")
    }
    keys = {row["case_key"] for row in store.all("SELECT DISTINCT case_key FROM audit_event")} | set(heads) | (set(anchored) - {CHAIN})
    ends, found = dict[str, tuple[int, str]](), list[Break | None]()
    files, told, newest = DeployedFiles(store), set[str](), newest_entered(store)
    sent, record = SentMessages(store), CityRecord(store)
    for key in sorted(keys, key=lambda key: (len(key), key)):
        chain = store.all(_EVENTS.format("audit_event"), key=key)
        ends |= _end(key, chain)
        broken = first_break(chain, heads.get(key, Head(0, "")), key)
        readable, is_city = list(filter(is_readable, chain)), key == str(CITY_CHAIN)
        deployed = named(bad_definition, store, key, readable, files, told)
        years = named(_bad_years, store, key, readable) if is_city else None
        people = named(_by_whom_and_what, store, key, readable, record)
        beside = named(_beside, store, key, chain, condition, record)
        bad = _earlier(broken, deployed, beside, anchored.get(key), years, people) or bad_snapshot(store, key, chain, newest)
        bad = bad or named(bad_row, store, key, chain, ordered=not record.set_back)
        bad = bad or named(bad_message, store, key, chain, sent)
        loose = bad_leftover(store, chain, frozenset(keys)) if is_city else named(bad_remnant, store, key, chain)
        found.append(bad or loose)
    accesses = {row["case_key"] for row in store.all("SELECT DISTINCT case_key FROM access_event")} | (set(anchored) & {CHAIN})
    for key in sorted(accesses):
        chain = store.all(_EVENTS.format("access_event"), key=key)
        ends |= _end(key, chain)
        found.append(_earlier(first_break(chain), anchored.get(key)))
    return Verdict(len(keys) + len(accesses), sum(length for length, _ in ends.values()), tuple(filter(None, found)), ends)


def _bad_years(store: Reader, _key: str, chain: Sequence[Mapping[str, Any]]) -> Break | None:
    return bad_year(store, chain)


def _end(key: str, chain: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    return {key: (len(chain), str(chain[-1]["digest"]))} if chain else {}


def verify_chain(store: Reader, key: str, condition: Condition | None = None) -> Verdict:
    """Walk the chain of one case from its first event to its last. condition: see verify_chains."""
    chain = store.all(_EVENTS.format("audit_event"), key=key)
    head = store.one("SELECT seq, chain_digest FROM case_state WHERE case_key = :key", key=int(key))
    # Asked for is a case that somebody was shown: where it has no event, nothing of it was ever done.
    found = first_break(chain, Head(head["seq"], head["chain_digest"]) if head else Head(0, ""), key) if chain else Break(key, 1, "missing")
    readable, record = list(filter(is_readable, chain)), CityRecord(store)
    deployed = named(bad_definition, store, key, readable, DeployedFiles(store), set())
    years = named(bad_year_of, store, key, readable)
    people = named(_by_whom_and_what, store, key, readable, record)
    bad = (
        _earlier(found, deployed, named(_beside, store, key, chain, condition, record), years, people)
        or bad_snapshot(store, key, chain, newest_entered(store))
        or named(bad_row, store, key, chain, ordered=not record.set_back)
        or named(bad_message, store, key, chain, SentMessages(store))
        or named(bad_name, store, key, chain)
        or named(bad_remnant, store, key, chain)
    )
    return Verdict(1, len(chain), tuple(filter(None, [bad])))


def _beside(store: Reader, key: str, chain: Sequence[Mapping[str, Any]], condition: Condition | None, record: CityRecord) -> Break | None:
    """Return the first event of a chain of which something that lies beside it is not what was recorded: words or files."""
    gone = erased_elsewhere(store, chain, key) if key == str(CITY_CHAIN) else frozenset[int]()
    kept = [event for event in chain if event["seq"] not in gone and is_readable(event)]
    files = bad_file(store, key, kept, condition) if condition is not None else None
    return _earlier(_bad_content(store, key, kept), files, bad_disposal(store, key, kept, record))


def _by_whom_and_what(_store: Reader, key: str, chain: Sequence[Mapping[str, Any]], record: CityRecord) -> Break | None:
    return _earlier(bad_actor(record, key, chain), bad_shape(key, chain, ordered=not record.set_back))


def _earlier(*found: Break | None) -> Break | None:
    return min((broken for broken in found if broken is not None), key=lambda broken: broken.seq, default=None)


def _bad_content(store: Reader, key: str, chain: Sequence[Mapping[str, Any]]) -> Break | None:
    """Compare what people wrote with its digest. Nothing can be compared of a case that was erased, which its chain must say: whether it
    says so rightly is asked beside."""
    secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=key)
    if secret is None:
        return None if not chain or says_erased(chain) else Break(key, chain[0]["seq"], "missing")
    contents = {row["seq"]: row["content"] for row in store.all("SELECT seq, content FROM event_content WHERE case_key = :key", key=key)}
    for event in chain:
        content, broken = contents.get(event["seq"]), Break(key, event["seq"], "edited")
        if content is not None and not isinstance(content, str):
            return broken
        if content is None:
            return replace(broken, reason="missing")
        if keyed_digest(secret_bytes(secret), content.encode()) != event["content_digest"]:
            return broken
        if not is_canonical(content):
            return replace(broken, reason=FORM)
    # Of the city's chain those words are left out that were erased with a case.
    loose = min(contents.keys() - {event["seq"] for event in chain}, default=None) if key != str(CITY_CHAIN) else None
    return Break(key, loose, "row_inserted", row="event_content") if loose is not None else None
