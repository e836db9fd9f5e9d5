"""The tree hash of RFC 6962, section 2.1: one digest over many, in their order, of which each can be proven to be a part."""

import hashlib
from collections.abc import Sequence

_LEAF, _NODE = b"\x00", b"\x01"


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the SHA-256 tree hash over leaves, 32 bytes. Of no leaves it is the hash of nothing, as the standard has it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # The standard splits at the largest power of two below the number of leaves, which comes to pairing from the left and letting
        # the one that is left over rise by itself.
        paired = [hashlib.sha256(_NODE + level[place] + level[place + 1]).digest() for place in range(0, len(level) - 1, 2)]
        level = [*paired, *level[len(paired) * 2 :]]
    return level[0]
