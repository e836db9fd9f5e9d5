"""The tree hash of RFC 6962, section 2.1: one digest over many, in their order, of which each can be proven to be a part."""

import hashlib
from collections.abc import Sequence

_LEAF, _NODE = b"\x00", b"\x01"


class Tree:
    """The tree over leaves, with every level kept: who wants the paths of many leaves hashes once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [[hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]]
        while len(level := self._levels[-1]) > 1:
            # The standard splits at the largest power of two below the number of leaves, which comes to pairing from the left and letting
            # the one that is left over rise by itself.
            paired = [hashlib.sha256(_NODE + level[place] + level[place + 1]).digest() for place in range(0, len(level) - 1, 2)]
            self._levels.append([*paired, *level[len(paired) * 2 :]])

    @property
    def root(self) -> bytes:
        """The SHA-256 tree hash, 32 bytes. Of no leaves it is the hash of nothing, as the standard has it."""
        return self._levels[-1][0] if self._levels[-1] else hashlib.sha256(b"").digest()

    def path(self, position: int) -> list[bytes]:
        """Return the hashes by which a leaf leads to the root, the lowest first. position: of the leaf, from 0. Source: section 2.1.1."""
        found = []
        for level in self._levels[:-1]:
            beside = position ^ 1
            if beside < len(level):
                found.append(level[beside])
            position //= 2
        return found


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the tree hash over leaves."""
    return Tree(leaves).root


def root_by_path(leaf: bytes, position: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root to which a leaf leads, at a position among `count` leaves; None for a path of another length.

    Source: RFC 9162, section 2.1.3.2, which is RFC 6962's proof with the steps written out.
    """
    if not 0 <= position < count:
        return None
    found, last = hashlib.sha256(_LEAF + leaf).digest(), count - 1
    for beside in path:
        if last == 0:
            return None
        if position % 2 or position == last:
            found = hashlib.sha256(_NODE + beside + found).digest()
            while position and not position % 2:
                position, last = position // 2, last // 2
        else:
            found = hashlib.sha256(_NODE + found + beside).digest()
        position, last = position // 2, last // 2
    return found if last == 0 else None
