"""What the page of signing in shows."""

from datetime import datetime

from msgspec import Struct


class DemoPerson(Struct, frozen=True):
    account: str
    name: str
    role: str


class SignInView(Struct, frozen=True):
    """problem: "", wrong (then tries_left), locked (then locked_until), ran-out, or something about the city's own sign-in:
    provider-down, provider-again (it took too long, or was finished before), provider-cancelled, provider-locked (then locked_until),
    provider-unknown (no enabled account here), provider-unverified, provider-left (the session there goes on; then provider_ends_at,
    where it can be ended). demo: empty outside demo mode.

    city_office: the full name of the office. goes_to: the page to return to. provider: name of the city's own sign-in, if any.
    lock_minutes: how long an account is locked after too many tries.
    """

    city_office: str
    account: str = ""
    problem: str = ""
    tries_left: int = 0
    locked_until: datetime | None = None
    lock_minutes: int = 15
    goes_to: str = ""
    provider: str = ""
    provider_ends_at: str = ""
    demo: tuple[DemoPerson, ...] = ()
    more_demo: tuple[DemoPerson, ...] = ()
    demo_password: str = ""
