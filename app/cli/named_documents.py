"""Which files the database names."""

from app.assemble import Duban
from app.queries import named_documents as asked


def named_documents(duban: Duban) -> set[str]:
    """Return the digests of all documents and printed papers of all cases."""
    return duban.door.ask(asked.named_documents)
