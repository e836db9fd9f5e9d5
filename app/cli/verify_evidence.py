"""`duban verify-evidence FILE`."""

import json
import sys
from pathlib import Path
from typing import Any, Final

import click

from app.audit.evidence.check_bundle import Checked, NoBundle, check_bundle

COULD_NOT_CHECK: Final = 3
_WORDS: Final = {
    "compared": "What people wrote was compared.",
    "erased": "What people wrote was erased, as an event says.",
    "withheld": "What people wrote could not be compared: part of it is withheld, as an event says.",
    "missing": "What people wrote could not be compared: the key of the case is missing, and no event says that it was erased.",
    "": "What people wrote could not be compared.",
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
    click.echo(json.dumps(_facts(found)) if as_json else "\n".join(_words(found)))
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
        "words": found.words,
        "publicKey": found.key,
    }


def _words(found: Checked) -> list[str]:
    lines = [f"{one.file}{f' ({one.where})' if one.where else ''}: {one.reason}." for one in found.findings]
    if found.first_bad is not None:
        lines.append(f"Event {found.first_bad.seq}: {found.first_bad.reason}.")
    case = f" of case {found.number}" if found.number else ""
    before = f"{found.holds} events before it hold" if found.first_bad else f"{found.holds} events{case} hold"
    lines.append(f"{before}; {found.anchored} of them are anchored, {found.holds - found.anchored} wait.")
    lines.append(_WORDS[found.words])
    lines.append(f"Public key: {found.key}")
    return lines
