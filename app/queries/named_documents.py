"""Which files of the store of documents the database names."""

from typing import Final

from app.store.database import Reader

_NAMED: Final = (
    "SELECT digest FROM document UNION SELECT pdf_digest FROM paper WHERE pdf_digest IS NOT NULL"
    " UNION SELECT word_digest FROM paper WHERE word_digest IS NOT NULL"
)


def named_documents(store: Reader) -> set[str]:
    """Return the digests of all documents and printed papers of all cases."""
    return {row["digest"] for row in store.all(_NAMED)}
