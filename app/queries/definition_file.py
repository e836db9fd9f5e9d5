"""A deployed file, as it was deployed."""

from app.store import read_definitions
from app.store.database import Reader


def definition_file(store: Reader, digest: str) -> bytes:
    return read_definitions.resource(store, digest)
