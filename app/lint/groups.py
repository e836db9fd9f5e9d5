"""The candidate groups that a diagram names."""

from collections.abc import Iterator

from msgspec import Struct

from app.diagram import Diagram, DiagramElement
from app.lint.properties import Owner, listed, owners


class NamedGroup(Struct, frozen=True):
    owner: Owner
    name: str


def candidate_groups(diagram: Diagram) -> Iterator[NamedGroup]:
    """Every group that is written out, with what it is written on; groups that an expression gives are not known before."""
    for _, owner in owners(diagram):
        texts = [owner.properties.get("candidateGroups"), owner.properties.get("deadline.extensionApprover")]
        if isinstance(owner, DiagramElement) and owner.assignment is not None:
            texts.append(owner.assignment.candidate_groups)
        for text in texts:
            yield from (NamedGroup(owner, name) for name in listed(text))
