"""What the pages of samples show: those drawn, and one of them."""

from datetime import date, datetime

from msgspec import Struct

from app.domain.rejection import Message


class SampleRow(Struct, frozen=True):
    """process: its name, empty for all. since, until: first and last day of the frame; None: open."""

    seq: int
    href: str
    at: datetime
    who: str
    seed: str
    size: int
    frame_size: int
    process: str = ""
    since: date | None = None
    until: date | None = None


class SamplesView(Struct, frozen=True):
    """asked: what was typed, by the names of the fields. processes: value and label of those to choose from."""

    samples: tuple[SampleRow, ...]
    processes: tuple[tuple[str, str], ...]
    asked: dict[str, str]
    problem: Message | None = None


class SampledCase(Struct, frozen=True):
    number: str
    title: str
    process: str
    started_at: datetime
    state: str


class SampleView(Struct, frozen=True):
    """recorded, again: digest of the frame when the sample was drawn, and as it is now; size_now: how many cases it has now."""

    sample: SampleRow
    cases: tuple[SampledCase, ...]
    recorded: str
    again: str
    size_now: int
    last_case_key: int
