"""A paper as it stands, with what decides who may do what with it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from app.domain.paper import Content
from app.store.database import Reader
from app.store.read_definitions import resource


class PaperRecord(Struct, frozen=True):
    """One paper. Instants are text in UTC. scopes: keys of the scopes whose variables it was filled from, the nearest first."""

    key: int
    case_key: int
    paper: str
    digest: str
    kind: str
    title: str
    state: str
    office: str
    personal: bool
    revision: int
    content: Content
    issuers: tuple[str, ...]
    scopes: tuple[int, ...]
    behind: Mapping[str, Any]
    element_id: str | None
    corrects: int | None
    drafted_by: str
    drafted_at: str
    issued_by: str | None
    issued_at: str | None
    number: str | None
    content_digest: str | None
    pdf_digest: str | None
    word_digest: str | None


_COLUMNS = (
    "key, case_key, paper, digest, kind, title, state, office, personal, revision, content, issuers, scopes, behind, element_id, corrects,"
    " drafted_by, drafted_at, issued_by, issued_at, number, content_digest, pdf_digest, word_digest"
)


def _record(row: Mapping[str, Any]) -> PaperRecord:
    said = dict(row)
    said["personal"] = bool(said["personal"])
    said["content"] = json.loads(said["content"])
    said["issuers"], said["scopes"] = tuple(json.loads(said["issuers"])), tuple(json.loads(said["scopes"]))
    said["behind"] = json.loads(said["behind"]) if said["behind"] else {}
    return PaperRecord(**said)


def read_paper_row(store: Reader, key: int) -> PaperRecord | None:
    row = store.one(f"SELECT {_COLUMNS} FROM paper WHERE key = :key", key=key)  # names are ours
    return _record(row) if row is not None else None


def papers_of(store: Reader, case_key: int) -> list[PaperRecord]:
    """Return the papers of a case, newest first; those that were discarded as drafts are left out."""
    rows = store.all(
        f"SELECT {_COLUMNS} FROM paper WHERE case_key = :key AND state <> 'discarded' ORDER BY drafted_at DESC, key DESC", key=case_key
    )
    return [_record(row) for row in rows]


def variables_in(store: Reader, scopes: Iterable[int]) -> dict[str, str]:
    """Return the JSON text of each variable that the scopes show, the nearest scope first."""
    found: dict[str, str] = {}
    for scope in scopes:
        for row in store.all("SELECT name, value FROM variable WHERE scope_key = :scope", scope=scope):
            found.setdefault(row["name"], row["value"])
    return found


def offices(store: Reader) -> dict[str, dict[str, str]]:
    """Return name and code of every office that issues papers."""
    return {row["id"]: {"name": row["name"], "code": row["code"]} for row in store.all("SELECT id, name, code FROM office")}


def word_template_of(store: Reader, office: str) -> bytes | None:
    """Return the office's own red-head template; None where it has none."""
    digest = store.value("SELECT word_digest FROM office WHERE id = :id", id=office)
    return resource(store, digest) if digest is not None else None
