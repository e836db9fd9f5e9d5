"""What the page shows on which an operator moves a case."""

from msgspec import Struct

from app.domain.rejection import Message


class Standing(Struct, frozen=True):
    """What is under way. depth: how many others it is in. inside: others are in it."""

    key: str
    name: str
    depth: int = 0
    inside: bool = False


class TargetGroup(Struct, frozen=True):
    """Elements of one part of the diagram, as id and name. name: of the sub-process, empty for the process itself."""

    name: str
    elements: tuple[tuple[str, str], ...]


class Outlook(Struct, frozen=True):
    """What would come of the move. ended, begun: what would be said of each thing. warnings: what the operator had better know."""

    ended: tuple[Message, ...]
    begun: tuple[Message, ...]
    warnings: tuple[Message, ...] = ()


class MoveView(Struct, frozen=True):
    """chosen: keys of what is to be ended. target: an element's id. incident: the key of the one that the operator came from, else empty.
    processes: key and name of the process instances of the case, where there are several. errors: by field."""

    href: str
    receipt_number: str
    case_href: str
    title: str
    instance: str
    processes: tuple[tuple[str, str], ...]
    standing: tuple[Standing, ...]
    targets: tuple[TargetGroup, ...]
    chosen: tuple[str, ...] = ()
    target: str = ""
    reason: str = ""
    incident: str = ""
    cause: Message | None = None
    outlook: Outlook | None = None
    errors: dict[str, Message] = {}
    problem: Message | None = None
