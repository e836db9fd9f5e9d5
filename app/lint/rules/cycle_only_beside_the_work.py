"""The rule cycle-only-beside-the-work."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "cycle-only-beside-the-work",
    ERROR,
    instead="Use a timeDate or timeDuration, or make the event non-interrupting if it is a reminder.",
)
def cycle_only_beside_the_work(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A repeating timer can start a process or remind beside the work. One that interrupts, or that the flow waits at, happens
    once: its further repetitions would have no meaning.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            event = element.event
            if event is None or event.timer_kind != "timeCycle":
                continue
            starts_process = element.kind == "startEvent" and element.parent_id == process.id
            beside = element.kind in ("boundaryEvent", "startEvent") and not element.interrupting
            if not starts_process and not beside:
                yield at(element, "Expected a date or a duration on %(element)s, but found a repeating timer")
