"""Comparing the store's events with the anchors that were written outside: what was changed together with its chain and its head, left
out with all that shows it, or put in past them, is found by this alone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, field

from app.audit.access_log import CHAIN
from app.audit.anchor_batches import last_batch, last_written, lines_after
from app.audit.anchor_line import AnchorBatch, BadAnchors, Leaf, read_anchor, read_anchors
from app.audit.chain_break import Break
from app.audit.late_anchor import LateAnchor, late_anchor, latest_in_time
from app.store.database import Reader

_AT_ONCE: Final = 400
_MOST_LATE: Final = 1000
_TABLES: Final = ("audit_event", "access_event")
_WAITING: Final = "FROM unanchored w JOIN {} e ON e.case_key = w.case_key AND e.seq = w.seq AND e.digest = w.digest"
_WAIT: Final = f"SELECT e.case_key, e.seq {_WAITING} ORDER BY e.case_key, e.seq"


class Anchored(Struct):
    """What the anchors say. batches, events: those compared. breaks: of each chain the first event that is not the anchored one, or that
    was kept from its anchor.

    bad: why the anchors themselves are not those that were written, of the first batch of which that is so; batches: those before it. What
    the key signed is compared behind it, too. same: of each chain, how many events are
    the anchored ones. unlike: how many chains have such a break. root: of the last batch compared. key: the public key that was believed.
    oldest: when what waits longest for its anchor says it was recorded; empty where nothing waits. late: how many events were anchored long
    after they say they were recorded; late_ones: the first thousand of them, each with the key of its chain.
    """

    batches: int = 0
    events: int = 0
    breaks: dict[str, Break] = field(default_factory=dict)
    bad: BadAnchors | None = None
    same: Counter[str] = field(default_factory=Counter)
    unlike: int = 0
    root: str = ""
    key: str = ""
    oldest: str = ""
    late: int = 0
    late_ones: list[tuple[str, LateAnchor]] = field(default_factory=list)


def compare_anchors(store: Reader, lines: Callable[[], Iterable[str]], public_key: str, began: str, latest: Callable[[], str]) -> Anchored:
    """Compare each anchored event with the store's, and find events that are anchored nowhere and wait for no anchor.

    lines: gives them, from the first batch on. began: when this was begun, the real instant as text; what was recorded and anchored after
    it, while this goes on, is no part of the state that is looked at. latest: gives the latest instant at which a batch can have been made.
    """
    found, known = Anchored(key=public_key, oldest=_oldest(store)), last_batch(store)
    bad, seen = list[BadAnchors](), 0
    for batch in _made_before(lines(), public_key, known, (began, latest), bad):
        for place in range(0, len(batch.leaves), _AT_ONCE):
            _compare(store, batch, batch.leaves[place : place + _AT_ONCE], found)
        seen = batch.number
        if not bad:
            found.batches, found.root = batch.number, batch.root
    if seen < last_written(store):
        bad.append(BadAnchors(seen + 1, "missing"))
    waiting = _waiting(store, seen, public_key, bad)
    found.bad = bad[0] if bad else None
    # Where leaves are lost, nobody can say that an event has none.
    if all(one.reason == "unlinked" for one in bad) and (suspects := _suspects(store, found, waiting)):
        _find_kept_away(store, suspects, waiting, _made_before(lines(), public_key, known, (began, latest), []), found)
    found.unlike = len(found.breaks)
    return found


def _oldest(store: Reader) -> str:
    instants = [store.value(f"SELECT MIN(e.recorded_at) {_WAITING.format(table)}") for table in _TABLES]
    return min((str(instant) for instant in instants if instant), default="")


def _made_before(
    lines: Iterable[str], public_key: str, known: int, instants: tuple[str, Callable[[], str]], bad: list[BadAnchors]
) -> Iterator[AnchorBatch]:
    """Give the batches of lines, but for those that were made meanwhile: the state that is looked at has neither them nor their events.

    bad: see read_anchors; also one of an instant that has not come yet, where it ends: by a clock set back the batches that a database put
    back does not know would else be taken for those.
    """
    began, latest = instants
    for batch in read_anchors(lines, public_key, bad):
        if batch.number > known and batch.at >= began:
            if batch.at > latest():
                bad.append(BadAnchors(batch.number, "future"))
                return
            continue
        yield batch


def _compare(store: Reader, batch: AnchorBatch, leaves: Sequence[Leaf], found: Anchored) -> None:
    in_time = latest_in_time(batch)
    for table, part in (
        ("access_event", [leaf for leaf in leaves if leaf[0] == CHAIN]),
        ("audit_event", [leaf for leaf in leaves if leaf[0] != CHAIN]),
    ):
        if not part:
            continue
        places = ", ".join(f"(:k{number}, :s{number})" for number in range(len(part)))
        values = {f"k{number}": leaf[0] for number, leaf in enumerate(part)} | {f"s{number}": leaf[1] for number, leaf in enumerate(part)}
        rows = store.all(f"SELECT case_key, seq, digest, recorded_at FROM {table} WHERE (case_key, seq) IN (VALUES {places})", **values)  # noqa: S608  # names are ours
        kept = {(row["case_key"], row["seq"]): (row["digest"], row["recorded_at"]) for row in rows}
        for chain, seq, digest in part:
            there, recorded_at = kept.get((chain, seq), (None, None))
            if there == digest:
                found.same[chain] += 1
                if (late := late_anchor(batch, seq, recorded_at, in_time)) is not None:
                    found.late += 1
                    found.late_ones += [(chain, late)] if found.late <= _MOST_LATE else []
            else:
                _note(found, Break(chain, seq, "missing" if there is None else "recomputed"))
        found.events += len(part)


def _note(found: Anchored, broken: Break) -> None:
    known = found.breaks.get(broken.case_key)
    if known is None or broken.seq < known.seq:
        found.breaks[broken.case_key] = broken


def _waiting(store: Reader, compared: int, public_key: str, bad: list[BadAnchors]) -> dict[str, set[int]]:
    """Return the events, by chain, that wait for a batch, or in a batch that was not yet outside when the lines were read.

    bad: the first of these that is not as this city signed it is added.
    """
    found = defaultdict[str, set[int]](set)
    for table in _TABLES:
        for row in store.all(_WAIT.format(table)):
            found[row["case_key"]].add(row["seq"])
    while rows := lines_after(store, compared):
        for compared, line in rows:
            try:
                batch = read_anchor(compared, line, public_key)
            except BadAnchors as wrong:
                bad.append(wrong)
                return found
            for chain, seq, _ in batch.leaves:
                found[chain].add(seq)
    return found


def _suspects(store: Reader, found: Anchored, waiting: dict[str, set[int]]) -> set[str]:
    """Return the chains that hold more events than are anchored or wait: each event waits by a trigger until a batch takes it."""
    suspects = set()
    for table in _TABLES:
        for row in store.all(f"SELECT case_key, COUNT(*) AS events FROM {table} GROUP BY case_key"):  # noqa: S608  # names are ours
            key = row["case_key"]
            if key not in found.breaks and row["events"] > found.same[key] + len(waiting.get(key, ())):
                suspects.add(key)
    return suspects


def _find_kept_away(
    store: Reader, suspects: set[str], waiting: dict[str, set[int]], batches: Iterable[AnchorBatch], found: Anchored
) -> None:
    anchored = defaultdict[str, set[int]](set)
    for batch in batches:
        for chain, seq, _ in batch.leaves:
            if chain in suspects:
                anchored[chain].add(seq)
    for chain in suspects:
        table = "access_event" if chain == CHAIN else "audit_event"
        rows = store.all(f"SELECT seq FROM {table} WHERE case_key = :key ORDER BY seq", key=chain)  # noqa: S608  # names are ours
        kept = anchored[chain] | waiting.get(chain, set())
        away = next((row["seq"] for row in rows if row["seq"] not in kept and type(row["seq"]) is int), None)
        if away is not None:
            waits = store.value("SELECT 1 FROM unanchored WHERE case_key = :key AND seq = :seq", key=chain, seq=away)
            _note(found, Break(chain, away, "recomputed" if waits else "inserted"))
