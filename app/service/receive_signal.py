"""Receive a signal that another case has thrown: all in the case that wait for it go on."""

from msgspec import Struct

from app.audit.take_message import take_signal
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ReceiveSignal(Struct, frozen=True):
    """signal_key: of the signal on its way to this case."""

    case_key: int
    name: str
    signal_key: int


def handle(command: ReceiveSignal, work: Work) -> Outcome:
    if work.actor.account != "system":
        raise Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
    received = take_signal(work.store, command.signal_key)
    case = work.case()
    if not case.broadcast(command.name, {}):
        raise Rejection("nothing_waits", "Expected an event that waits for the signal %(name)s, but found none", name=command.name)
    return Outcome("signal_received", [received, *case.facts], None, case, recorded={"name": command.name})
