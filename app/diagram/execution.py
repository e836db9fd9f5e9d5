"""What the zeebe extension elements say about an element: who works on it, with which form, what is called.

Texts are as the file has them: a leading `=` marks a FEEL expression.
"""

from collections.abc import Mapping

from msgspec import Struct


class VariableMapping(Struct, frozen=True):
    """One input or output mapping: the FEEL source's value is written to the target variable."""

    source: str
    target: str
    line: int | None


class IoMapping(Struct, frozen=True):
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()


class Assignment(Struct, frozen=True):
    """candidate_groups, candidate_users: comma-separated, or one FEEL expression that gives a list."""

    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None


class Binding(Struct, frozen=True):
    """Which version is meant: "latest" (when the element is entered), "deployment" (of the same deployment) or "versionTag"."""

    type: str = "latest"
    version_tag: str | None = None


class FormReference(Struct, frozen=True):
    form_id: str
    binding: Binding


class CalledDecision(Struct, frozen=True):
    decision_id: str
    result_variable: str
    binding: Binding


class CalledElement(Struct, frozen=True):
    process_id: str
    all_in: bool
    all_out: bool
    binding: Binding


class TaskSchedule(Struct, frozen=True):
    """Internal targets, never legal deadlines."""

    due_date: str | None = None
    follow_up_date: str | None = None


class TaskDefinition(Struct, frozen=True):
    type: str
    retries: str
    headers: Mapping[str, str]


class Script(Struct, frozen=True):
    expression: str
    result_variable: str


class Loop(Struct, frozen=True):
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


class Execution(Struct, frozen=True):
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
