"""A deployed file as it was recorded, for auditors: what it defines, who deployed it and when, and which cases ran by it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response

from app.domain.instant import read_instant
from app.domain.lost_definitions import LOST
from app.domain.rejection import Rejection
from app.markup.rename import rename
from app.queries.definition_version import DefinitionVersion, Deployed, definition_version
from app.queries.people import names_of
from app.web.pages.definition_words import element_names, process_name
from app.web.pages.events import auditor
from app.web.pages.frame import draw, shell, signed_in
from app.web.presentation.definition_view import DefinedRow, DefinitionView, DeployedRow, FieldShown, TableShown
from app.web.presentation.languages import DEFAULT, LANGUAGE
from app.web.surface import surface

blueprint = Blueprint("definitions", __name__)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_SHOWN: Final = 200_000
"""Characters of a file that stand on its page; the file itself is sent whole."""


def _found(digest: str) -> DefinitionVersion:
    """Raises Rejection("forbidden") for who is no auditor, ("not_found") for what is no digest of a deployed file."""
    auditor()
    if not _DIGEST.fullmatch(digest):
        raise Rejection("not_found", "Expected a deployed file with the digest %(digest)s, but there is none", digest=digest[:64])
    return surface().door.ask(definition_version, digest)


@blueprint.get("/definitions/<digest>")
@signed_in
def page(digest: str) -> Response:
    """Show a file by its digest, which is its name in a bundle of evidence too."""
    found, actor = _found(digest), auditor()
    kinds = {row["kind"] for row in found.rows}
    text = (found.content or b"").decode(errors="replace")
    view = DefinitionView(
        digest,
        tuple(_row(row, shown=True) for row in found.rows),
        tuple(_row(row) for row in found.beside),
        tuple(_row(row, shown=row["digest"] == digest) for row in found.others),
        tuple(_deployed(one, surface().door.ask(names_of)) for one in found.deployed),
        "missing" if found.content is None else "genuine" if found.genuine else "changed",
        f"/definitions/{digest}/diagram.bpmn" if "process" in kinds and found.genuine else "",
        _tables(digest) if "decision" in kinds and found.genuine else (),
        tuple(_fields(text)) if "form" in kinds else (),
        text[:_LONGEST_SHOWN],
        f"/definitions/{digest}/file" if found.content is not None else "",
        tuple((number, f"/cases/{number}/replay") for number in found.cases),
        found.count,
    )
    return draw("definition.html", page=view, shell=shell("events", actor))


@blueprint.get("/definitions/<digest>/diagram.bpmn")
@signed_in
def diagram(digest: str) -> Response:
    """Send the diagram with the names that the pages show."""
    found = _found(digest)
    if found.content is None or not found.genuine:
        raise Rejection("not_found", "Expected a deployed file with the digest %(digest)s, but there is none", digest=digest)
    raw = found.content if LANGUAGE.get() == DEFAULT else rename(found.content, digest, element_names(digest))
    return Response(raw, content_type="application/xml; charset=utf-8")


@blueprint.get("/definitions/<digest>/file")
@signed_in
def file(digest: str) -> Response:
    """Send the file byte by byte as it lies in the store, under the name of its digest, as a bundle has it."""
    found = _found(digest)
    if found.content is None:
        raise Rejection("not_found", "Expected a deployed file with the digest %(digest)s, but there is none", digest=digest)
    ending = next((row["resource_name"].rpartition(".")[2] for row in found.rows), "txt")
    response = Response(found.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{digest}.{re.sub(r"[^a-z0-9]", "", ending.lower()) or "txt"}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _row(row: Mapping[str, Any], *, shown: bool = False) -> DefinedRow:
    name = process_name(row["digest"], row["id"], row["name"]) if row["kind"] == "process" else row["name"]
    href = "" if shown else f"/definitions/{row['digest']}"
    return DefinedRow(
        row["kind"], row["id"], name or row["id"], row["version"], row["state"], row["resource_name"], href, row["version_tag"] or ""
    )


def _deployed(one: Deployed, people: Mapping[str, str]) -> DeployedRow:
    absent = people.get(one.acting_for, one.acting_for) if one.acting_for else ""
    return DeployedRow(one.seq, read_instant(one.at), people.get(one.actor, one.actor), absent, one.how, one.state)


def _tables(digest: str) -> tuple[TableShown, ...]:
    door = surface().door
    try:
        model = door.ask(door.surroundings.decisions, digest)
    except LOST:
        return ()  # of a model that it imports: its own text is shown all the same
    return tuple(
        TableShown(
            model.decisions.get(table.owner, table.owner),
            table.policy,
            tuple(one.text for one in table.inputs),
            tuple(one.name or model.decisions.get(table.owner, "") for one in table.table.outputs),
            tuple((tuple(cell.text for cell in rule.tests), tuple(cell.text for cell in rule.results)) for rule in table.rules),
        )
        for table in model.written.tables
    )


def _fields(text: str) -> Iterator[FieldShown]:
    """Yield the parts of a form as its file writes them; nothing of one that cannot be read."""
    try:
        said = json.loads(text)
    except ValueError:
        return
    yield from _parts(said.get("components", ()) if isinstance(said, dict) else (), 0)


def _parts(components: Sequence[Mapping[str, Any]], depth: int) -> Iterator[FieldShown]:
    for one in components:
        label, rules = str(one.get("label") or one.get("text") or ""), one.get("validate") or {}
        yield FieldShown(label, str(one.get("key") or one.get("path") or ""), str(one.get("type", "")), bool(rules.get("required")), depth)
        yield from _parts(one.get("components", ()), depth + 1)
