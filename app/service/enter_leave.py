"""Enter that somebody is away. Work then reaches the post's other holder by itself; the limits run on."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from app.audit.leave_keepers import require_keeper
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work
from app.store.database import Reader

MOST_CHARACTERS = 1000


class EnterLeave(Struct, frozen=True):
    """starts_at, ends_at: aware instants; who is away from noon is so from the instant at which the afternoon begins.

    substitute: an account named to stand in; None: as the AB rule has it. It holds a role that the person holds: nobody gets a right.

    Source: Opinions, article 37.
    """

    account: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    substitute: str | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: EnterLeave, work: Work) -> Outcome:
    require_keeper(work.store, work.actor, command.account)
    state = work.store.value("SELECT state FROM account WHERE name = :name", name=command.account)
    if state != "active":
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=command.account[:63])
    reason = command.reason.strip()
    _check_period(command, work)
    if not 1 <= len(reason) <= MOST_CHARACTERS:
        raise Rejection(
            "bad_request", "Expected a reason of 1 to %(most)s characters, but found %(found)s", most=MOST_CHARACTERS, found=len(reason)
        )
    if command.substitute is not None:
        _check_substitute(work.store, command, command.substitute)
    id = str(work.new_number("leave"))
    said = {
        "leaveId": id,
        "account": command.account,
        "startsAt": instant_text(command.starts_at),
        "endsAt": instant_text(command.ends_at),
        "substitute": command.substitute,
    }
    return Outcome("leave_entered", [Fact("leave_entered", None, None, said, {"reason": reason})], {"id": id})


def _check_period(command: EnterLeave, work: Work) -> None:
    if command.ends_at <= command.starts_at:
        raise Rejection(
            "bad_request",
            "Expected the leave to end after its start %(start)s, but found %(end)s",
            start=instant_text(command.starts_at),
            end=instant_text(command.ends_at),
        )
    if command.ends_at <= work.now:
        raise Rejection("bad_request", "Expected a leave that ends in the future, but found %(end)s", end=instant_text(command.ends_at))
    other = _overlapping(work.store, command.account, command)
    if other is not None:
        raise Rejection(
            "state_forbids",
            "Expected no other leave of this person in that time, but found one from %(start)s to %(end)s: end it first",
            start=other["starts_at"],
            end=other["ends_at"],
        )


def _overlapping(store: Reader, account: str, command: EnterLeave) -> dict[str, str] | None:
    row = store.one(
        "SELECT starts_at, ends_at, substitute FROM leave WHERE account = :account AND starts_at < :ends AND ends_at > :starts"
        " AND ends_at > starts_at ORDER BY starts_at LIMIT 1",
        account=account,
        starts=instant_text(command.starts_at),
        ends=instant_text(command.ends_at),
    )
    return dict(row) if row is not None else None


def _check_substitute(store: Reader, command: EnterLeave, named: str) -> None:
    if named == command.account:
        raise Rejection("bad_request", "Expected somebody else as substitute, but found the person who is away")
    shared = store.value(
        "SELECT 1 FROM holding mine JOIN holding theirs ON theirs.role = mine.role AND theirs.unit = mine.unit"
        " JOIN account a ON a.name = theirs.account AND a.state = 'active' WHERE mine.account = :account AND theirs.account = :named",
        account=command.account,
        named=named,
    )
    if shared is None:
        raise Rejection(
            "bad_request", "Expected a substitute who holds a role of this person in the same unit, but found %(name)s", name=named
        )
    _refuse_circle(store, command, named)
    other = _overlapping(store, named, command)
    if other is not None:
        raise Rejection(
            "state_forbids",
            "Expected a substitute who is there, but %(name)s is away from %(start)s to %(end)s",
            name=named,
            start=other["starts_at"],
            end=other["ends_at"],
        )


def _in_names(store: Reader, accounts: Sequence[str]) -> str:
    names = {row["name"]: row["display_name"] for row in store.all("SELECT name, display_name FROM account")}
    return " → ".join(names.get(account, account) for account in accounts)


def _refuse_circle(store: Reader, command: EnterLeave, named: str) -> None:
    """Follow who stands in for whom in that time: it must not lead back to the person who is away."""
    way, at = [command.account, named], named
    while (other := _overlapping(store, at, command)) is not None and other["substitute"] is not None:
        at = other["substitute"]
        way.append(at)
        if at == command.account:
            raise Rejection(
                "state_forbids", "Expected an end of the substitutes, but they go in a circle: %(way)s", way=_in_names(store, way)
            )
        if at in way[:-1]:
            return
