"""Set where somebody gets notices by mail; an empty address ends that."""

from typing import ClassVar

from msgspec import Struct

from app.domain.command_rights import HELD_FOR_OTHERS
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.mail import LONGEST_ADDRESS, MAIL_ADDRESS
from app.domain.permissions import is_oneself, require_holding
from app.domain.rejection import Message, Rejection
from app.service.work import Outcome, Work


class SetMailAddress(Struct, frozen=True):
    """One's own, or, for a system administrator, anybody's."""

    account: str
    address: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: SetMailAddress, work: Work) -> Outcome:
    if not is_oneself(work.actor, command.account):
        require_holding(work.actor, HELD_FOR_OTHERS["set_mail_address"], "set somebody else's mail address")
    address = command.address.strip()
    if work.store.value("SELECT 1 FROM account WHERE name = :name AND state = 'active'", name=command.account) is None:
        raise Rejection("not_found", "Expected an active account, but there is none with the name %(name)s", name=command.account[:63])
    if address and (len(address) > LONGEST_ADDRESS or not MAIL_ADDRESS.fullmatch(address)):
        message = Message("Expected a mail address, such as li.min@city.example, but found %(found)s", {"found": address[:80]})
        raise Rejection("bad_value", message.template, field_errors={"address": message}, **message.facts)
    # The address itself is of a person: it lies beside the chain.
    said = {"account": command.account, "set": bool(address)}
    return Outcome("mail_address_set", [Fact("mail_address_set", None, None, said, {"address": address or None})])
