"""Who stands in for whom: the AB rule (AB角) as a pure rule of posts and of who is away.

Source: Opinions, article 37: each post has a first and a second holder; when one is away, work reaches the other by itself; when both
are, the head of the unit; the limit runs on.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from app.domain.actor import Holding, StandIn
from app.domain.roles import ADMINISTRATORS


class Seat(Struct, frozen=True):
    """One post: a role in a unit with those who hold it first and those who hold it second.

    id, name: of one that was registered; 0 and empty for who is paired by the letter of the holding alone.
    """

    holding: Holding
    firsts: tuple[str, ...]
    seconds: tuple[str, ...] = ()
    id: int = 0
    name: str = ""


class Held(Struct, frozen=True):
    """A role that somebody holds, with the letter (A or B) by which those are paired whom no post names."""

    account: str
    holding: Holding
    letter: str


class Staffing(Struct, frozen=True):
    """Who holds what, of all who matter for those away.

    held: by active accounts only. pairs: the posts that were registered. away: who is away, with the substitute named, or None.
    parents: the parent of a unit, for those that have one.
    """

    held: Sequence[Held]
    pairs: Sequence[Seat]
    away: Mapping[str, str | None]
    parents: Mapping[str, str]

    def seats(self) -> list[Seat]:
        """Return the posts: those registered, and for each role in a unit one of all whom no post of it names."""
        found, left = [], dict[Holding, tuple[list[str], list[str]]]()
        named = {(account, seat.holding) for seat in self.pairs for account in (*seat.firsts, *seat.seconds)}
        holders = {(one.account, one.holding) for one in self.held}
        for seat in self.pairs:
            # A role that was taken away since ends with it what the post said.
            firsts = tuple(one for one in seat.firsts if (one, seat.holding) in holders)
            seconds = tuple(one for one in seat.seconds if (one, seat.holding) in holders)
            found.append(replace(seat, firsts=firsts, seconds=seconds))
        for one in self.held:
            if (one.account, one.holding) not in named:
                left.setdefault(one.holding, ([], []))[one.letter == "B"].append(one.account)
        found += [Seat(holding, tuple(sorted(firsts)), tuple(sorted(seconds))) for holding, (firsts, seconds) in left.items()]
        return [seat for seat in found if seat.holding.role not in ADMINISTRATORS]

    def present(self, accounts: Collection[str]) -> tuple[str, ...]:
        active = {one.account for one in self.held}
        return tuple(account for account in accounts if account not in self.away and account in active)

    def heads(self, unit: str) -> tuple[str, ...]:
        """Return who leads a unit now: its head, else the head's second, else as much of the unit above it."""
        seen: set[str] = set()
        while unit and unit not in seen:
            seen.add(unit)
            seats = [seat for seat in self.seats() if seat.holding == Holding("unit-head", unit)]
            firsts = [account for seat in seats for account in self.present(seat.firsts)]
            found = firsts or [account for seat in seats for account in self.present(seat.seconds)]
            if found:
                return tuple(dict.fromkeys(found))
            unit = self.parents.get(unit, "")
        return ()

    def reached(self, absent: str, seat: Seat) -> tuple[str, ...]:
        """Return whom the work of somebody away reaches: the substitute named, else the post's other holder, else the head of the unit."""
        named = self.away.get(absent)
        if named is not None and self.present((named,)) and any(one.account == named and one.holding == seat.holding for one in self.held):
            return (named,)
        others = self.present(seat.seconds if absent in seat.firsts else seat.firsts)
        return others or tuple(account for account in self.heads(seat.holding.unit) if account != absent)

    def substitutes(self, account: str) -> tuple[str, ...]:
        """Return whom somebody's work reaches, were that person away now, by the posts alone."""
        as_if = replace(self, away={**self.away, account: self.away.get(account)})
        reached = [one for seat in self.seats() if account in (*seat.firsts, *seat.seconds) for one in as_if.reached(account, seat)]
        return tuple(dict.fromkeys(reached))

    def stand_ins(self, me: str) -> tuple[StandIn, ...]:
        """Return for whom somebody stands in, and with which groups; nothing for one who is away too."""
        if me in self.away:
            return ()
        seats, found = self.seats(), []
        own = {seat.holding.group for seat in seats if me in seat.firsts}
        for absent in sorted(self.away):
            groups, new_work, elsewhere = set[str](), set[str](), set[str]()
            for seat in seats:
                if absent not in (*seat.firsts, *seat.seconds):
                    continue
                group = seat.holding.group
                if me in self.reached(absent, seat):
                    groups.add(group)
                    # Where no first holder is left (disabled, or the role taken away), new work is the second's until the post is filled.
                    if (absent in seat.firsts or not seat.firsts) and group not in own:
                        new_work.add(group)
                else:
                    elsewhere.add(group)
            if groups:
                found.append(StandIn(absent, frozenset(groups), frozenset(new_work), frozenset(elsewhere - groups)))
        return tuple(found)
