"""One event as it is written: facts in the body, what people wrote beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.hash_chain import engine_version, event_digest, keyed_digest
from app.domain.actor import Actor
from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.domain.instant import instant_text


class Circumstances(Struct, frozen=True):
    """When and by whom a command was carried out, and on what it rests. Instants aware, UTC."""

    command: str
    kind: str
    actor: Actor
    effective_at: datetime
    recorded_at: datetime
    element_id: str | None
    definition_digest: str | None
    calendar_version: str | None


def content_of(facts: list[Fact], recorded: Mapping[str, Any]) -> str:
    """Return what people wrote and what was worked out of it, by the place of its fact, as canonical text.

    Names that begin with `_` are applied and never recorded: a password's hash has no place in a history.
    """
    private = {
        str(place): kept
        for place, fact in enumerate(facts)
        if (kept := {name: value for name, value in fact.private.items() if not name.startswith("_")})
    }
    return canonical({"input": recorded, "private": private})


def make_event(
    case_key: int | str,
    seq: int,
    previous: str,
    facts: list[Fact],
    circumstances: Circumstances,
    content: str,
    snapshot: bytes | None,
    secret: bytes,
) -> dict[str, Any]:
    """Return the columns of audit_event. secret: 32 random bytes of the case, under which content and snapshot are digested."""
    said = circumstances
    event: dict[str, Any] = {
        "case_key": str(case_key),
        "seq": seq,
        "kind": said.kind,
        "command": said.command,
        "effective_at": instant_text(said.effective_at),
        "recorded_at": instant_text(said.recorded_at),
        "actor": said.actor.account,
        "acting_for": said.actor.acting_for,
        "element_id": said.element_id,
        "definition_digest": said.definition_digest,
        "engine_version": engine_version(),
        "calendar_version": said.calendar_version,
        "snapshot_digest": keyed_digest(secret, snapshot) if snapshot is not None else None,
        "content_digest": keyed_digest(secret, content.encode()),
        "body": canonical({"facts": [fact.body() for fact in facts]}),
        "previous_digest": previous,
    }
    return {**event, "digest": event_digest(event)}
