"""`duban verify`."""

import json
import sys

import click

from app.assemble import Duban, assemble
from app.audit.verify_chains import verify_chains
from app.domain.ports import FileChanged
from app.domain.rejection import Rejection
from app.settings import read_settings
from app.store.upgrade import is_current

COULD_NOT_CHECK = 3


@click.command()
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def verify(as_json: bool) -> None:
    """Check that nobody changed the history behind the product's back.

    Every chain of events is walked, the access log's too. What people wrote, each document and each issued paper are compared with their
    digests; one that is gone or was changed is named by the event that brought it. Exit code 0: it holds; 1: it was tampered with, and
    where; 3: it could not be checked, also where the store of documents is away. Anchors outside the database are not compared yet, so a
    chain that was recomputed together with its head, or an old copy of the whole database, is not found by this.
    """
    duban = assemble(read_settings())
    try:
        if not duban.database.exists() or not is_current(duban.database):
            click.echo("duban: expected a database with the newest schema; type: duban db upgrade", err=True)
            sys.exit(COULD_NOT_CHECK)
        verdict = duban.door.ask(verify_chains, lambda digest: _condition(duban, digest))
    except Rejection as rejection:
        click.echo(f"duban: {rejection}", err=True)
        sys.exit(COULD_NOT_CHECK)
    finally:
        duban.database.close()
    bad = verdict.first_bad
    if as_json:
        first = {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason} if bad else None
        click.echo(json.dumps({"verified": bad is None, "firstBad": first}))
    elif bad is None:
        click.echo(f"{verdict.events} events in {verdict.chains} chains hold.")
    else:
        click.echo(f"Case {bad.case_key}, event {bad.seq}: {bad.reason}.")
    sys.exit(1 if bad else 0)


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
