"""Which files the database names."""

from typing import Final

from app.assemble import Duban

NAMED: Final = (
    "SELECT digest FROM document UNION SELECT pdf_digest FROM paper WHERE pdf_digest IS NOT NULL"
    " UNION SELECT word_digest FROM paper WHERE word_digest IS NOT NULL"
)


def named_documents(duban: Duban) -> set[str]:
    """Return the digests of all documents and printed papers of all cases."""
    return set(duban.door.ask(lambda store: [row["digest"] for row in store.all(NAMED)]))
