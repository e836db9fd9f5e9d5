"""The one door to SpiffWorkflow 3.2.0, whose names the rest of the engine takes from here.

What is used of it: the task, its states, the workflows as containers of tasks, and the specifications of elements and processes. Its way of
predicting, copying data, keeping history and waiting for events is replaced; docs/decisions says why. The library has no types, hence
the exemptions.
"""

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

FUTURE: int = TaskState.FUTURE
WAITING: int = TaskState.WAITING
READY: int = TaskState.READY
STARTED: int = TaskState.STARTED
COMPLETED: int = TaskState.COMPLETED
CANCELLED: int = TaskState.CANCELLED


class LibraryTask(Task):  # type: ignore[misc]  # the library ships no types
    """A task that logs nothing: the library's log lines walk the whole tree at every change of state."""

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        return {}

    def _set_state(self, value: int) -> None:
        self._state = value


class LibraryElement(BpmnTaskSpec):  # type: ignore[misc]  # the library ships no types
    """The specification of one element: its name, what leads to it and what follows."""


class LibraryProcess(BpmnProcessSpec):  # type: ignore[misc]  # the library ships no types
    """The specification of a process or of the inside of a sub-process."""


class LibraryRoot(BpmnWorkflow):  # type: ignore[misc]  # the library ships no types
    """The container of a process instance, made without running anything."""

    def __init__(self, spec: LibraryProcess) -> None:
        # The third argument stands where the library would put its Python interpreter: nothing here ever runs Python.
        super().__init__(spec, None, _NoScripts(), deserializing=True)

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        return {}

    def _task_removed_notify(self, task: Task) -> None:
        """Tell nobody: the library's listeners would keep lists of what waits, which we read from the tokens."""


class LibrarySub(BpmnSubWorkflow):  # type: ignore[misc]  # the library ships no types
    """The container of what runs inside a sub-process or a called process."""

    def __init__(self, spec: LibraryProcess, parent_key: int, root: LibraryRoot) -> None:
        super().__init__(spec, parent_key, root, deserializing=True)

    def _calculate_depth(self) -> int:
        return 0  # the library's looks through all sub-processes for each new one

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        return {}

    def _task_removed_notify(self, task: Task) -> None:
        """Tell nobody, as in LibraryRoot."""


class _NoScripts:
    """Stands for the library's script engine and has none of its methods, so that a call of one would fail."""
