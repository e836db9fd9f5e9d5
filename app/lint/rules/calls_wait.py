"""The rule calls-wait."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import calls_at_once
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "calls-wait",
    ERROR,
    instead="Put a user task, a timer or a message before the call, or end the recursion by calling another process.",
)
def calls_wait(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A process that calls itself, directly or through others, before anything waits would call without end."""
    calls = {name: calls_at_once(process) for name, process in around.processes.items()}
    everything = {**around.known.calls_at_once, **calls}
    for process in diagram.processes:
        seen: set[str] = set()
        todo = list(everything.get(process.id, ()))
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(everything.get(name, ()))
        if process.id in seen:
            yield at(process, "Expected %(element)s to wait before it calls itself again, but found a circle of calls without a wait")
