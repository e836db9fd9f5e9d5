"""What a rule of the linter is, and how it reports."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from msgspec import Struct

from app.diagram import Diagram
from app.domain.rejection import Message
from app.lint.surroundings import Surroundings

ERROR: Final = "error"
WARNING: Final = "warning"
NOTE: Final = "note"
DRAWING: Final = "drawing"


class Found(Struct, frozen=True):
    element_id: str | None
    line: int | None
    message: Message


Find = Callable[[Diagram, Surroundings], Iterator[Found]]


class Rule(Struct, frozen=True):
    """One rule: its page is docs/rules/<name>.md, its file rules/<name with underscores>.py.

    severity: ERROR, WARNING or NOTE; DRAWING for what only makes a drawing hard to read, whose weight the caller of check() says.
    instead: what to draw instead. find: reports what breaks the rule. Its docstring says why the rule stands.
    """

    name: str
    severity: str
    instead: str
    find: Find


def rule(name: str, severity: str, instead: str) -> Callable[[Find], Rule]:
    """Make the function below it a rule."""

    def make(find: Find) -> Rule:
        return Rule(name, severity, instead, find)

    return make


class Located(Protocol):
    """Something of a file that has a line: an element, a flow, a process, a lane."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def line(self) -> int | None: ...


def at(thing: Located, template: str, **facts: Any) -> Found:
    """Report a thing. template: what was expected and what was found, in English, with %(name)s for facts; %(element)s is the thing."""
    return Found(thing.id, thing.line, Message(template, {"element": thing.title, **facts}))


def on_line(element_id: str | None, line: int | None, template: str, facts: Mapping[str, Any]) -> Found:
    """Report a part of a thing that has a line of its own, or something drawn."""
    return Found(element_id, line, Message(template, facts))
