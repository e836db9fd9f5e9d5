"""What the page of signing in shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DemoPerson:
    account: str
    name: str
    role: str


@dataclass(frozen=True)
class SignInView:
    """problem: "", wrong (then tries_left), locked (then locked_until), provider or ran-out. demo: empty outside demo mode.

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
    demo: tuple[DemoPerson, ...] = ()
    more_demo: tuple[DemoPerson, ...] = ()
    demo_password: str = ""
