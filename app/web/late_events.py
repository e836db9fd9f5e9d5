"""Events that were anchored long after they say they were recorded, as far as instants can be compared."""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.audit.late_anchor import LateAnchor, is_pinned
from app.audit.verify_case import CaseVerdict
from app.web.surface import surface


def late_ones(verdict: CaseVerdict) -> Sequence[LateAnchor]:
    """Return those of a case; none while the clock of a city for trials is set by hand: batches are dated by the node's own."""
    around = surface()
    if around.configuration.test_clock and is_pinned(around.door.now(), datetime.now(UTC)):
        return ()
    return sorted(verdict.anchors.late, key=lambda one: one.seq)
