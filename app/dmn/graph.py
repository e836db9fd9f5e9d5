"""The elements of a decision requirements graph (DMN 1.5 chapter 6), and what each requires."""

from dataclasses import dataclass, field

from app.dmn.table import DecisionTable
from app.feel.run import Code
from app.feel.types import ANY, FeelType


@dataclass(slots=True, eq=False)
class Requirement:
    """prefix: the name of the import through which the element is known; "" for one of this model."""

    element: "DrgElement"
    prefix: str = ""


@dataclass(slots=True, eq=False)
class DrgElement:
    """name: by which expressions know it; title: what it is called in the drawing. kind: the type of its value."""

    id: str
    name: str
    title: str
    kind: FeelType = ANY
    requirements: list[Requirement] = field(default_factory=list)
    # Of the model that draws it; filled when the model is made.
    file: str = ""

    def needs(self) -> list[Requirement]:
        """Return what must be evaluated before it."""
        return self.requirements


@dataclass(slots=True, eq=False)
class InputData(DrgElement):
    pass


@dataclass(slots=True, eq=False)
class Decision(DrgElement):
    """logic: None where the model gives none. table: where the logic is a decision table."""

    logic: Code | None = None
    table: DecisionTable | None = None


@dataclass(slots=True, eq=False)
class KnowledgeModel(DrgElement):
    parameters: tuple[tuple[str, FeelType], ...] = ()
    body: Code | None = None


@dataclass(slots=True, eq=False)
class Service(DrgElement):
    """A decision service. Its inputs become its parameters: input data first, then input decisions, as listed."""

    outputs: list[Requirement] = field(default_factory=list)
    inputs: list[Requirement] = field(default_factory=list)
