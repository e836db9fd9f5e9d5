"""Dropping a signal whose case went on before it came. No command: it changes no case."""

from app.store.database import Reader


def drop_signal(store: Reader, key: int) -> None:
    store.run("DELETE FROM outbox WHERE key = :key", key=key)
