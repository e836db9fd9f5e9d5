"""`duban verify`."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from app.assemble import assemble
from app.audit.break_words import said_of_break
from app.audit.chain_break import Break
from app.audit.check_files import condition_by
from app.audit.recompute_all import Recomputed, recompute_all
from app.audit.verify_anchors import Anchored
from app.audit.verify_chains import Verdict
from app.audit.verify_history import verify_history
from app.domain.rejection import Rejection
from app.settings import read_settings
from app.store.upgrade import is_current

COULD_NOT_CHECK = 3
_TOLD_EACH = 100
_MOST_TOLD = 10
"""Chains that are named in words; as JSON all are."""


@click.command()
@click.option("--recompute", is_flag=True, help="compute every case again, too, and compare its state after every event")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def verify(recompute: bool, as_json: bool) -> None:
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
        verdict, anchored = duban.door.ask(verify_history, duban.anchors, datetime.now(UTC), condition_by(duban.documents.open))
        again = duban.door.ask(recompute_all, duban.door.surroundings, _tell) if recompute else None
    except Rejection as rejection:
        click.echo(f"duban: {rejection}", err=True)
        sys.exit(COULD_NOT_CHECK)
    finally:
        duban.database.close()
    if as_json:
        click.echo(json.dumps(_facts(verdict, anchored, again)))
    else:
        click.echo("\n".join(_words(verdict, anchored, again, str(duban.anchors))))
    sys.exit(0 if _holds(verdict, anchored, again) else 1)


def _tell(done: int, of: int) -> None:
    if done % _TOLD_EACH == 0:
        click.echo(f"{done} of {of} cases computed again", err=True)


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
            "firstBad": batch,
        },
    }
    if again is not None:
        differs = dict(zip(("caseKey", "seq", "what"), again.first_bad, strict=True)) if again.first_bad else None
        said["recomputation"] = {"cases": again.cases, "events": again.events, "erased": again.erased, "firstBad": differs}
    return said


def _chain_facts(bad: Break) -> dict[str, Any]:
    said: dict[str, Any] = {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason}
    if bad.year:
        said["year"] = bad.year
    return {**said, "file": bad.file} if bad.file else said


def _broken(bad: Break) -> str:
    what = f"the deployed file {bad.file}, " if bad.file else f"the year {bad.year} of the calendar, " if bad.year else ""
    reason = str(said_of_break(bad.reason)) if bad.reason == "snapshot" else bad.reason
    return f"Case {bad.case_key}, event {bad.seq}: {what}{reason}."


def _words(verdict: Verdict, anchored: Anchored, again: Recomputed | None, place: str) -> list[str]:
    bad_batch, left = anchored.bad, len(verdict.breaks) - _MOST_TOLD
    lines = [_broken(bad) for bad in verdict.breaks[:_MOST_TOLD]]
    if not lines:
        lines = [f"{verdict.events} events in {verdict.chains} chains hold."]
    elif left > 0:
        lines.append(f"{left} more chains do not hold; --json names them all.")
    if bad_batch is None:
        waiting = _waiting(verdict, anchored)
        lines.append(f"{anchored.events} of them are anchored in {anchored.batches} batches, {waiting} wait.")
    else:
        lines.append(f"Anchors in {place}, batch {bad_batch.batch}: {bad_batch.reason}; {anchored.batches} batches before it hold.")
    if again is not None and again.first_bad is not None:
        key, seq, what = again.first_bad
        lines.append(f"Case {key} differs at event {seq} when it is computed again: {what}.")
    elif again is not None:
        erased = f", {again.erased} were erased" if again.erased else ""
        lines.append(f"{again.events} events of {again.cases} cases come out again as they were recorded{erased}.")
    return lines
