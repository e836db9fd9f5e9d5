"""The papers of the city: their templates with versions, and the offices that print them with a Word template of their own."""

import json
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader, Row


class Version(Struct, frozen=True):
    """A version of a template. state: active, pending or retired. by: the account, and the name where it has one. at: text, in UTC."""

    version: int
    state: str
    digest: str
    by: str
    at: str
    file: str


class TemplateRecord(Struct, frozen=True):
    """process: id and name of the procedure whose cases may draft it, empty for any. versions: newest first. issued: papers per version."""

    id: str
    name: str
    process: str
    process_name: str
    versions: Sequence[Version]
    issued: dict[str, int]

    @property
    def newest(self) -> Version:
        return self.versions[0]

    def of_version(self, number: int) -> Version:
        """Return one version. Raises Rejection("not_found")."""
        for version in self.versions:
            if version.version == number:
                return version
        raise Rejection("not_found", "Expected a version %(version)s of this paper, but there is none", version=number)


def paper_templates(store: Reader) -> list[TemplateRecord]:
    """Return every deployed template, by procedure and name."""
    ids = [row["id"] for row in store.all("SELECT DISTINCT id FROM definition WHERE kind = 'paper' AND state <> 'retired' ORDER BY id")]
    return sorted((paper_template(store, id) for id in ids), key=lambda found: (found.process, found.name))


def paper_template(store: Reader, id: str) -> TemplateRecord:
    """Return one template with its versions. Raises Rejection("not_found")."""
    rows = store.all(
        "SELECT d.version, d.state, d.digest, d.name, d.detail, d.resource_name, p.deployed_at, p.deployed_by, a.display_name"
        " FROM definition d JOIN deployment p ON p.key = d.deployment_key LEFT JOIN account a ON a.name = p.deployed_by"
        " WHERE d.kind = 'paper' AND d.id = :id AND d.state <> 'retired' ORDER BY d.version DESC",
        id=id,
    )
    if not rows:
        raise Rejection("not_found", "Expected a deployed %(kind)s %(id)s, but there is none", kind=marked("paper template"), id=id[:60])
    process = json.loads(rows[0]["detail"]).get("process") or ""
    drawn = read_definitions.bound(store, "process", process) if process else None
    issued = {
        row["digest"]: row["n"]
        for row in store.all("SELECT digest, COUNT(*) AS n FROM paper WHERE paper = :id AND state = 'issued' GROUP BY digest", id=id)
    }
    versions = [
        Version(
            row["version"], row["state"], row["digest"], row["display_name"] or row["deployed_by"], row["deployed_at"], row["resource_name"]
        )
        for row in rows
    ]
    return TemplateRecord(id, rows[0]["name"], process, drawn["name"] if drawn is not None else process, versions, issued)


def template_file(store: Reader, digest: str) -> bytes:
    return read_definitions.resource(store, digest)


def offices_with_templates(store: Reader) -> Sequence[Row]:
    """Return id, name, code, word_name and word_digest of every office that issues papers."""
    return store.all("SELECT id, name, code, word_name, word_digest FROM office ORDER BY id")


def word_history(store: Reader, office: str) -> list[dict[str, Any]]:
    """Return which Word templates an office had, newest first: at, by, file and digest, both None where its own was taken away."""
    found = []
    for row in store.all(
        "SELECT e.body, e.effective_at, e.actor, a.display_name FROM audit_event e LEFT JOIN account a ON a.name = e.actor"
        " WHERE e.case_key = '0' AND e.kind = 'word_template_replaced' ORDER BY e.seq DESC"
    ):
        fact = json.loads(row["body"])["facts"][0]
        if fact["officeId"] == office:
            by = row["display_name"] or row["actor"]
            found.append({"at": row["effective_at"], "by": by, "file": fact.get("file"), "digest": fact.get("digest")})
    return found


def word_template(store: Reader, office: str, digest: str) -> bytes:
    """Return a Word template that an office has or had. Raises Rejection("not_found")."""
    if not any(one["digest"] == digest for one in word_history(store, office)):
        raise Rejection("not_found", "Expected a Word template of this office, but there is none by this digest")
    return read_definitions.resource(store, digest)
