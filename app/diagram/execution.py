"""What the zeebe extension elements say about an element: who works on it, with which form, what is called.

Texts are as the file has them: a leading `=` marks a FEEL expression.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VariableMapping:
    """One input or output mapping: the FEEL source's value is written to the target variable."""

    source: str
    target: str
    line: int | None


@dataclass(frozen=True, slots=True)
class IoMapping:
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """candidate_groups, candidate_users: comma-separated, or one FEEL expression that gives a list."""

    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """Which version is meant: "latest" (when the element is entered), "deployment" (of the same deployment) or "versionTag"."""

    type: str = "latest"
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class FormReference:
    form_id: str
    binding: Binding


@dataclass(frozen=True, slots=True)
class CalledDecision:
    decision_id: str
    result_variable: str
    binding: Binding


@dataclass(frozen=True, slots=True)
class CalledElement:
    process_id: str
    all_in: bool
    all_out: bool
    binding: Binding


@dataclass(frozen=True, slots=True)
class TaskSchedule:
    """Internal targets, never legal deadlines."""

    due_date: str | None = None
    follow_up_date: str | None = None


@dataclass(frozen=True, slots=True)
class TaskDefinition:
    type: str
    retries: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Script:
    expression: str
    result_variable: str


@dataclass(frozen=True, slots=True)
class Loop:
    """A repetition of an activity.

    collection, element, output_collection, output_element: a multi-instance over a collection; empty where not said.
    cardinality, standard: what other engines repeat by; this one refuses both.
    """

    sequential: bool
    collection: str
    element: str
    output_collection: str
    output_element: str
    completion_condition: str
    cardinality: str
    standard: bool
    line: int | None


@dataclass(frozen=True, slots=True)
class Execution:
    """Everything that the zeebe extension elements of one element say."""

    user_task: bool = False
    assignment: Assignment | None = None
    form: FormReference | None = None
    task_schedule: TaskSchedule | None = None
    priority: str | None = None
    io: IoMapping = IoMapping()
    called_decision: CalledDecision | None = None
    called_element: CalledElement | None = None
    task_definition: TaskDefinition | None = None
    script: Script | None = None
