"""Who acts: a person with the roles held in units, or the clock."""

from msgspec import Struct


class Holding(Struct, frozen=True, order=True):
    """A role held in a unit; unit is "" for roles that exist once in the city."""

    role: str
    unit: str = ""

    @property
    def group(self) -> str:
        """The candidate group as diagrams write it: `role@unit`, or `role` alone."""
        return f"{self.role}@{self.unit}" if self.unit else self.role


class StandIn(Struct, frozen=True):
    """What reaches an actor by the AB rule (AB角), for as long as somebody else is away.

    account: who is away. groups: whose tasks in that person's hands reach the actor. new_work: those of them whose unclaimed tasks the
    actor does on that person's behalf. elsewhere: groups of that person whose tasks reach others.

    Source: Opinions, article 37; docs/decisions, "substitutes act in the absent person's place".
    """

    account: str
    groups: frozenset[str]
    new_work: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


class Actor(Struct, frozen=True):
    """The one on whose behalf a command runs.

    account: the account's name; `clock`, `public`, `system` or `cli:<account>` for those who are no signed-in person.
    name: as colleagues read it; never written to a log or an event.
    everything: member of every candidate group (the demo account).
    acting_for: the account in whose place the command is carried out; None: in the actor's own right.
    scopes: what a token may do besides, for example "jobs".
    stands_in: for whom the actor stands in at the moment.
    """

    account: str
    name: str = ""
    holdings: frozenset[Holding] = frozenset()
    everything: bool = False
    acting_for: str | None = None
    scopes: frozenset[str] = frozenset()
    stands_in: tuple[StandIn, ...] = ()

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(holding.group for holding in self.holdings)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(holding.unit for holding in self.holdings if holding.unit)

    def holds(self, *roles: str) -> bool:
        """Say whether the actor holds one of the roles, in whatever unit."""
        return any(holding.role in roles for holding in self.holdings)

    def in_group(self, group: str) -> bool:
        return self.everything or group in self.groups


CLOCK = Actor("clock")
SYSTEM = Actor("system")
PUBLIC = Actor("public")
