"""Why an automatic step could not be carried out."""

from typing import Any

from app.domain.rejection import Message


class StepFailed(Exception):
    """A step that fails leaves its token where it was, with an incident; everything else in the case goes on.

    It is raised before the step has changed anything: each step first works out all it needs, then applies it.

    code: what kind of failure, one of a closed list in docs/facts.md; public.
    message: what was expected and found, with values that people may have written; private.
    """

    def __init__(self, code: str, template: str, /, **facts: Any) -> None:
        self.code = code
        self.message = Message(template, facts)
        super().__init__(str(self.message))
