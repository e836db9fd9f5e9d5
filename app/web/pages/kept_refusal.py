"""Why answers were refused, kept in the draft beside them: so the page that says it has an address of its own, to reload and come back to.

The next saving of the draft takes the words away: what is typed after a refusal is not refused yet.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from app.domain.instant import instant_text
from app.domain.rejection import Message, Rejection
from app.web.pages.unit_words import unit_words

_KEY: Final = "_refused"


def with_refusal(sent: Mapping[str, Any], rejection: Rejection) -> dict[str, Any]:
    """Return what was typed, with what was wrong: of the whole, and field by field."""
    fields = {name: _written(message) for name, message in rejection.field_errors.items()}
    return {**sent, _KEY: {"message": _written(rejection.message), "fields": fields}}


def refusal_in(answers: Mapping[str, Any]) -> Rejection | None:
    """Return what a draft keeps of its last refusal; None where it keeps nothing."""
    kept = answers.get(_KEY)
    if not isinstance(kept, Mapping):
        return None
    template, facts = kept["message"]
    fields = {name: Message(said[0], _named(said[1])) for name, said in kept["fields"].items()}
    return Rejection("bad_answers", template, field_errors=fields, **facts)


def _named(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with the name of a unit where its id was sent: an option that is not offered has no label to say."""
    found = facts.get("found")
    return {**facts, "found": unit_words(found)} if isinstance(found, str) else dict(facts)


def _written(message: Message) -> list[Any]:
    return [message.template, {name: _plain(value) for name, value in message.facts.items()}]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
