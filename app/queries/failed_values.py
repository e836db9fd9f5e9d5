"""The values that a step which failed reads, as they stand now."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from app.audit.seen_variables import seen_variables
from app.audit.surroundings import Surroundings
from app.diagram import DiagramElement, Process
from app.domain.rejection import Rejection
from app.domain.reserved_names import RESERVED
from app.feel import FeelError, parse_expression
from app.store import read_definitions
from app.store.database import Reader


def failed_values(store: Reader, surroundings: Surroundings, incident: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """Return what the step reads, by name; a name that nothing was written to is null, as in FEEL. None where the step is not open.

    Only names that the step's expressions or its decision tables read: an operator needs no more of a case to put it right. The caller
    notes the look. incident: a row of app/queries/incidents.py.
    """
    try:
        seen = seen_variables(store, surroundings, incident["case_key"], incident["element_instance_key"], now)
    except Rejection:
        return None
    names = _names(store, surroundings, incident) - set(RESERVED)
    return {name: seen.get(name) for name in sorted(names)}


def _names(store: Reader, surroundings: Surroundings, incident: Mapping[str, Any]) -> set[str]:
    found = read_definitions.by_key(store, incident["definition_key"])
    process = surroundings.diagram(store, found["digest"]).process(incident["process_id"]) if found is not None else None
    element = process.elements.get(incident["element_id"]) if process is not None else None
    if process is None or element is None:
        return set()
    names: set[str] = set()
    for text in _texts(process, element):
        with suppress(FeelError):
            names |= parse_expression(text.removeprefix("=").strip()).names
    # What the step itself gives is read by its output mappings, after it: it cannot be what is wrong with it.
    given = {one.result_variable for one in (element.called_decision, element.script) if one is not None}
    return names - given | _of_decision(store, surroundings, element)


def _texts(process: Process, element: DiagramElement) -> Iterator[str]:
    """The expressions of an element: those that must be one, and those that may be where they begin with `=`."""
    yield from (condition for flow in element.outgoing if (condition := process.flows[flow].condition))
    yield from (mapping.source for mapping in (*element.io.inputs, *element.io.outputs))
    if element.script is not None:
        yield element.script.expression
    if element.event is not None and element.event.correlation_key:
        yield element.event.correlation_key
    may_be = [element.priority, *element.properties.values()]
    if element.loop is not None:
        may_be += [element.loop.collection, element.loop.completion_condition]
    if element.assignment is not None:
        may_be += [element.assignment.assignee, element.assignment.candidate_groups, element.assignment.candidate_users]
    if element.task_schedule is not None:
        may_be += [element.task_schedule.due_date, element.task_schedule.follow_up_date]
    if element.event is not None:
        may_be += [element.event.name, element.event.timer_text]
    if element.called_decision is not None:
        may_be.append(element.called_decision.decision_id)
    yield from (text for text in may_be if text and text.startswith("="))


def _of_decision(store: Reader, surroundings: Surroundings, element: DiagramElement) -> set[str]:
    called = element.called_decision
    row = read_definitions.bound(store, "decision", called.decision_id) if called is not None else None
    if called is None or row is None:
        return set()
    model = surroundings.decisions(store, row["digest"])
    inputs = {text.text for table in model.written.tables for text in table.inputs}
    names = set(model.inputs(called.decision_id))
    for text in inputs:
        with suppress(FeelError):
            names |= parse_expression(text).names
    return names
