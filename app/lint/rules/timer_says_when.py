"""The rule timer-says-when."""

import re
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.timer_literal import is_timer_literal

_DURATION = re.compile(r"P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d|@\S+)?)?")
_CYCLE = re.compile(r"R\d*/(.+/)?P.+")
_BEGINNINGS = {"timeDate": ("a date, such as 2026-10-01 or =deadline", _DATE), "timeDuration": ("a duration, such as P3D", _DURATION),
               "timeCycle": ("a cycle, such as R/P1D or R3/PT1H", _CYCLE)}  # fmt: skip


@rule(
    "timer-says-when",
    ERROR,
    instead='Fill in one of date, duration and cycle: =deadline, =now() + duration("PT1H"), P3D, R/P1D.',
)
def timer_says_when(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A timer has one of a date, a duration and a cycle, and the text is an ISO 8601 value or a FEEL expression."""
    for process in diagram.processes:
        for element in process.elements.values():
            for event in element.definitions:
                if event.kind != "timer":
                    continue
                if event.timer_kinds != 1 or event.timer_kind is None or not event.timer_text:
                    yield at(
                        element,
                        "Expected one date, duration or cycle on %(element)s, but found %(count)s",
                        count=event.timer_kinds if event.timer_text else 0,
                    )
                    continue
                wanted, form = _BEGINNINGS[event.timer_kind]
                if is_timer_literal(event.timer_text) and not form.fullmatch(event.timer_text):
                    yield at(element, "Expected %(wanted)s, but found %(text)s", wanted=wanted, text=event.timer_text)
