"""A deployed file that the database does not hold as it was deployed."""

from typing import Final

from app.domain.marked import marked
from app.domain.rejection import Rejection


class DefinitionChanged(Exception):
    """The bytes that the database holds under a digest are not those that were deployed. No Rejection: nobody's input caused it, and no
    case may go on as if a diagram had refused something."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"expected the deployed file {digest}, but the database holds another content")
        self.digest = digest


class DefinitionMissing(Rejection):
    """There are no bytes under a digest."""

    def __init__(self, digest: str) -> None:
        message = marked("Expected the file with the digest %(digest)s among the deployed ones, but it is not there")
        super().__init__("not_found", message, digest=digest)


LOST: Final = (DefinitionChanged, DefinitionMissing)
"""What whoever shows something beside a file that is lost goes on without."""
