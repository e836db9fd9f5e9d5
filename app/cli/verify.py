"""`duban verify`."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import click
from msgspec import Struct

from app.assemble import Duban, assemble
from app.audit.access_log import CHAIN
from app.audit.break_words import said_of_batch, said_of_break, said_of_difference
from app.audit.chain_break import Break
from app.audit.check_files import condition_by
from app.audit.late_anchor import LateAnchor, is_pinned, said_of_late
from app.audit.recompute_all import Recomputed, recompute_all
from app.audit.verify_anchors import Anchored
from app.audit.verify_chains import Verdict
from app.audit.verify_history import is_overdue, verify_history
from app.audit.verify_whole import receipt_numbers
from app.cli.language import operator_language
from app.domain.instant import read_instant
from app.domain.keys import CITY_CHAIN
from app.domain.marked import marked
from app.domain.rejection import Message, Rejection
from app.settings import read_settings
from app.store.upgrade import is_current
from app.web.presentation.told import told

COULD_NOT_CHECK = 3
_TOLD_EACH = 100
_MOST_TOLD = 10
"""Chains, and cases, that are named in words; as JSON all are."""


class _Found(Struct, frozen=True):
    """numbers: receipt numbers by the keys of chains that do not hold, cases that differ, or events anchored late. city: the instant of the
    city's clock where somebody set it for a trial: then no instant that events say can be compared with one of a batch."""

    verdict: Verdict
    anchored: Anchored
    again: Recomputed | None
    numbers: Mapping[str, str]
    began: datetime
    city: datetime | None


@click.command()
@click.option("--recompute", is_flag=True, help="compute every case again, too, and compare its state after every event")
@click.option("--key", metavar="KEY", help="the public key of the anchors as it was written down: 64 hex digits; another one is a finding")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def verify(recompute: bool, as_json: bool, key: str | None) -> None:
    """Check that nobody changed the history behind the product's back.

    Every chain of events is walked, the access log's too, and each event is compared with the anchors outside the database. What people
    wrote, each document and each issued paper are compared with their digests; one that is gone or was changed is named by the event that
    brought it. Exit code 0: it holds; 1: it was tampered with, or comes out differently, and where; 3: it could not be checked, also where
    the store of documents or of anchors is away. What was recorded in the last minute may wait for its anchor; how much does is said.
    """
    duban = assemble(read_settings())
    try:
        if not duban.database.exists() or not is_current(duban.database):
            click.echo("duban: expected a database with the newest schema; type: duban db upgrade", err=True)
            sys.exit(COULD_NOT_CHECK)
        found = _found(duban, recompute=recompute)
    except Rejection as rejection:
        click.echo(f"duban: {told(rejection.message, operator_language())}", err=True)
        sys.exit(COULD_NOT_CHECK)
    finally:
        duban.database.close()
    if as_json:
        click.echo(json.dumps(_facts(found.verdict, found.anchored, found.again)))
    else:
        click.echo("\n".join(told(said, operator_language()) for said in (*_words(found, str(duban.anchors)), *_outside(found, key))))
    other_key = key is not None and key.lower() != found.anchored.key
    sys.exit(0 if _holds(found.verdict, found.anchored, found.again) and not other_key else 1)


def _outside(found: _Found, key: str | None) -> Iterator[Message]:
    """Say what can be compared with what was written down outside, and what waits for it too long."""
    anchored = found.anchored
    oldest = read_instant(anchored.oldest) if anchored.oldest else None
    if is_overdue(oldest, found.city or found.began):
        said = marked("What waits longest for its anchor says it was recorded at %(at)s, longer ago than the minute that is promised.")
        yield Message(said, {"at": anchored.oldest})
    if key is not None and key.lower() != anchored.key:
        said = marked("The anchors are signed with the key %(found)s, but expected was %(key)s.")
        yield Message(said, {"found": anchored.key or "-", "key": key})
    elif anchored.key:
        facts = {"key": anchored.key, "batch": anchored.batches, "root": anchored.root or "-"}
        yield Message(marked("Believed was the key %(key)s; batch %(batch)s has the root %(root)s."), facts)


def _found(duban: Duban, *, recompute: bool) -> _Found:
    condition = condition_by(duban.documents.open)
    began = datetime.now(UTC)
    verdict, anchored = duban.door.ask(verify_history, duban.anchors, began, partial(datetime.now, UTC), condition)
    again = duban.door.ask(recompute_all, duban.door.surroundings, _tell) if recompute else None
    keys = (
        [bad.case_key for bad in verdict.breaks] + [key for key, _ in (again.bad if again else ())] + [key for key, _ in anchored.late_ones]
    )
    city = duban.door.now() if duban.settings.test_clock else began
    return _Found(verdict, anchored, again, duban.door.ask(receipt_numbers, keys), began, city if is_pinned(city, began) else None)


def _tell(done: int, of: int) -> None:
    if done % _TOLD_EACH == 0:
        said = Message(marked("%(done)s of %(of)s cases computed again"), {"done": done, "of": of})
        click.echo(told(said, operator_language()), err=True)


def _holds(verdict: Verdict, anchored: Anchored, again: Recomputed | None) -> bool:
    return verdict.first_bad is None and anchored.bad is None and (again is None or again.first_bad is None)


def _waiting(verdict: Verdict, anchored: Anchored) -> int:
    return max(verdict.events - anchored.events, 0)


