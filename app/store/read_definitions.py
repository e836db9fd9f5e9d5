"""Which version of a process, form or decision a name stands for, and the file behind it."""

import hashlib
import logging
from collections.abc import Iterable
from typing import Final

from app.domain.lost_definitions import DefinitionChanged, DefinitionMissing
from app.store.database import Reader, Row

LOG: Final = logging.getLogger("duban.store")
_COLUMNS = (
    "key, kind, id, version, version_tag, name, resource_name, digest, deployment_key, state, detail,"
    " requirements_id, requirements_name, requirements_key, requirements_version"
)


# A decision model means what it means together with those that it imports, so its digest has to stand for all of them: it is that of a text
# which begins with this line and names the digest of the file, then those of the imported models, a line each.
_WITH_IMPORTS = b"duban model with imports\n"


def with_imports(file_digest: str, imported: Iterable[str]) -> bytes:
    """Return the text that stands for a model and the models that it imports."""
    return _WITH_IMPORTS + "\n".join((file_digest, *imported)).encode()


def resource(store: Reader, digest: str) -> bytes:
    """Return a deployed file by its digest, or by the digest that stands for it and its imports.

    Raises DefinitionMissing, and DefinitionChanged where it is not what was deployed.
    """
    content = _content(store, digest)
    return _content(store, _digests(content)[0]) if content.startswith(_WITH_IMPORTS) else content


def stored(store: Reader, digest: str) -> tuple[bytes, list[str]] | None:
    """Return what is kept under a digest, as it is, and the digests that it stands for where it is a list of them; None where it is not
    there."""
    content = store.value("SELECT content FROM resource WHERE digest = :digest", digest=digest)
    if content is None:
        return None
    found = _raw(content)
    return found, _digests(found) if found.startswith(_WITH_IMPORTS) else []


def imports_of(store: Reader, digest: str) -> list[str]:
    """Return the digests of the models that a deployed model imports. Raises Rejection("not_found")."""
    content = _content(store, digest)
    return _digests(content)[1:] if content.startswith(_WITH_IMPORTS) else []


def _raw(content: bytes | str) -> bytes:
    """Return what a column of bytes holds: in the embedded database somebody may have put text there."""
    return content.encode() if isinstance(content, str) else bytes(content)


def _digests(content: bytes) -> list[str]:
    return content.removeprefix(_WITH_IMPORTS).decode(errors="replace").split("\n")


def _content(store: Reader, digest: str) -> bytes:
    content = store.value("SELECT content FROM resource WHERE digest = :digest", digest=digest)
    if content is None:
        raise DefinitionMissing(digest)
    found = _raw(content)
    if hashlib.sha256(found).hexdigest() != digest:
        LOG.error("deployed file %s was changed in the database: nothing goes on by it; put it back from a backup", digest)
        raise DefinitionChanged(digest)
    return found


def by_key(store: Reader, key: int) -> Row | None:
    return store.one(f"SELECT {_COLUMNS} FROM definition WHERE key = :key", key=key)  # names are ours


def bound(
    store: Reader, kind: str, id: str, *, binding: str = "latest", version_tag: str | None = None, deployment_key: int | None = None
) -> Row | None:
    """Return the version that an element is bound to.

    kind: process, form or decision. binding: latest (the newest active one), deployment (deployed together with the caller) or versionTag.
    """
    where, values = "kind = :kind AND id = :id AND state = 'active'", {"kind": kind, "id": id}
    if binding == "deployment" and deployment_key is not None:
        found = store.one(
            f"SELECT {_COLUMNS} FROM definition WHERE {where} AND deployment_key = :deployment ORDER BY version DESC LIMIT 1",
            **values,
            deployment=deployment_key,
        )
        if found is not None:
            return found
    if binding == "versionTag":
        return store.one(
            f"SELECT {_COLUMNS} FROM definition WHERE {where} AND version_tag = :tag ORDER BY version DESC LIMIT 1",
            **values,
            tag=version_tag,
        )
    return store.one(f"SELECT {_COLUMNS} FROM definition WHERE {where} ORDER BY version DESC LIMIT 1", **values)


def ids(store: Reader, kind: str, most: int) -> list[str]:
    """Return the ids of definitions in force, the first so many of them."""
    found = store.all(
        "SELECT DISTINCT id FROM definition WHERE kind = :kind AND state = 'active' ORDER BY id LIMIT :most", kind=kind, most=most
    )
    return [row["id"] for row in found]


def decision_files(store: Reader, most: int) -> list[Row]:
    """Return the digests of files with decisions in force, the newest so many first."""
    sql = "SELECT digest FROM definition WHERE kind = 'decision' AND state = 'active' GROUP BY digest ORDER BY MAX(key) DESC LIMIT :most"
    return list(store.all(sql, most=most))


def of_version(store: Reader, kind: str, id: str, version: int) -> Row | None:
    return store.one(
        f"SELECT {_COLUMNS} FROM definition WHERE kind = :kind AND id = :id AND version = :version AND state = 'active'",
        kind=kind,
        id=id,
        version=version,
    )


def deployed_beside(store: Reader, kind: str, id: str, digest: str, other: Row) -> Row | None:
    """Return which version of a definition with this file stood when another was deployed: one of the same deployment, else the newest
    before it."""
    return store.one(
        f"SELECT {_COLUMNS} FROM definition WHERE kind = :kind AND id = :id AND digest = :digest"
        " ORDER BY CASE WHEN deployment_key = :deployment THEN 0 WHEN deployment_key < :deployment THEN 1 ELSE 2 END, key DESC LIMIT 1",
        kind=kind,
        id=id,
        digest=digest,
        deployment=other["deployment_key"],
    )


def process_of_digest(store: Reader, process_id: str, digest: str) -> Row | None:
    """Return the newest version of a process that has this file."""
    return store.one(
        f"SELECT {_COLUMNS} FROM definition WHERE kind = 'process' AND id = :id AND digest = :digest ORDER BY version DESC LIMIT 1",
        id=process_id,
        digest=digest,
    )


def newest(store: Reader, kind: str, id: str) -> Row | None:
    """Return the version with the highest number, whatever its state."""
    return store.one(f"SELECT {_COLUMNS} FROM definition WHERE kind = :kind AND id = :id ORDER BY version DESC LIMIT 1", kind=kind, id=id)


def before(store: Reader, row: Row) -> Row | None:
    """Return the newest version in force that came before one."""
    return store.one(
        f"SELECT {_COLUMNS} FROM definition WHERE kind = :kind AND id = :id AND state = 'active' AND version < :version"
        " ORDER BY version DESC LIMIT 1",
        kind=row["kind"],
        id=row["id"],
        version=row["version"],
    )
