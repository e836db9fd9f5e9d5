"""On which columns of a sheet of paper cases a way hangs that is shut: what its conditions read, and of what that was worked out."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress

from app.audit.paper_going import PaperGoing
from app.diagram.document import DiagramElement, Process
from app.feel import FeelError, parse_expression
from app.store import read_definitions


def deciding_columns(going: PaperGoing, conditions: Iterable[str], done: Collection[str]) -> list[str]:
    """Return the keys of the fields that decide on conditions, in the order in which they are asked.

    done: ids of the steps that are over, "" for the start. Of what is worked out on the way, by a table or a script, the fields are told
    from which it was: those that were asked before, where there are any.
    """
    fields = going.procedure.fields
    found = set[str]()
    for text in conditions:
        read = set(_names([text]))
        found |= read & set(fields)
        for name in read - set(fields):
            made = _made_of(going, name) & set(fields)
            found |= {key for key in made if set(fields[key].steps) & set(done)} or made
    return [key for key in fields if key in found]


def read_by_ways(process: Process) -> set[str]:
    """Return the names that conditions of a process read."""
    return set(_names(flow.condition for flow in process.flows.values() if flow.condition))


def _made_of(going: PaperGoing, name: str) -> set[str]:
    """Return what a variable is worked out from, back to fields of forms."""
    seen, ahead, fields = set[str](), [name], set(going.procedure.fields)
    while ahead:
        known = ahead.pop()
        if known not in seen:
            seen.add(known)
            ahead += [] if known in fields else _sources(going, known)
    return seen


def _sources(going: PaperGoing, name: str) -> Iterator[str]:
    for element in going.procedure.process.elements.values():
        yield from _names(one.source for one in element.io.outputs if one.target == name)
        if element.loop is not None and element.loop.output_collection == name:
            yield from _names([element.loop.output_element])
        if element.script is not None and element.script.result_variable == name:
            yield from _names([element.script.expression])
        if element.called_decision is not None and element.called_decision.result_variable == name:
            yield from _read_by_table(going, element)


def _read_by_table(going: PaperGoing, element: DiagramElement) -> Iterator[str]:
    """Yield what a decision itself reads: its own inputs, where it is a table, and not what the tables before it read besides."""
    called = element.called_decision
    row = read_definitions.bound(going.store, "decision", called.decision_id) if called is not None else None
    if called is None or row is None:
        return
    model = going.surroundings.decisions(going.store, row["digest"])
    texts = [text.text for table in model.written.tables if table.owner == called.decision_id for text in table.inputs]
    yield from _names(texts) if texts else model.inputs(called.decision_id)


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        with suppress(FeelError):
            yield from parse_expression(text.removeprefix("=").strip()).names
