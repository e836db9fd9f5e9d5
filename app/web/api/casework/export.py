"""Cases as logs for process mining, sent as they are read, for auditors."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from flask import Response, request, stream_with_context

from app.audit import ocel, xes
from app.audit.exported_steps import Chosen, ExportedCase, exported_cases
from app.domain.actor import Actor
from app.domain.rejection import Rejection
from app.queries.case_list import process_names
from app.web.access import note_read
from app.web.api.casework.operation import Operation, Parameter
from app.web.api.casework.shapes import Shape
from app.web.api.exchange import asker
from app.web.events_query import days_between
from app.web.surface import surface

NOTED_TOGETHER: Final = 200
STEPS_TOGETHER: Final = 4_000


class ObjectCentricLog(Shape):
    """OCEL 2.0."""

    events: list[dict[str, Any]]
    objects: list[dict[str, Any]]
    event_types: list[dict[str, Any]]
    object_types: list[dict[str, Any]]


def export_xes() -> Response:
    return _sent(lambda read: xes.as_xes(read()), xes.MEDIA_TYPE, "xes")


def export_ocel() -> Response:
    return _sent(ocel.as_ocel, ocel.MEDIA_TYPE, "ocel.json")


def _sent(write: Callable[[Callable[[], Iterable[ExportedCase]]], Iterator[bytes]], media_type: str, ending: str) -> Response:
    actor = asker()
    if not actor.holds("auditor"):
        raise Rejection("forbidden", "Expected an auditor to look across all cases, but you are not")
    given = request.args
    chosen = Chosen(_process(given.get("process", "")), *days_between(given))
    response = Response(stream_with_context(write(lambda: _noted(actor, chosen))), content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="cases.{ending}"'
    return response


def _process(id: str) -> str:
    """Raises Rejection("bad_filter") for what no process is called: a log without cases would look like an answer."""
    if id and id not in {known for known, _, _ in surface().door.ask(process_names)}:
        raise Rejection("bad_filter", "Expected the id of a process, but no process is called %(found)s", found=id[:60])
    return id


def _noted(actor: Actor, chosen: Chosen) -> Iterator[ExportedCase]:
    """Yield the cases, some at a time: those that are about to be sent are noted first."""
    door = surface().door
    waiting: list[ExportedCase] = []
    for case in exported_cases(lambda question: door.ask(question), door.surroundings, chosen):
        waiting.append(case)
        if len(waiting) >= NOTED_TOGETHER or sum(len(one.steps) for one in waiting[-2:]) >= STEPS_TOGETHER:
            yield from _noting(actor, waiting)
            waiting = []
    yield from _noting(actor, waiting)


def _noting(actor: Actor, cases: list[ExportedCase]) -> Iterator[ExportedCase]:
    if cases:
        note_read("export", cases={case.row["key"] for case in cases}, actor=actor)
    yield from cases


_WHICH: Final = (
    Parameter("process", "a process id"),
    Parameter("from", "a civil day of the city such as 2026-11-24: cases begun on it or later"),
    Parameter("to", "the last day, counted in"),
)
OPERATIONS: Final = (
    Operation(
        "GET",
        "/export/xes",
        "exportXes",
        "Cases as an event log in XES (IEEE 1849-2016), for auditors; secret ones are left out",
        export_xes,
        None,
        parameters=_WHICH,
        sends=xes.MEDIA_TYPE,
    ),
    Operation(
        "GET",
        "/export/ocel",
        "exportOcel",
        "Cases as an object-centric event log, OCEL 2.0 in JSON, for auditors; secret ones are left out",
        export_ocel,
        ObjectCentricLog,
        parameters=_WHICH,
        sends=ocel.MEDIA_TYPE,
    ),
)
