"""Which files the database names."""

from app.assemble import Duban


def named_documents(duban: Duban) -> set[str]:
    """Return the digests of all documents of all cases."""
    return set(duban.door.ask(lambda store: [row["digest"] for row in store.all("SELECT DISTINCT digest FROM document")]))
