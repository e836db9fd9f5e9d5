"""What the page shows on which an operator moves a case."""

from typing import Final

from msgspec import Struct

from app.domain.rejection import Message
from app.web.presentation.kept_words import KeptWords

NOTHING: Final = "-"
"""Chosen where what is ended goes on nowhere; no id of an element."""


class Standing(Struct, frozen=True):
    """What is under way. depth: how many others it is in. inside: others are in it. to: id of the element at which it goes on by itself;
    empty: as the others do."""

    key: str
    name: str
    depth: int = 0
    inside: bool = False
    to: str = ""


class Proven(Struct, frozen=True):
    """A reply that was proven, whose incident is open. name: of the step. put_right: whether the data are. settled: whether the case is
    where it belongs with this move; None: not said yet."""

    key: str
    name: str
    put_right: bool
    settled: bool | None = None

    @property
    def field(self) -> str:
        return f"proven-{self.key}"


class TargetGroup(Struct, frozen=True):
    """Elements of one part of the diagram, as id and name. name: of the sub-process, empty for the process itself."""

    name: str
    elements: tuple[tuple[str, str], ...]


class Outlook(Struct, frozen=True):
    """What would come of the move. ended, begun: what would be said of each thing. warnings: what the operator had better know. kept:
    deadlines that run on as they are."""

    ended: tuple[Message, ...]
    begun: tuple[Message, ...]
    warnings: tuple[Message, ...] = ()
    kept: tuple[Message, ...] = ()


class MoveView(Struct, frozen=True):
    """chosen: keys of what is to be ended. going_on: ids of the elements that are begun for it, NOTHING alone where none is.
    incident: the key of the one that the operator came from, else empty. processes: key and name of the process instances of the case,
    where there are several. errors: by field."""

    href: str
    receipt_number: str
    case_href: str
    title: str
    instance: str
    processes: tuple[tuple[str, str], ...]
    standing: tuple[Standing, ...]
    targets: tuple[TargetGroup, ...]
    chosen: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()
    reason: str = ""
    incident: str = ""
    cause: Message | None = None
    outlook: Outlook | None = None
    errors: dict[str, Message] = {}
    problem: Message | None = None
    kept: KeptWords | None = None
    proven: tuple[Proven, ...] = ()

    @property
    def parallel(self) -> bool:
        """Say whether more than one thing is under way that is in no other's way."""
        return sum(not one.inside for one in self.standing) > 1
