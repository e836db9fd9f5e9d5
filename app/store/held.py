"""Whether the clock of the city is held, as after a restore."""

from app.domain.rejection import Rejection
from app.store.database import Reader


def held_since(store: Reader) -> str | None:
    """Return since when no timer fires, as text in UTC; None while they do."""
    found: str | None = store.value("SELECT value FROM setting WHERE name = 'held_since'")
    return found


def refuse_while_held(store: Reader) -> None:
    """Raise Rejection("state_forbids") while no timer fires: nothing can be judged past one that has yet to take effect."""
    if (since := held_since(store)) is not None:
        raise Rejection(
            "state_forbids",
            "Something of this case falls due, but deadlines are held since %(since)s, when the city was restored, until an operator"
            " releases them",
            since=since,
        )
