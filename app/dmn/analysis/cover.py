"""Sets of rows as boxes: finding a row that none of several boxes holds."""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

# One set of steps for each scale; the rows whose every value is in its set.
Box = tuple[int, ...]


class BudgetSpent(Exception):
    """The question takes more steps than it is worth."""


class Budget(Struct):
    """Steps that are left for all questions about one table."""

    left: int

    def spend(self, steps: int) -> None:
        """Use up steps. Raises BudgetSpent where none are left."""
        self.left -= steps
        if self.left < 0:
            raise BudgetSpent


def bits(steps: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    while steps:
        low = steps & -steps
        yield low.bit_length() - 1
        steps ^= low


def meet(left: Box, right: Box) -> Box | None:
    """Return the rows in both boxes, None where there are none."""
    found = []
    for a, b in zip(left, right, strict=True):
        both = a & b
        if not both:
            return None
        found.append(both)
    return tuple(found)


def uncovered(domain: Box, boxes: Sequence[Box], budget: Budget) -> Box | None:
    """Return a box of rows of the domain that none of the boxes holds, None where they hold them all.

    The domain is split by the scale that tells the boxes apart best, then each part by the next; a part in which some box holds
    everything is done with. Of the parts of one scale only those in the fewest boxes matter: what is left open in another is left
    open there too. Raises BudgetSpent.
    """
    within = [found for box in boxes if (found := meet(domain, box)) is not None]
    return _Search(domain, within, budget).run()


class _Search(Struct):
    domain: Box
    boxes: list[Box]
    budget: Budget
    # For each scale: which steps lie in exactly the same boxes, and the boxes that hold all of its steps.
    parts: list[list[tuple[int, int]]] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    covered: set[tuple[int, int]] = field(default_factory=set)

    def run(self) -> Box | None:
        for place, steps in enumerate(self.domain):
            self.budget.spend(len(self.boxes))
            self.parts.append(_parts(steps, [box[place] for box in self.boxes]))
            self.whole.append(sum(1 << at for at, box in enumerate(self.boxes) if box[place] == steps))
        found = self._open((1 << len(self.boxes)) - 1, (1 << len(self.domain)) - 1)
        if found is None:
            return None
        return tuple(found.get(place, steps) for place, steps in enumerate(self.domain))

    def _open(self, alive: int, scales: int) -> dict[int, int] | None:
        """Return steps by scale that leave all living boxes, None where some living box holds each row."""
        if not alive:
            return {}
        if (alive, scales) in self.covered:
            return None
        holding = alive
        for place in bits(scales):
            holding &= self.whole[place]
        if holding:
            return None
        best = min(bits(scales), key=lambda place: (alive & self.whole[place]).bit_count())
        rest = scales & ~(1 << best)
        done: list[int] = []
        for living, steps in self._parts_of(best, alive):
            self.budget.spend(1 + (len(done) >> 3))
            if any(each & living == each for each in done):
                continue
            found = self._open(living, rest)
            if found is not None:
                return {**found, best: steps}
            done.append(living)
        self.covered.add((alive, scales))
        return None

    def _parts_of(self, place: int, alive: int) -> list[tuple[int, int]]:
        """Return the parts of a scale as the living boxes tell them apart, those in the fewest boxes first."""
        merged: dict[int, int] = {}
        self.budget.spend(len(self.parts[place]) >> 2)
        for boxes, steps in self.parts[place]:
            living = boxes & alive
            merged[living] = merged.get(living, 0) | steps
        return sorted(merged.items(), key=lambda part: part[0].bit_count())


def _parts(domain: int, sets: Sequence[int]) -> list[tuple[int, int]]:
    """Return the steps of a domain by the sets they lie in: pairs of which sets (one bit each) and which steps.

    Only where some set begins or ends does the answer change, so the steps are walked from one such place to the next.
    """
    changes: dict[int, int] = {}
    for at, steps in enumerate(sets):
        mark = 1 << at
        for place in bits(steps ^ (steps << 1)):
            changes[place] = changes.get(place, 0) ^ mark
    found: dict[int, int] = {}
    which = last = 0
    for place in sorted(changes):
        _note(found, which, domain & ((1 << place) - (1 << last)))
        which, last = which ^ changes[place], place
    _note(found, which, domain >> last << last)
    return list(found.items())


def _note(found: dict[int, int], which: int, steps: int) -> None:
    if steps:
        found[which] = found.get(which, 0) | steps
