"""`duban replay CASE`."""

import json
import sys
from typing import Any, Final

import click

from app.assemble import Duban, assemble
from app.audit.break_words import said_of_difference
from app.audit.replay import Recomputation
from app.audit.replay import replay as recompute
from app.cli.language import operator_language
from app.domain.marked import marked
from app.domain.receipt_number import read_receipt_number
from app.domain.rejection import Message, Rejection
from app.settings import read_settings
from app.store.read_case import case_by_number
from app.store.read_retention import erased_case
from app.store.upgrade import is_current
from app.web.presentation.told import told

EXIT_CODES: Final = {"verified": 0, "differs": 1, "erased": 3}
COULD_NOT_CHECK: Final = 3


@click.command()
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def replay(case: str, as_json: bool) -> None:
    """Compute the case with the receipt number CASE again, from its recorded commands, and compare its state after every event.

    Exit code 0: it comes out as recorded; 1: it differs, and from which event on; 3: it was erased, or could not be checked.
    """
    duban = assemble(read_settings())
    try:
        sys.exit(_replayed(duban, case, as_json))
    finally:
        duban.database.close()


def _replayed(duban: Duban, case: str, as_json: bool) -> int:
    try:
        if not duban.database.exists() or not is_current(duban.database):
            click.echo("duban: expected a database with the newest schema; type: duban db upgrade", err=True)
            return COULD_NOT_CHECK
        number = read_receipt_number(case)
        found = duban.door.ask(case_by_number, number) or duban.door.ask(erased_case, number)
        if found is None:
            raise Rejection("not_found", "Expected a case, but there is none with the receipt number %(number)s", number=number)
        outcome = duban.door.ask(recompute, duban.door.surroundings, found.key)
    except Rejection as rejection:
        click.echo(f"duban: {told(rejection.message, operator_language())}", err=True)
        return COULD_NOT_CHECK
    click.echo(json.dumps({"case": number, "caseKey": str(found.key), **_facts(outcome)}) if as_json else _words(number, outcome))
    return EXIT_CODES[outcome.verdict]


def _facts(outcome: Recomputation) -> dict[str, Any]:
    said: dict[str, Any] = {"recomputation": outcome.verdict, "events": outcome.events, "recomputedBy": outcome.by}
    if outcome.verdict == "differs":
        said["differsAt"] = {"seq": outcome.seq, "what": outcome.what}
        said["differences"] = [
            {"kind": one.kind, "name": one.name, "recorded": one.recorded, "recomputed": one.recomputed} for one in outcome.differences
        ]
        said |= {"recordedBy": outcome.recorded_by, "recordedDigest": outcome.recorded, "recomputedDigest": outcome.recomputed}
    return said


def _words(number: str, outcome: Recomputation) -> str:
    if outcome.verdict == "verified":
        return _told(marked("%(number)s: verified, %(events)s events."), number=number, events=outcome.events)
    if outcome.verdict == "erased":
        return _told(marked("%(number)s: erased, so it cannot be computed again."), number=number)
    problem = told(said_of_difference(outcome.what or "", outcome.file), operator_language())
    lines = [_told(marked("%(number)s differs at event %(seq)s: %(problem)s"), number=number, seq=outcome.seq, problem=problem)]
    if outcome.recomputed:
        lines += _sides(outcome.recorded, outcome.recomputed)
    for one in outcome.differences:
        lines += [f"  {told(one.thing, operator_language())}", *_sides(one.recorded, one.recomputed)]
    if outcome.recorded_by != outcome.by:
        by = {"recorded": outcome.recorded_by, "recomputed": outcome.by}
        lines.append("  " + _told(marked("recorded by %(recorded)s; recomputed by %(recomputed)s"), **by))
    return "\n".join(lines)


def _sides(recorded: str | None, recomputed: str | None) -> list[str]:
    nothing = _told(marked("nothing there"))
    return [
        "    " + _told(marked("recorded: %(what)s"), what=nothing if recorded is None else recorded),
        "    " + _told(marked("recomputed: %(what)s"), what=nothing if recomputed is None else recomputed),
    ]


def _told(template: str, **facts: Any) -> str:
    return told(Message(template, facts), operator_language())
