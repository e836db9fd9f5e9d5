"""Publish a message: it waits for its taker, at most as long as it lives. See docs/decisions, "messages are delivered"."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

from msgspec import Struct, field

from app.domain.canonical import canonical
from app.domain.command_rights import PLAYED
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.domain.reserved_names import refuse_reserved
from app.service.work import Outcome, Work

LONGEST_LIFE_MS: Final = 366 * 24 * 3600 * 1000
ROLES: Final = PLAYED["publish_message"]


class PublishMessage(Struct, frozen=True):
    """time_to_live_ms: 0: whoever waits now, or nobody. message_id: as long as one with the same name and key lives, another is refused."""

    name: str
    correlation_key: str = ""
    time_to_live_ms: int = 0
    message_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: PublishMessage, work: Work) -> Outcome:
    require(work.actor, ROLES, "publish a message")
    if not command.name or len(command.name) > 200:
        raise Rejection(
            "bad_request", "Expected the name of a message, of 1 to 200 characters, but found %(found)s", found=len(command.name)
        )
    if not 0 <= command.time_to_live_ms <= LONGEST_LIFE_MS:
        raise Rejection(
            "bad_request",
            "Expected a time to live of 0 to %(most)s ms, but found %(found)s",
            most=LONGEST_LIFE_MS,
            found=command.time_to_live_ms,
        )
    refuse_reserved(command.variables)
    _refuse_again(command, work)
    key = work.new_number("case") * BLOCK
    said = {"messageKey": key, "name": command.name, "expiresAt": instant_text(work.now + timedelta(milliseconds=command.time_to_live_ms))}
    private = {"correlationKey": command.correlation_key, "messageId": command.message_id, "variables": canonical(command.variables)}
    return Outcome("message_published", [Fact("message_published", None, None, said, private)], {"key": key})


def _refuse_again(command: PublishMessage, work: Work) -> None:
    if command.message_id is None:
        return
    living = work.store.value(
        "SELECT key FROM message WHERE name = :name AND correlation_key = :key AND message_id = :id AND expires_at > :now",
        name=command.name,
        key=command.correlation_key,
        id=command.message_id,
        now=instant_text(work.now),
    )
    if living is not None:
        raise Rejection(
            "duplicate_message",
            "Expected a new message, but one with the id %(id)s was published and still lives",
            id=command.message_id[:60],
        )
