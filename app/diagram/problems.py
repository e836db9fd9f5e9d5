"""Collecting what a file lacks, so that its author learns all of it at once."""

from typing import Any, Final

from app.domain.rejection import Finding, Message, Rejection

MAX_PROBLEMS: Final = 100


class Problems:
    """What is missing or refers to nothing in one file; refused together at the end of reading."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.found: list[Finding] = []

    def add(self, element_id: str | None, line: int | None, template: str, **facts: Any) -> None:
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Finding("file-is-readable", "error", self.file_name, element_id, Message(template, facts), line=line))

    def refuse(self) -> None:
        """Raises Rejection("bad_diagram") with the findings, if there are any."""
        if self.found:
            first = self.found[0]
            raise Rejection("bad_diagram", "%(file)s, line %(line)s: %(problem)s", findings=self.found,
                            file=self.file_name, line=first.line, problem=str(first.message))  # fmt: skip
