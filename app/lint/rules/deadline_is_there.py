"""The rule deadline-is-there."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.feel import FeelError
from app.lint.feel_texts import FeelText, feel_texts
from app.lint.properties import has_deadline
from app.lint.rule import ERROR, Found, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "deadline-is-there",
    ERROR,
    instead=(
        "Give the element, or a sub-process or the process around it, a deadline; on a boundary event it is that of the "
        "activity it is attached to."
    ),
)
def deadline_is_there(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """`=deadline` means the deadline of the boundary event's own activity, elsewhere that of the nearest element around that
    has one. Where there is none, a timer would never fire.
    """
    for said in feel_texts(diagram):
        try:
            reads = "deadline" in said.parsed().names
        except FeelError:
            continue
        if reads and not _has_one(said):
            yield on_line(
                said.owner.id, said.line, "Expected a deadline that %(where)s can refer to, but found none", {"where": said.where}
            )


def _has_one(said: FeelText) -> bool:
    inside, process = said.inside, said.process
    if inside is not None and inside.attached_to is not None:
        return has_deadline(process.elements[inside.attached_to])
    around = [inside, *process.around(inside)] if inside is not None else []
    return has_deadline(process) or any(has_deadline(owner) for owner in around)
