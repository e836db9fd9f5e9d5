"""A limit set by law, which a case may carry in place of the default.

Source: opinions, articles 7, 8, 11, 12 and 13 ("or the limit set by law"); procedures, section 1, "statutory limit".
"""

from msgspec import Struct
from msgspec.structs import replace

from app.domain.deadline import Terms
from app.domain.deadline_moves import Move
from app.domain.period import Period


class StatutoryLimit(Struct, frozen=True):
    """law and article: where the limit is set, as they are shown to staff."""

    period: Period
    law: str
    article: str

    @property
    def rule(self) -> str:
        return f"{self.period.length:f} {self.period.unit.value}: {self.law}"


def under_law(terms: Terms, limit: StatutoryLimit) -> Terms:
    """Return terms with the limit set by law in place of the default, longer or shorter."""
    return replace(terms, period=limit.period, at=None, rule=limit.rule, article=limit.article)


def move_to_law(limit: StatutoryLimit) -> Move:
    """Return the move that puts a running deadline under a limit set by law, counted from its original start."""
    return Move(limit.period, rule=limit.rule, article=limit.article)
