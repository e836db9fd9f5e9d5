"""Trying whether the store can be written. No command: what it writes is gone again when it ends."""

from typing import Final

from app.store.database import Reader

_NAME: Final = "ready"
_FILLING: Final = "." * 32_768
"""More than a page: a store whose last page is in use still takes a small change, and not the next case."""


def probe_store(store: Reader) -> None:
    """Write something and take it away again. Raises Rejection("store_unavailable"), by the database, where nothing can be written."""
    store.run("DELETE FROM setting WHERE name = :name", name=_NAME)
    store.run("INSERT INTO setting (name, value) VALUES (:name, :value)", name=_NAME, value=_FILLING)
    store.run("DELETE FROM setting WHERE name = :name", name=_NAME)
