"""What a case was after one of its events, as the REST surface answers it."""

from typing import Any

from app.web.api.casework.shapes import Shape


class ReplayToken(Shape):
    """An element that was being passed through. processInstanceKey: of the case, or of a process that it called."""

    element_id: str
    element_instance_key: str
    process_instance_key: str


class ReplayFlow(Shape):
    """times: how often it had been taken."""

    flow_id: str
    process_instance_key: str
    times: int


class ReplayVariable(Shape):
    """value: as JSON; null where it was erased, or says who wrote in and is kept from the reader. seq: the event that wrote it."""

    scope_key: str
    name: str
    value: Any
    seq: int
    erased: bool


class ReplayDeadline(Shape):
    """As its facts said up to then. calendarVersion: of the notice that it was counted by."""

    deadline_key: str
    element_id: str | None
    state: str
    light: str | None
    started_at: str | None
    deadline_at: str
    effective_at: str
    ended_at: str | None
    rule: str | None
    article: str | None
    silence: str | None
    provisional: bool
    calendar_version: str | None


class ReplayDocument(Shape):
    """A document or an issued paper (then with its number), by the digest of its content. seq: the event that brought it."""

    id: str
    name: str | None
    digest: str | None
    number: str | None
    version: int | None
    seq: int


class Replay(Shape):
    """The case after event seq of last: the nearest to the one asked for, which message says where there is no such event."""

    seq: int
    last: int
    message: str | None
    effective_at: str
    active_element_ids: list[str]
    tokens: list[ReplayToken]
    taken_flows: list[ReplayFlow]
    variables: list[ReplayVariable]
    deadlines: list[ReplayDeadline]
    documents: list[ReplayDocument]
    digest: str
    intervention: bool
