"""What the elements of a diagram read of a case's variables as they act: which way they go, when they wait until, what they hand on.

What only texts and papers read is not among it: a paper names what it was printed with, and a corrected one is issued anew by its own way.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from msgspec import Struct

from app.audit.step_papers import ISSUED_AT_ONCE
from app.diagram import DiagramElement, Process
from app.engine.formula import formula
from app.feel import FeelError

_HANDS_ON: Final = frozenset({"callActivity", "endEvent", "intermediateThrowEvent", "sendTask", "serviceTask"})
_WAITS_FOR: Final = frozenset({"intermediateCatchEvent", "receiveTask", "startEvent"})


class ElementReads(Struct, frozen=True):
    """What one element reads. Names of variables throughout.

    entering: as a token comes, to hand it on, to wait for it, to count its period from it. everything: it hands on whatever it sees.
    over: as it ends, of a date that its period ran to. leaving: to choose a way out.
    given, written: by each variable that its mappings write as it is entered and as it ends, what they read for it.
    """

    entering: frozenset[str] = frozenset()
    everything: bool = False
    over: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    given: tuple[tuple[str, frozenset[str]], ...] = ()
    written: tuple[tuple[str, frozenset[str]], ...] = ()


def element_reads(process: Process) -> dict[str, ElementReads]:
    """Return what each element of a process reads, by id; under the id of the process what is read as it starts."""
    found = {element.id: _of(element, process) for element in process.elements.values()}
    found[process.id] = ElementReads(_names([*_period(process.properties), *_armed_inside(process, process.id)]))
    return found


def _of(element: DiagramElement, process: Process) -> ElementReads:
    texts = [*_period(element.properties), *_armed_inside(process, element.id)]
    texts += [text for one in process.elements.values() if one.attached_to == element.id for text in _waits(one)]
    followers = [process.elements[process.flows[flow].target] for flow in element.outgoing]
    if element.kind == "eventBasedGateway":
        texts += [text for one in followers for text in _waits(one)]
    if element.kind in _WAITS_FOR:
        texts += _waits(element)
    if element.loop is not None:
        texts += [_always(element.loop.collection), _always(element.loop.completion_condition)]
    job, called = element.task_definition, element.called_element
    hands_on = element.kind in _HANDS_ON and (job is None or job.type not in ISSUED_AT_ONCE)
    if hands_on:
        texts += [one.source for one in element.io.inputs]
        texts += [text for event in element.definitions for text in (event.name, event.correlation_key) if text]
    outside = job is not None and not job.type.startswith("duban:")
    everything = hands_on and not element.io.inputs and (outside or (called is not None and called.all_in))
    written = [(one.target, _names([one.source])) for one in element.io.outputs]
    if element.script is not None:
        written.insert(0, (element.script.result_variable, _names([_always(element.script.expression)])))
    if element.loop is not None and element.loop.output_collection:
        written.append((element.loop.output_collection, _names([_always(element.loop.output_element)])))
    return ElementReads(
        _names(texts),
        everything,
        _names([_always(element.properties.get("deadline.at", ""))]),
        _names([_always(process.flows[flow].condition or "") for flow in element.outgoing]),
        tuple((one.target, _names([one.source])) for one in element.io.inputs),
        tuple(written),
    )


def _period(said: Mapping[str, str]) -> Iterator[str]:
    yield from (_always(said[name]) for name in ("deadline.length", "deadline.from", "deadline.noticeDays") if name in said)


def _armed_inside(process: Process, scope: str) -> Iterator[str]:
    """Yield what the event sub-processes of a scope wait for, which is armed as the scope is entered."""
    for one in process.inside(scope):
        if one.triggered_by_event:
            for start in process.inside(one.id):
                if start.kind == "startEvent":
                    yield from _waits(start)


def _waits(element: DiagramElement) -> Iterator[str]:
    for event in element.definitions:
        yield _always(event.timer_text)
        yield _always(event.correlation_key or "")
        yield event.name or ""


def _always(text: str) -> str:
    """Return a text that is FEEL with or without a leading `=`, as one with it; "" where there is none."""
    return text if text.startswith("=") or not text else f"={text}"


def _names(texts: Iterable[str]) -> frozenset[str]:
    found = set[str]()
    for text in texts:
        # What cannot be parsed cannot be evaluated either: a period in so many words, the name of a decision, which says its own inputs.
        with suppress(FeelError):
            expression = formula(text).expression if text else None
            found |= expression.names if expression is not None else frozenset()
    return frozenset(found)