def _facts(verdict: Verdict, anchored: Anchored, again: Recomputed | None) -> dict[str, Any]:
    bad_batch = anchored.bad
    chains = [_chain_facts(one) for one in verdict.breaks]
    batch = {"batch": bad_batch.batch, "reason": bad_batch.reason} if bad_batch else None
    said: dict[str, Any] = {
        "verified": _holds(verdict, anchored, again),
        "firstBad": chains[0] if chains else None,
        "badChains": chains,
        "anchors": {
            "batches": anchored.batches,
            "events": anchored.events,
            "waiting": _waiting(verdict, anchored),
            "waitingSince": anchored.oldest or None,
            "publicKey": anchored.key or None,
            "root": anchored.root or None,
            "firstBad": batch,
            "late": {"events": anchored.late, "first": [_late_facts(key, one) for key, one in anchored.late_ones]},
        },
    }
    if again is not None:
        differs = dict(zip(("caseKey", "seq", "what"), again.first_bad, strict=True)) if again.first_bad else None
        said["recomputation"] = {"cases": again.cases, "events": again.events, "erased": again.erased, "firstBad": differs}
        if again.bad:
            said["recomputation"]["badCases"] = [{"caseKey": key, "seq": one.seq, "what": one.words} for key, one in again.bad]
    return said


def _chain_facts(bad: Break) -> dict[str, Any]:
    said: dict[str, Any] = {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason}
    if bad.year:
        said["year"] = bad.year
    if bad.row:
        said["row"] = bad.row
    return {**said, "file": bad.file} if bad.file else said


def _late_facts(key: str, one: LateAnchor) -> dict[str, Any]:
    return {"caseKey": key, "seq": one.seq, "recordedAt": one.recorded_at, "anchoredAt": one.anchored_at}


def _late(found: _Found) -> Iterator[Message]:
    """Say which events were anchored long after they say they were recorded: no chain is broken by it, and somebody should ask why."""
    chains: dict[str, list[LateAnchor]] = {}
    for key, one in found.anchored.late_ones:
        chains.setdefault(key, []).append(one)
    said = [(key, message) for key, late in chains.items() for _, message in said_of_late(late)]
    for key, message in said[:_MOST_TOLD]:
        number = found.numbers.get(key, "")
        facts = {"chain": f"{number} ({key})" if number else key, "said": told(message, operator_language())}
        yield Message(marked("Chain %(chain)s: %(said)s."), facts)
    if len(said) > _MOST_TOLD:
        yield Message(
            marked("%(count)s events in all were anchored long after they say they were recorded."), {"count": found.anchored.late}
        )


def _said(chain: str, number: str, seq: int, problem: Message, *, again: bool = False) -> Message:
    """Return what is said of an event that is not what was recorded. again: it does not come out so. number: empty where none is known."""
    facts = {"number": number, "key": chain, "seq": seq, "problem": told(problem, operator_language())}
    if again and number:
        return Message(marked("Case %(number)s (key %(key)s) differs at event %(seq)s when it is computed again: %(problem)s."), facts)
    if again:
        return Message(marked("The case with the key %(key)s differs at event %(seq)s when it is computed again: %(problem)s."), facts)
    if chain == str(CITY_CHAIN):
        return Message(marked("The city's own record (chain %(key)s), event %(seq)s: %(problem)s."), facts)
    if chain == CHAIN:
        return Message(marked("The access log (chain %(key)s), event %(seq)s: %(problem)s."), facts)
    if number:
        return Message(marked("Case %(number)s (key %(key)s), event %(seq)s: %(problem)s."), facts)
    return Message(marked("The case with the key %(key)s, event %(seq)s: %(problem)s."), facts)


def _words(found: _Found, place: str) -> Iterator[Message]:
    verdict, anchored, numbers = found.verdict, found.anchored, found.numbers
    for bad in verdict.breaks[:_MOST_TOLD]:
        yield _said(bad.case_key, numbers.get(bad.case_key, ""), bad.seq, said_of_break(bad.reason, bad.file, bad.year, bad.row))
    if any(bad.seq > 1 for bad in verdict.breaks):
        yield Message(marked("Of each of these chains the events before the one that is named still hold."), {})
    left, waiting = len(verdict.breaks) - _MOST_TOLD, _waiting(verdict, anchored)
    if not verdict.breaks:
        yield Message(marked("%(events)s events in %(chains)s chains hold."), {"events": verdict.events, "chains": verdict.chains})
    elif left > 0:
        yield Message(marked("%(count)s more chains do not hold; --json names them all."), {"count": left})
    if anchored.bad is None:
        counted = {"events": anchored.events, "batches": anchored.batches, "waiting": waiting}
        yield Message(marked("%(events)s of them are anchored in %(batches)s batches, %(waiting)s wait."), counted)
    else:
        reason = told(said_of_batch(anchored.bad.reason), operator_language())
        facts: dict[str, Any] = {"place": place, "batch": anchored.bad.batch, "reason": reason, "batches": anchored.batches}
        yield Message(marked("Anchors in %(place)s, batch %(batch)s: %(reason)s; %(batches)s batches before it hold."), facts)
    if found.city is None:
        yield from _late(found)
    if found.again is not None:
        yield from _again(found.again, numbers)


def _again(again: Recomputed, numbers: Mapping[str, str]) -> Iterator[Message]:
    for key, one in again.bad[:_MOST_TOLD]:
        yield _said(key, numbers.get(key, ""), one.seq or 0, said_of_difference(one.what or "", one.file), again=True)
    if len(again.bad) > _MOST_TOLD:
        yield Message(marked("%(count)s cases differ in all; --json names them all."), {"count": len(again.bad)})
    facts = {"events": again.events, "cases": again.cases - again.erased, "erased": again.erased}
    if again.bad:
        return
    if again.erased:
        said = marked("%(events)s events of %(cases)s cases come out again as they were recorded, %(erased)s were erased.")
        yield Message(said, facts)
    else:
        yield Message(marked("%(events)s events of %(cases)s cases come out again as they were recorded."), facts)
