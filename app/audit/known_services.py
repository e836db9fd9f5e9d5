"""Decision services among the deployed files, for those who name one where a decision must be named."""

from typing import Final

from app.audit.surroundings import Surroundings
from app.store import read_definitions
from app.store.database import Reader

# Files of decisions, the newest first, among whose services an id is sought.
_SOUGHT: Final = 100


def outputs_of_service(store: Reader, surroundings: Surroundings, id: str) -> tuple[str, ...] | None:
    """Return the ids of the decisions that a deployed decision service gives; None where no service in force has the id."""
    for row in read_definitions.decision_files(store, _SOUGHT):
        outputs = surroundings.decisions(store, row["digest"]).outputs_of(id)
        if outputs is not None:
            return outputs
    return None
