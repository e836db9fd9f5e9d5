"""Draw a sample of cases: who drew it, from which frame and by which seed is on record before anybody sees what came out.

Whoever could look first could try seeds until one suits. Source: docs/permissions, "sampling".
"""

import re
from typing import ClassVar, Final

from msgspec import Struct

from app.audit.case_sample import last_case, read_frame
from app.audit.exported_steps import Chosen
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.marked import marked
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

MOST: Final = 1_000
DRAWERS: Final = HELD["draw_sample"]
_SEED: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


class DrawSample(Struct, frozen=True):
    """process: id, empty for all. since, until: instants as text in UTC, of the start of a case, from the one on, before the other;
    empty for any. size: how many cases at most. seed: letters, digits and dashes."""

    process: str
    since: str
    until: str
    size: int
    seed: str
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: DrawSample, work: Work) -> Outcome:
    require_holding(work.actor, DRAWERS, "draw a sample")
    if not _SEED.fullmatch(command.seed):
        raise Rejection(
            "bad_request", "Expected a seed of 1 to 64 letters, digits and dashes, but found %(found)s", found=command.seed[:80]
        )
    if not 1 <= command.size <= MOST:
        raise Rejection("bad_request", "Expected a sample of 1 to %(most)s cases, but found %(found)s", most=MOST, found=command.size)
    frame = read_frame(work.store, Chosen(command.process, command.since, command.until), last_case(work.store))
    if not frame.size:
        raise Rejection("bad_request", "Expected cases to draw from, but none was begun in these days, or none of this process")
    if command.size > frame.size:
        # All of them are no sample, and a number on record that was never drawn would tell something else than what was looked at.
        template = marked("Expected a sample of at most %(most)s cases, as many as there are to draw from, but found %(found)s")
        raise Rejection("bad_request", template, most=frame.size, found=command.size)
    said = {
        "seed": command.seed,
        "size": command.size,
        "process": command.process or None,
        "since": command.since or None,
        "until": command.until or None,
        "lastCaseKey": str(frame.last_case_key),
        "frameSize": frame.size,
        "frameDigest": frame.digest,
    }
    return Outcome("sample_drawn", [Fact("sample_drawn", None, None, said)], {"seq": work.head.seq + 1}, recorded=said)
