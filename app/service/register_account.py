"""Register a person's account, with its roles."""

import re
from typing import ClassVar, Final

from msgspec import Struct

from app.audit.check_holdings import check_holdings
from app.domain.actor import SYSTEM, Holding
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding, role_names
from app.domain.rejection import Rejection
from app.domain.roles import ADMINISTRATORS
from app.service.work import Outcome, Work

NAME: Final = re.compile(r"[a-z][a-z0-9.-]{1,62}")


class RegisterAccount(Struct, frozen=True):
    """password_hash: as app/gateways/passwords.py makes it; it is kept with the account and in no event. posts: post (A or B) by
    holding, A by default."""

    name: str
    display_name: str
    password_hash: str | None
    holdings: tuple[tuple[Holding, str], ...] = ()
    everything: bool = False
    demo: bool = False
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RegisterAccount, work: Work) -> Outcome:
    require_holding(work.actor, HELD["register_account"], "register an account")
    if not NAME.fullmatch(command.name) or command.name in ("clock", "public", "system", "access"):
        raise Rejection(
            "bad_request",
            "Expected an account name of small letters, digits, dots and hyphens, but found %(found)s",
            found=command.name[:40],
        )
    if work.store.value("SELECT 1 FROM account WHERE name = :name", name=command.name) is not None:
        raise Rejection("conflict", "Expected a new account name, but %(name)s is taken", name=command.name)
    check_holdings(work.store, [holding for holding, _ in command.holdings])
    _check_administrators(command, work)
    holdings = [{"role": holding.role, "unit": holding.unit, "post": post} for holding, post in command.holdings]
    said = {"account": command.name, "holdings": holdings, "everything": command.everything, "demo": command.demo}
    return Outcome(
        "account_registered",
        [Fact("account_registered", None, None, said, {"displayName": command.display_name, "_passwordHash": command.password_hash})],
    )


def _check_administrators(command: RegisterAccount, work: Work) -> None:
    """Raise Rejection("forbidden") where a system administrator would give an administrator's role that somebody holds already.

    Rights are the security administrator's to give. Only the first of each kind comes by who registers accounts: nobody else is there yet.

    Source: docs/permissions, "three administrators are three people"; security S3.
    """
    for holding, _ in command.holdings:
        if work.actor == SYSTEM or holding.role not in ADMINISTRATORS:
            continue
        held = work.store.value(
            "SELECT 1 FROM holding h JOIN account a ON a.name = h.account WHERE h.role = :role AND a.state = 'active'", role=holding.role
        )
        if held is not None:
            raise Rejection(
                "forbidden",
                "Expected the security administrator to give the role %(role)s: register the account without it, and let them give it",
                role=role_names([holding.role]),
            )
