"""`duban verify`."""

import json
import sys

import click

from app.assemble import Duban, assemble
from app.audit.verify_history import verify_history
from app.domain.ports import FileChanged
from app.domain.rejection import Rejection
from app.settings import read_settings
from app.store.upgrade import is_current

COULD_NOT_CHECK = 3


@click.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def verify(as_json: bool) -> None:
    """Check that nobody changed the history behind the product's back.

    Every chain of events is walked, the access log's too, and each event is compared with the anchors outside the database. What people
    wrote, each document and each issued paper are compared with their digests; one that is gone or was changed is named by the event that
    brought it. Exit code 0: it holds; 1: it was tampered with, and where; 3: it could not be checked, also where the store of documents or
    of anchors is away. What was recorded in the last minute may wait for its anchor; how much does is said.
    """
    duban = assemble(read_settings())
    try:
        if not duban.database.exists() or not is_current(duban.database):
            click.echo("duban: expected a database with the newest schema; type: duban db upgrade", err=True)
            sys.exit(COULD_NOT_CHECK)
        verdict, anchored = duban.door.ask(verify_history, duban.anchors, lambda digest: _condition(duban, digest))
    except Rejection as rejection:
        click.echo(f"duban: {rejection}", err=True)
        sys.exit(COULD_NOT_CHECK)
    finally:
        duban.database.close()
    bad, bad_batch = verdict.first_bad, anchored.bad
    holds = bad is None and bad_batch is None
    waiting = max(verdict.events - anchored.events, 0)
    if as_json:
        first = {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason} if bad else None
        batch = {"batch": bad_batch.batch, "reason": bad_batch.reason} if bad_batch else None
        anchors = {"batches": anchored.batches, "events": anchored.events, "waiting": waiting, "firstBad": batch}
        click.echo(json.dumps({"verified": holds, "firstBad": first, "anchors": anchors}))
    else:
        if bad is None:
            click.echo(f"{verdict.events} events in {verdict.chains} chains hold.")
        else:
            click.echo(f"Case {bad.case_key}, event {bad.seq}: {bad.reason}.")
        if bad_batch is None:
            click.echo(f"{anchored.events} of them are anchored in {anchored.batches} batches, {waiting} wait.")
        else:
            click.echo(
                f"Anchors in {duban.anchors}, batch {bad_batch.batch}: {bad_batch.reason}; {anchored.batches} batches before it hold."
            )
    sys.exit(0 if holds else 1)


def _condition(duban: Duban, digest: str) -> str | None:
    """Return why a file is not what was kept. Raises StoreAway where files cannot be read for now: nothing is known then."""
    try:
        duban.documents.open(digest).close()
    except FileChanged:
        return "edited"
    except Rejection as rejection:
        if rejection.code != "not_found":
            raise
        return "missing"
    return None
