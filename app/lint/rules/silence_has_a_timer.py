"""The rule silence-has-a-timer."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement
from app.lint.properties import has_deadline
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "silence-has-a-timer",
    ERROR,
    instead=(
        "Attach an interrupting boundary timer whose date is =deadline, and lead its flow to what silence brings about; "
        "or delete deadline.silence."
    ),
)
def silence_has_a_timer(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Where silence counts as consent or approval, the drawing must show what then happens, and the task must be taken from
    its holder.

    Source: opinions, articles 8, 34 and 35.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            silence = element.properties.get("deadline.silence")
            if silence is None:
                continue
            if silence not in ("consent", "approval"):
                yield at(element, "Expected consent or approval as deadline.silence, but found %(value)s", value=silence)
            if not has_deadline(element):
                yield at(element, "Expected a deadline on %(element)s, whose silence has an effect, but found none")
            if not any(_is_lapse(boundary) for boundary in process.boundaries(element.id)):
                yield at(element, "Expected an interrupting boundary timer with the date =deadline on %(element)s, but found none")


def _is_lapse(boundary: DiagramElement) -> bool:
    event = boundary.event
    return (
        boundary.interrupting
        and event is not None
        and event.timer_kind == "timeDate"
        and event.timer_text.removeprefix("=").strip() == "deadline"
    )
