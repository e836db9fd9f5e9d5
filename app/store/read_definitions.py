"""Which version of a process, form or decision a name stands for, and the file behind it."""

from app.domain.rejection import Rejection
from app.store.database import Reader, Row

_COLUMNS = "key, kind, id, version, version_tag, name, resource_name, digest, deployment_key, state, detail"


def resource(store: Reader, digest: str) -> bytes:
    """Return a deployed file by its digest."""
    content = store.value("SELECT content FROM resource WHERE digest = :digest", digest=digest)
    if content is None:
        raise Rejection(
            "not_found", "Expected the file with the digest %(digest)s among the deployed ones, but it is not there", digest=digest
        )
    return bytes(content)


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


def of_version(store: Reader, kind: str, id: str, version: int) -> Row | None:
    return store.one(
        f"SELECT {_COLUMNS} FROM definition WHERE kind = :kind AND id = :id AND version = :version AND state = 'active'",
        kind=kind,
        id=id,
        version=version,
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
