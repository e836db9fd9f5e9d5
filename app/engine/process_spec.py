"""A process, or the inside of a sub-process, as compiled: sealed, and shared between threads."""

from typing import TYPE_CHECKING

from app.engine.library import LibraryProcess

if TYPE_CHECKING:
    from app.engine.deadline_terms import Terms
    from app.engine.element import Element


class ProcessSpec(LibraryProcess):
    """starts: the start events, in the order of the file. armed: names of the starts of event sub-processes, armed while this is open.

    terms: the deadline of the process as a whole. title: FEEL for its cases' titles is read by the layers above, not here.
    """

    task_specs: "dict[str, Element]"
    name: str

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.starts: list[str] = []
        self.none_start = ""
        self.armed: list[str] = []
        self.terms: Terms | None = None
        self.label = ""
