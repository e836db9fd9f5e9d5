"""A deployed file, as it was deployed."""

from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader


def file_of_case(store: Reader, case_key: int, digest: str) -> bytes:
    """Return the file of a process that a case runs or ran by. Raises Rejection("not_found") for another one."""
    if not store.value("SELECT COUNT(*) FROM process_instance WHERE case_key = :key AND digest = :digest", key=case_key, digest=digest):
        raise Rejection("not_found", "Expected a diagram of the case, but found %(digest)s", digest=digest[:64])
    return read_definitions.resource(store, digest)


def definition_file(store: Reader, digest: str) -> bytes:
    return read_definitions.resource(store, digest)
