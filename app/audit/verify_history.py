"""Verifying the whole history: chains, what people wrote, and the anchors outside."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from app.audit.anchor_batches import last_batch
from app.audit.anchor_line import BadAnchors
from app.audit.check_files import Condition
from app.audit.verify_anchors import Anchored, compare_anchors
from app.audit.verify_chains import Verdict, verify_chains
from app.domain.anchoring import AnchorStore
from app.domain.instant import instant_text
from app.store.database import Reader

SKEW: Final = timedelta(minutes=2)
"""How far the clock of another node, which makes the batches, may be ahead."""

PROMISED: Final = timedelta(minutes=1)
"""So long an event waits for its anchor at most, as long as the clock runs."""


def is_overdue(oldest: datetime | None, began: datetime) -> bool:
    """Say whether what waits longest for its anchor waits longer than promised. oldest: see Anchored. began: the real instant."""
    return oldest is not None and began - oldest > PROMISED + SKEW


def verify_history(
    store: Reader, anchors: AnchorStore, began: datetime, real_now: Callable[[], datetime], condition: Condition | None = None
) -> tuple[Verdict, Anchored]:
    """Return what the chains say, the anchored events compared, and what the anchors say. Raises StoreAway where they cannot be read.

    began: the real instant, read before the store was: what is anchored later, while this goes on, is left for the next time.
    real_now: the node's own clock. A batch of an instant that has not come yet is no batch of meanwhile: somebody set a clock back.
    condition: see verify_chains.
    """
    store.take_time()
    key = anchors.public_key()
    if key is None and last_batch(store):
        # A city that never ran its clock has no key outside; one that did has lost it.
        anchored = Anchored(bad=BadAnchors(1, "missing"))
    else:
        anchored = compare_anchors(store, anchors.lines, key or "", instant_text(began), lambda: instant_text(real_now() + SKEW))
    return verify_chains(store, condition, anchored.breaks), anchored
