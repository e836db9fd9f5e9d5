"""A BPMN 2.0 file as a document: typed, frozen, its references resolved."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from app.diagram.drawing import Drawing
from app.diagram.event_definition import EventDefinition
from app.diagram.execution import (
    Assignment,
    CalledDecision,
    CalledElement,
    Execution,
    FormReference,
    IoMapping,
    Loop,
    Script,
    TaskDefinition,
    TaskSchedule,
)
from app.diagram.kinds import SUB_PROCESSES

_SAYS_NOTHING: Final = Execution()


class DiagramElement(Struct, frozen=True):
    """A task, event, gateway, sub-process or call activity.

    kind: the BPMN name, for example userTask or boundaryEvent. parent_id: the process or sub-process it is drawn in.
    incoming, outgoing: ids of flows, in the file's order. default_flow: id of the flow taken where no condition holds.
    interrupting: of boundary events and of start events of event sub-processes.
    """

    id: str
    kind: str
    name: str
    line: int | None
    parent_id: str
    lane_id: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    execution: Execution = _SAYS_NOTHING
    loop: Loop | None = None
    definitions: tuple[EventDefinition, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True
    default_flow: str | None = None
    triggered_by_event: bool = False
    for_compensation: bool = False
    instantiates: bool = False
    documentation: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id

    @property
    def event(self) -> EventDefinition | None:
        """Its event definition; lint refuses an element with several."""
        return self.definitions[0] if self.definitions else None

    @property
    def form(self) -> FormReference | None:
        return self.execution.form

    @property
    def assignment(self) -> Assignment | None:
        return self.execution.assignment

    @property
    def task_schedule(self) -> TaskSchedule | None:
        return self.execution.task_schedule

    @property
    def priority(self) -> str | None:
        return self.execution.priority

    @property
    def io(self) -> IoMapping:
        return self.execution.io

    @property
    def called_decision(self) -> CalledDecision | None:
        return self.execution.called_decision

    @property
    def called_element(self) -> CalledElement | None:
        return self.execution.called_element

    @property
    def task_definition(self) -> TaskDefinition | None:
        return self.execution.task_definition

    @property
    def script(self) -> Script | None:
        return self.execution.script


class Flow(Struct, frozen=True):
    """A sequence flow. condition: its FEEL text as the file has it, a leading `=` is optional; None without one."""

    id: str
    name: str
    source: str
    target: str
    parent_id: str
    condition: str | None
    line: int | None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id


class Lane(Struct, frozen=True):
    """A lane of a process. element_ids: what the file lists as lying in it; parent_lane: id of the lane it divides."""

    id: str
    name: str
    line: int | None
    properties: Mapping[str, str]
    element_ids: tuple[str, ...]
    parent_lane: str | None

    @property
    def title(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id


class Artifact(Struct, frozen=True):
    """A text annotation, group, data object or data store: drawn and read, never run."""

    id: str
    kind: str
    text: str
    line: int | None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.text

    @property
    def title(self) -> str:
        """What people call it: its text, else its id."""
        return self.text or self.id


class Process(Struct, frozen=True):
    """elements, flows: those of its sub-processes too, by id, in the file's order. attached: ids of boundary events, by their host."""

    id: str
    name: str
    line: int | None
    executable: bool
    version_tag: str | None
    properties: Mapping[str, str]
    documentation: str
    elements: Mapping[str, DiagramElement]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane]
    artifacts: Mapping[str, Artifact]
    associations: tuple[str, ...]
    attached: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id

    def inside(self, parent_id: str) -> Iterator[DiagramElement]:
        """The elements drawn directly in the process or in one of its sub-processes."""
        return (element for element in self.elements.values() if element.parent_id == parent_id)

    def boundaries(self, host_id: str) -> Iterator[DiagramElement]:
        return (self.elements[element_id] for element_id in self.attached.get(host_id, ()))

    def scopes(self) -> Iterator[str]:
        """Ids of the process and of all its sub-processes, outer ones first."""
        yield self.id
        yield from (element.id for element in self.elements.values() if element.kind in SUB_PROCESSES)

    def around(self, element: DiagramElement) -> Iterator[DiagramElement]:
        """The sub-processes around an element, the nearest first."""
        while (outer := self.elements.get(element.parent_id)) is not None:
            yield outer
            element = outer

    def groups_of(self, element: DiagramElement) -> str | None:
        """Candidate groups: its own, else those of its lane, else those of the lanes around that; None where none is said."""
        if element.assignment is not None and element.assignment.candidate_groups:
            return element.assignment.candidate_groups
        lane = self.lanes.get(element.lane_id or "")
        while lane is not None:
            if lane.properties.get("candidateGroups"):
                return lane.properties["candidateGroups"]
            lane = self.lanes.get(lane.parent_lane or "")
        return None


class Participant(Struct, frozen=True):
    """A pool. process_id: None for a partner whose process is not drawn."""

    id: str
    name: str
    process_id: str | None
    line: int | None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people call it: its name, else its id."""
        return self.name or self.id


class Foreign(Struct, frozen=True):
    """An extension element that this product does not read."""

    owner_id: str | None
    name: str
    line: int | None


class Diagram(Struct, frozen=True):
    """One file. processes: in the file's order; foreign: extension elements of other products."""

    file_name: str
    processes: tuple[Process, ...]
    participants: tuple[Participant, ...]
    message_flows: tuple[str, ...]
    foreign: tuple[Foreign, ...]
    drawing: Drawing

    def process(self, process_id: str) -> Process | None:
        return next((process for process in self.processes if process.id == process_id), None)

    def element(self, element_id: str) -> DiagramElement | None:
        return next((process.elements[element_id] for process in self.processes if element_id in process.elements), None)
