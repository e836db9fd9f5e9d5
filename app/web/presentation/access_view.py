"""What the page of the access log shows."""

from datetime import datetime

from msgspec import Struct

from app.web.presentation.staff_view import AdminLink


class AccessRow(Struct, frozen=True):
    """kind: its words; refused: whether something was kept from somebody. who: empty for a citizen, then actor says so. details: what was
    looked at, how somebody signed in, why not. numbers: of the cases, with the address of each where the reader may open it; more: how many
    others, and more_href where they are named; unnamed: how many that the reader may not know of. where: the address that a sign-in came
    from, or what was asked for.
    """

    at: datetime
    kind: str
    refused: bool
    actor: str
    who: str = ""
    acting_for: str = ""
    details: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    more: int = 0
    more_href: str = ""
    unnamed: int = 0
    where: str = ""


class AccessView(Struct, frozen=True):
    """asked: what was looked for, by the names of the address. total: as far as it is counted; capped: there are more. kinds: value and
    label. people: accounts and names to type.
    verification_href: of the check of the whole history, for who may ask for it. alone: the number of the event that is shown alone, with
    all its cases; 0: none."""

    links: tuple[AdminLink, ...]
    rows: tuple[AccessRow, ...]
    asked: dict[str, str]
    total: int
    capped: bool
    kinds: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    newer_href: str = ""
    older_href: str = ""
    newest_href: str = ""
    csv_href: str = ""
    xlsx_href: str = ""
    verification_href: str = ""
    alone: int = 0
