"""Verifying the whole history: chains, what people wrote, and the anchors outside."""

from app.audit.anchor_batches import last_batch
from app.audit.anchor_line import BadAnchors
from app.audit.check_files import Condition
from app.audit.verify_anchors import Anchored, compare_anchors
from app.audit.verify_chains import Verdict, verify_chains
from app.domain.anchoring import AnchorStore
from app.store.database import Reader


def verify_history(store: Reader, anchors: AnchorStore, condition: Condition | None = None) -> tuple[Verdict, Anchored]:
    """Return what the chains say, the anchored events compared, and what the anchors say. Raises StoreAway where they cannot be read.

    condition: see verify_chains.
    """
    store.take_time()
    key = anchors.public_key()
    if key is not None:
        anchored = compare_anchors(store, anchors.lines(), key)
    else:
        # A city that never ran its clock has none; one that did has lost them.
        anchored = Anchored(bad=BadAnchors(1, "missing") if last_batch(store) else None)
    return verify_chains(store, condition, anchored.breaks), anchored
