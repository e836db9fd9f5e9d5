"""What the chain of the city says of its people, units and procedures, as of any instant: who was there, with which roles, who stood in for
whom, which files were in force.

Whoever has the database can write events by whomever they like; what an event says of who did it is held against this record.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from app.audit.chain_break import PUT_RIGHT
from app.domain.actor import Actor, Holding
from app.domain.instant import instant_text, read_instant
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.domain.substitution import Held, Seat, Staffing
from app.store.database import Reader

KNOWN_FOR: Final = timedelta(minutes=1)
"""So long after a change of somebody's rights an event may still rest on what they were: a request that was let in waits its turn, and a
node goes by what it knows for some seconds."""

SET_BACK: Final = "clock_set_back"
"""The setting that says that a trial's clock was set back behind events, and when last."""

_NEVER: Final = "9999"
"""Behind every instant."""

NO_ACCOUNTS: Final = frozenset({"system", "clock", "public"})
"""Who acts without being a person of the city."""

_CITY: Final = (
    'SELECT seq, actor, recorded_at, body FROM audit_event WHERE case_key = :city AND (body LIKE \'%"fact":"account_%\' OR body LIKE'
    ' \'%"fact":"roles_changed"%\' OR body LIKE \'%"fact":"post_%\' OR body LIKE \'%"fact":"leave_%\' OR body LIKE'
    ' \'%"fact":"unit_registered"%\' OR body LIKE \'%"fact":"deployment_made"%\' OR body LIKE \'%"fact":"definition_retired"%\')'
    " ORDER BY seq"
)
_BEGAN: Final = "SELECT recorded_at FROM audit_event WHERE case_key = :city ORDER BY seq LIMIT 1"
_FIRST_PERSON: Final = (
    "SELECT MIN(seq) FROM audit_event WHERE case_key = :city AND actor <> 'system' AND actor <> 'clock' AND actor <> 'public'"
)

Event = Mapping[str, Any]


class Person(Struct, frozen=True):
    """What an account is from an instant on. holdings: each role in its unit with its letter, A or B."""

    active: bool
    everything: bool
    holdings: Mapping[Holding, str]


class Leave(Struct, frozen=True):
    """Who is away from when until when; place: of the change by which it was so, among all of people, posts and leaves."""

    place: int
    id: str
    account: str
    starts: str
    ends: str
    substitute: str | None


