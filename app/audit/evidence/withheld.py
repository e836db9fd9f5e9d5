"""What a bundle leaves out where a case keeps who wrote in: it goes out of the house, where nobody notes who reads it.

Source: docs/decisions, "who wrote in is kept apart".
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.domain.identity import PERSONAL_NAMES
from app.store.database import Reader

_NAME_OF_SOMETHING: Final = frozenset({"add_document", "correlate_message", "receive_signal", "withdraw_extension"})
"""Commands whose input has a name that is not a person's: of a file, of a message."""


def withheld_documents(store: Reader, case_key: int) -> frozenset[str]:
    """Return the keys of documents that came with the letter of a case which keeps its writer."""
    return frozenset(str(row["key"]) for row in store.all("SELECT key FROM document WHERE case_key = :key AND withheld = 1", key=case_key))


def tells_the_writer(command: str, facts: Sequence[Mapping[str, Any]], content: Mapping[str, Any], withheld: frozenset[str]) -> bool:
    """Say whether what lies beside an event says who wrote in. Such words are left out as a whole: their digest stands for them.

    withheld: keys of the documents that would tell.
    """
    if any(fact.get("documentKey") in withheld for fact in facts if fact["fact"] == "document_added"):
        return True
    said = content.get("input") or {}
    if command in _NAME_OF_SOMETHING and isinstance(said, Mapping):
        said = {name: value for name, value in said.items() if name != "name"}
    return _tells(said) or any(_fact_tells(_fact(facts, place), beside) for place, beside in (content.get("private") or {}).items())


def _fact(facts: Sequence[Mapping[str, Any]], place: str) -> Mapping[str, Any]:
    return facts[int(place)] if place.isdecimal() and int(place) < len(facts) else {"fact": ""}


def _fact_tells(fact: Mapping[str, Any], beside: Any) -> bool:
    if fact["fact"] == "document_added":
        return False  # the name of a file that was not withheld
    if fact["fact"] in ("variable_written", "variable_removed") and fact.get("name") in PERSONAL_NAMES:
        return True
    return _tells(beside)


def _tells(said: Any) -> bool:
    if isinstance(said, Mapping):
        return any((name in PERSONAL_NAMES and value not in (None, "")) or _tells(value) for name, value in said.items())
    return isinstance(said, list) and any(_tells(one) for one in said)
