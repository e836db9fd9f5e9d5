"""Comparing the deployed files, diagrams, tables, forms and papers, with the digests that the events say of them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.audit.chain_break import Break
from app.domain.keys import CITY_CHAIN
from app.store.database import Reader
from app.store.read_definitions import stored

# Events are canonical text: within a text that people wrote quotation marks are escaped, so that this finds names of facts alone.
_NAMED: Final = re.compile(r'"(?:definition|form|called)Digest":"([0-9a-f]{64})"')
_DEPLOYING: Final = frozenset({"deployment_made", "word_template_replaced"})
_SAME: Final = ("kind", "id", "version", "digest")


def definitions_of(event: Mapping[str, Any]) -> set[str]:
    """Return the digests of the deployed files that an event names."""
    body, own = event["body"], event["definition_digest"]
    return {*_NAMED.findall(body if isinstance(body, str) else ""), *([own] if isinstance(own, str) and own else ())}


class DeployedFiles:
    """What the database holds under digests, each looked at once."""

    def __init__(self, store: Reader) -> None:
        self._store, self._known = store, dict[str, str | None]()

    def reason(self, digest: str) -> str | None:
        """Return why a file, or one that it was deployed with because it imports it, is not what was deployed: missing or edited."""
        if digest not in self._known:
            self._known[digest] = self._reason(digest)
        return self._known[digest]

    def _reason(self, digest: str) -> str | None:
        found = stored(self._store, digest)
        if found is None:
            return "missing"
        content, parts = found
        if hashlib.sha256(content).hexdigest() != digest:
            return "edited"
        return next(filter(None, map(self.reason, parts)), None)

    def name(self, digest: str) -> str:
        """Return the name of the file with a digest, as it was deployed; the digest's beginning where the database does not say it."""
        sql = "SELECT MIN(resource_name) FROM definition WHERE digest = :digest"
        return str(self._store.value(sql, digest=digest) or digest[:12])

    def bad_in(self, event: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return name and reason of a file that an event names and that is not what was deployed; None where all are."""
        wrong = next((digest for digest in sorted(definitions_of(event)) if self.reason(digest) is not None), None)
        return None if wrong is None else (self.name(wrong), self.reason(wrong) or "")


def bad_definition(store: Reader, key: str, chain: Sequence[Mapping[str, Any]], files: DeployedFiles, told: set[str]) -> Break | None:
    """Return the first event of a chain of which a deployed file is gone or was changed.

    Chain 0 says with which event it was deployed. told: digests of which that is said already; those that are said here are added.
    """
    if key == str(CITY_CHAIN):
        return _bad_deployment(store, key, chain, files, told)
    for event in chain:
        for digest in sorted(definitions_of(event) - told):
            if (reason := files.reason(digest)) is not None:
                return Break(key, event["seq"], reason, files.name(digest))
    return None


def _bad_deployment(store: Reader, key: str, chain: Sequence[Mapping[str, Any]], files: DeployedFiles, told: set[str]) -> Break | None:
    first = None
    for event in chain:
        for said in _deployed(event) if event["kind"] in _DEPLOYING else ():
            reason = files.reason(said["digest"])
            if reason is not None:
                told.add(said["digest"])
            elif said.get("isNew") and not _stands(store, said):
                reason = "edited"
            if reason is not None and first is None:
                first = Break(key, event["seq"], reason, said["file"])
    return first


def _deployed(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what an event says of each deployed file; nothing where it cannot be read, which is a break of the chain already."""
    try:
        facts = json.loads(event["body"])["facts"]
        said = [one for fact in facts for one in fact.get("resources", [fact])]
        yield from (one for one in said if isinstance(one.get("digest"), str) and isinstance(one.get("file"), str))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return


def _stands(store: Reader, said: Mapping[str, Any]) -> bool:
    """Say whether the row by which cases begin names the version and the file of the event."""
    row = store.one("SELECT kind, id, version, digest FROM definition WHERE key = :key", key=int(said["key"]))
    return row is not None and all(row[name] == said[name] for name in _SAME)