class CityRecord:
    """Built by one walk over chain 0.

    founded: the number of the first event by a person; before it the system makes the city. demo: whether the system founded it with
    invented people, so that commands may run without anybody who answers for them. set_back: whether the clock of such a trial was set
    back behind its events, so that their instants have no order.
    """

    def __init__(self, store: Reader) -> None:
        self._people = dict[str, list[tuple[str, Person, int]]]()
        self._files = dict[str, list[tuple[str, str, int]]]()
        self._posts = dict[str, list[tuple[str, Seat, int]]]()
        self._changes = [""]
        self._parents = list[tuple[str, str, str]]()
        self._leaves = list[Leave]()
        self.founded = int(store.value(_FIRST_PERSON, city=str(CITY_CHAIN)) or 0)
        self.demo = False
        self._began = str(store.value(_BEGAN, city=str(CITY_CHAIN)) or "")
        in_force = dict[str, dict[int, tuple[str, str]]]()
        for event in store.all(_CITY, city=str(CITY_CHAIN)):
            for fact in facts_of(event):
                try:
                    self._take(event, fact, in_force)
                except (KeyError, TypeError, ValueError, AttributeError):
                    continue  # nobody recorded this; its chain says so
        self.set_back = self.demo and store.value("SELECT 1 FROM setting WHERE name = :name", name=SET_BACK) is not None

    def _take(self, event: Event, fact: Mapping[str, Any], in_force: dict[str, dict[int, tuple[str, str]]]) -> None:
        at, kind = str(event["recorded_at"]), fact["fact"]
        if kind.startswith(("account_", "roles_", "post_", "leave_")):
            self._changes.append(at)
        place = len(self._changes) - 1
        if kind.startswith(("account_", "roles_")):
            self._take_person(event, fact, place)
        elif kind.startswith("post_"):
            seat = Seat(Holding(fact["role"], fact["unit"]), _maybe(fact.get("first")), _maybe(fact.get("second")), int(fact["postId"]))
            self._posts.setdefault(fact["postId"], []).append((at, seat, place))
        elif kind == "leave_entered":
            self._leaves.append(Leave(place, fact["leaveId"], fact["account"], fact["startsAt"], fact["endsAt"], fact.get("substitute")))
        elif kind == "leave_ended":
            old = next((one for one in reversed(self._leaves) if one.id == fact["leaveId"]), None)
            if old is not None:
                self._leaves.append(replace(old, place=place, ends=fact["endsAt"]))
        elif kind == "unit_registered" and fact.get("parentId"):
            self._parents.append((at, fact["unitId"], fact["parentId"]))
        elif kind in ("deployment_made", "definition_retired"):
            self._take_file(at, fact, in_force)

    def _take_person(self, event: Event, fact: Mapping[str, Any], place: int) -> None:
        at, kind = str(event["recorded_at"]), fact["fact"]
        known = self._people.setdefault(fact["account"], [])
        if kind == "account_registered":
            self.demo |= bool(fact.get("demo")) and event["actor"] == "system" and not 0 < self.founded < event["seq"]
            known.append((at, Person(active=True, everything=bool(fact.get("everything")), holdings=_held(fact["holdings"])), place))
        elif known and kind == "roles_changed":
            now, removed = known[-1][1], _held(fact["removed"])
            kept = {one: letter for one, letter in now.holdings.items() if one not in removed}
            known.append((at, replace(now, holdings=kept | _held(fact["added"])), place))
        elif known and kind in ("account_disabled", "account_enabled"):
            known.append((at, replace(known[-1][1], active=kind == "account_enabled"), place))

    def _take_file(self, at: str, fact: Mapping[str, Any], in_force: dict[str, dict[int, tuple[str, str]]]) -> None:
        touched = set[str]()
        for one in fact["resources"] if fact["fact"] == "deployment_made" else ():
            if one["kind"] == "process" and (one["isNew"] or one.get("confirmed")):
                state = "active" if one.get("confirmed") else one["state"]
                in_force.setdefault(one["id"], {})[int(one["key"])] = (state, one["digest"])
                touched.add(one["id"])
        if fact["fact"] == "definition_retired":
            for id, versions in in_force.items():
                if (key := int(fact["definitionKey"])) in versions:
                    versions[key] = ("retired", versions[key][1])
                    touched.add(id)
        for id in touched:
            active = [digest for _, (state, digest) in sorted(in_force[id].items()) if state == "active"]
            self._files.setdefault(id, []).append((at, active[-1] if active else "", 0))

    # ---------------------------------------------------------------- what was so at an instant

    def was_registered(self, account: str, at: str) -> bool:
        """Say whether an account was one of the city's then, enabled or not."""
        return bool(self._as_of(self._people.get(account, ()), at))

    def actors(self, name: str, at: str) -> list[Actor]:
        """Return who an account was then, as what it might do: nothing where it was none, or disabled; several where that changed just
        then. name: as an event says it."""
        account = name.removeprefix("cli:")
        there = [one for one in self._as_of(self._people.get(account, ()), at) if one.active]
        return [Actor(account, "", frozenset(one.holdings), one.everything) for one in there]

    def standing_in(self, actor: Actor, at: str) -> Iterator[Actor]:
        """Yield the actor with those for whom he stood in then; several times where that changed just then, the latest first."""
        since, until = _shifted(at, -KNOWN_FOR), self._until(at)
        before = max(place for place, said in enumerate(self._changes) if said <= since)
        for place in range(len(self._changes) - 1, -1, -1):
            said = self._changes[place]
            if place == before or since < said <= until:
                for instant in sorted({at, said} if place != before else {at}):
                    yield replace(actor, stands_in=self._staffing(place, instant).stand_ins(actor.account))

    def leads(self, actor: Actor, account: str, at: str) -> bool:
        """Say whether the actor was then the head of a unit, or of one above it, in which somebody held a role."""
        led = {one.unit for one in actor.holdings if one.role == "unit-head"}
        parents = self._parents_at(at)
        for one in self.actors(account, at) if led else ():
            for unit in one.units:
                seen, above = set[str](), unit
                while above and above not in seen:
                    if above in led:
                        return True
                    seen.add(above)
                    above = parents.get(above, "")
        return False

    def in_force(self, process: str, at: str) -> Sequence[str]:
        """Return the digests of the files that drew a procedure then; empty text for none."""
        return self._as_of(self._files.get(process, ()), at)

    def _until(self, at: str) -> str:
        """Return the instant up to which what is said may have been so at another. The clock of a trial is set, and set back: what it
        recorded later may have been so before."""
        return _NEVER if self.demo else _shifted(at, PUT_RIGHT)

    @lru_cache(256)  # noqa: B019  # a record lives as long as one check
    def _staffing(self, place: int, at: str) -> Staffing:
        """Return who held what and who was away at an instant, as it was known after so many changes."""
        held, active = self._holders(place)
        pairs = [seat for _, known in sorted(self._posts.items()) for seat in _after(known, place)]
        leaves = {one.id: one for one in self._leaves if one.place <= place}
        away = {one.account: one.substitute for one in leaves.values() if one.starts <= at < one.ends and one.account in active}
        return Staffing(held, pairs, away, self._parents_at(at))

    @lru_cache(256)  # noqa: B019  # as above
    def _holders(self, place: int) -> tuple[list[Held], frozenset[str]]:
        there = {name: one for name, known in sorted(self._people.items()) for one in _after(known, place) if one.active}
        held = [Held(name, holding, letter) for name, one in there.items() for holding, letter in sorted(one.holdings.items())]
        return held, frozenset(there)

    def _parents_at(self, at: str) -> dict[str, str]:
        return {unit: parent for said, unit, parent in self._parents if said <= at or at <= self._began}

    def _as_of(self, known: Sequence[tuple[str, Any, int]], at: str) -> list[Any]:
        """Return what was so at an instant, or around it, oldest first. Of what the past of a trial speaks of, its beginning: its instants
        lie before the city's own first."""
        if len(known) == 1 and known[0][0] <= at:
            return [known[0][1]]
        since, until = _shifted(at, -KNOWN_FOR), self._until(at)
        before = [said for from_then, said, _ in known if from_then <= since][-1:]
        found = before + [said for from_then, said, _ in known if since < from_then <= until]
        return found or ([said for _, said, _ in known[:1]] if at <= self._began else [])


@lru_cache(512)
def _shifted(at: str, by: timedelta) -> str:
    try:
        return instant_text(read_instant(at) + by)
    except (Rejection, ValueError, OverflowError):
        return at  # no instant of an event, which its chain says


def _after(known: Sequence[tuple[str, Any, int]], place: int) -> list[Any]:
    """Return what was so after so many changes; nothing before it was first said."""
    return [said for _, said, since in known if since <= place][-1:]


def _held(said: Sequence[Mapping[str, Any]]) -> dict[Holding, str]:
    return {Holding(one["role"], one["unit"]): one.get("post", "A") for one in said}


def _maybe(account: str | None) -> tuple[str, ...]:
    return (account,) if account is not None else ()


def facts_of(event: Event) -> Iterator[Mapping[str, Any]]:
    """Yield the facts of an event; nothing of one that cannot be read, which is a break of its chain already."""
    try:
        yield from (fact for fact in msgspec.json.decode(event["body"])["facts"] if "fact" in fact)
    except (ValueError, KeyError, TypeError):
        return
