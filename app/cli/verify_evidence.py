"""`duban verify-evidence FILE`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from app.audit.break_words import said_of_break, said_of_file
from app.audit.evidence.check_bundle import Checked, Finding, NoBundle, check_bundle
from app.audit.late_anchor import said_of_late
from app.cli.language import operator_language
from app.domain.marked import marked
from app.domain.rejection import Message
from app.web.presentation.told import ENGLISH, told

COULD_NOT_CHECK: Final = 3
_WORDS: Final = {
    "compared": marked("What people wrote was compared."),
    "erased": marked("What people wrote was erased, as an event says."),
    "withheld": marked("What people wrote could not be compared: part of it is withheld, as an event says."),
    "missing": marked("What people wrote could not be compared: the key of the case is missing, and no event says that it was erased."),
    "": marked("What people wrote could not be compared."),
}


@click.command("verify-evidence")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", default="", help="the city's public key, 64 hex digits, as it is known from elsewhere")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def verify_evidence(file: Path, key: str, as_json: bool) -> None:
    """Check the bundle of evidence FILE, without a server, a database or a network.

    Exit code 0: it holds; 1: it does not, and which file, batch and event; 3: it could not be checked. Without --key the bundle's own key
    is believed: compare the key that is printed with the one that the city made known.
    """
    try:
        found = check_bundle(file, key)
    except (NoBundle, OSError) as problem:
        click.echo(f"duban: Expected a bundle of evidence, but {file}: {problem}", err=True)
        sys.exit(COULD_NOT_CHECK)
    click.echo(json.dumps(_facts(found)) if as_json else "\n".join([*map(_file, found.findings), *map(_told, _words(found))]))
    sys.exit(0 if found.verified else 1)


def _facts(found: Checked) -> dict[str, Any]:
    bad = found.first_bad
    return {
        "verified": found.verified,
        "receiptNumber": found.number,
        "firstBad": {"caseKey": bad.case_key, "seq": bad.seq, "reason": bad.reason} if bad else None,
        "findings": [{"file": one.file, "reason": one.reason, "where": one.where or None} for one in found.findings],
        "events": found.events,
        "holds": found.holds,
        "anchored": found.anchored,
        "waiting": found.holds - found.anchored,
        "late": [{"seq": one.seq, "recordedAt": one.recorded_at, "anchoredAt": one.anchored_at} for one in found.late],
        "words": found.words,
        "publicKey": found.key,
    }


def _words(found: Checked) -> Iterator[Message]:
    bad, counted = found.first_bad, {"holds": found.holds, "anchored": found.anchored, "waiting": found.holds - found.anchored}
    if bad is not None:
        yield Message(
            marked("Event %(seq)s: %(problem)s."), {"seq": bad.seq, "problem": _told(said_of_break(bad.reason, bad.file, bad.year))}
        )
        yield Message(marked("%(holds)s events before it hold; %(anchored)s of them are anchored, %(waiting)s wait."), counted)
    elif found.number:
        said = marked("%(holds)s events of case %(number)s hold; %(anchored)s of them are anchored, %(waiting)s wait.")
        yield Message(said, {"number": found.number, **counted})
    else:
        yield Message(marked("%(holds)s events hold; %(anchored)s of them are anchored, %(waiting)s wait."), counted)
    for _, late in said_of_late(found.late):
        yield Message(marked("Note: %(said)s."), {"said": _told(late)})
    yield Message(_WORDS[found.words], {})
    yield Message(marked("Public key: %(key)s"), {"key": found.key})


def _file(one: Finding) -> str:
    """Return what is said of a file. It is put together here: as a template it would fit every sentence that has a colon."""
    problem = _told(said_of_file(one.reason))
    if operator_language() == ENGLISH:
        return f"{one.file} ({one.where}): {problem}." if one.where else f"{one.file}: {problem}."
    return f"{one.file}（{one.where}）：{problem}。" if one.where else f"{one.file}：{problem}。"


def _told(message: Message) -> str:
    return told(message, operator_language())
