"""What may be sent to a case from its page: to the case as a whole, and to one of its parts."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.permissions import plays
from app.domain.rejection import Message
from app.queries.awaited_messages import AwaitedMessage, awaited_messages, in_parts
from app.queries.case_page import CasePage
from app.web.pages.definition_words import documentation, element_names
from app.web.pages.frame import now
from app.web.presentation.case_view import PartView
from app.web.presentation.kept_words import KeptWords
from app.web.presentation.task_view import DialogView, Fact
from app.web.surface import surface


def messages_for(actor: Actor, found: CasePage) -> list[AwaitedMessage]:
    """Return what the actor may send to the case: the owner of the procedure and operators may."""
    if actor.holds("auditor") or not plays(actor, "operator", *filter(None, [found.case.sight.owner])):
        return []
    door = surface().door
    names, about = element_names(found.case.digest), documentation(found.case.digest)
    return [
        replace(one, label=names.get(one.element_id) or one.label, what=about.get(one.element_id) or one.what)
        for one in door.ask(awaited_messages, door.surroundings, found.case.key, now())
    ]


def wanted_message(messages: Sequence[AwaitedMessage], name: str, of: str) -> AwaitedMessage | None:
    """Return the message that an address means; none where several parts wait for it and the address names none of them."""
    fitting = [one for one in messages if one.name == name and of in ("", one.correlation_key)]
    return fitting[0] if len(fitting) == 1 else None


def message_href(message: AwaitedMessage, number: str) -> str:
    """Return the address of a message's dialog."""
    return f"/cases/{number}?{urlencode({'dialog': message.name, **_of(message)})}"


def message_facts(messages: Sequence[AwaitedMessage], number: str) -> tuple[Fact, ...]:
    """Return what may be sent to the case as a whole."""
    return tuple(Fact(one.label, one.name, message_href(one, number)) for one in messages if not one.about)


def message_parts(messages: Sequence[AwaitedMessage], number: str) -> tuple[PartView, ...]:
    """Return the parts of the case to which something may be sent."""
    return tuple(
        PartView(about, tuple(Fact(one.label, one.name, message_href(one, number)) for one in several))
        for about, several in in_parts(messages)
    )


def words_name(message: AwaitedMessage) -> str:
    """Return under which name the reason of a message is kept as it is typed."""
    return f"message {message.correlation_key if message.about else ''} {message.name}".replace("  ", " ")[:100]


def message_dialog(message: AwaitedMessage, number: str, errors: Mapping[str, Message], kept: KeptWords) -> DialogView:
    close = f"/cases/{number}"
    action = f"{close}/messages/{message.name}" + (f"?{urlencode(_of(message))}" if message.about else "")
    return DialogView(
        "message", action, close, message.label, message.what, message.about, reason=kept.text, errors=dict(errors), kept=kept
    )


def _of(message: AwaitedMessage) -> dict[str, str]:
    return {"of": message.correlation_key} if message.about else {}
