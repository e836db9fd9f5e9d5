"""BPMN 2.0 files as typed documents. They say what is drawn and what the extension elements say; nothing runs here."""

from app.diagram.document import Artifact, Diagram, DiagramElement, Flow, Foreign, Lane, Participant, Process
from app.diagram.drawing import Box, Drawing, Edge, Shape
from app.diagram.event_definition import EventDefinition
from app.diagram.execution import (
    Assignment,
    Binding,
    CalledDecision,
    CalledElement,
    FormReference,
    Loop,
    Script,
    TaskDefinition,
    VariableMapping,
)  # fmt: skip
from app.diagram.names import Named, documentation_in, labels_in, named_in, names_in, public_names_in
from app.diagram.read_diagram import read_diagram

__all__ = [
    "Artifact", "Assignment", "Binding", "Box", "CalledDecision", "CalledElement", "Diagram", "DiagramElement", "Drawing", "Edge",
    "EventDefinition", "Flow", "Foreign", "FormReference", "Lane", "Loop", "Named", "Participant", "Process", "Script", "Shape",
    "TaskDefinition", "VariableMapping", "documentation_in", "labels_in", "named_in", "names_in", "public_names_in", "read_diagram",
]  # fmt: skip
