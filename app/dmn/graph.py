"""The elements of a decision requirements graph (DMN 1.5 chapter 6), and what each requires."""

from msgspec import Struct, field

from app.dmn.table import DecisionTable
from app.feel.run import Code
from app.feel.types import ANY, FeelType


class Requirement(Struct, eq=False):
    """prefix: the name of the import through which the element is known; "" for one of this model."""

    element: "DrgElement"
    prefix: str = ""


class DrgElement(Struct, eq=False):
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


class InputData(DrgElement, eq=False):
    pass


class Decision(DrgElement, eq=False):
    """logic: None where the model gives none. table: where the logic is a decision table."""

    logic: Code | None = None
    table: DecisionTable | None = None


class KnowledgeModel(DrgElement, eq=False):
    parameters: tuple[tuple[str, FeelType], ...] = ()
    body: Code | None = None


class Service(DrgElement, eq=False):
    """A decision service. Its inputs become its parameters: input data first, then input decisions, as listed."""

    outputs: list[Requirement] = field(default_factory=list)
    inputs: list[Requirement] = field(default_factory=list)
