"""Why an automatic step could not be carried out."""

from typing import Any, Final

from app.domain.rejection import Message

CODES: Final = frozenset(
    {
        "bad_assignment",
        "bad_condition",
        "bad_correlation_key",
        "bad_date",
        "bad_deadline",
        "bad_priority",
        "bad_retries",
        "bad_timer",
        "bad_value",
        "deadline_lapsed",
        "decision",
        "endless",
        "expression",
        "internal_job",
        "join_never_fires",
        "keys_used_up",
        "no_deadline",
        "no_such_form",
        "no_such_process",
        "no_way_out",
        "not_a_list",
        "not_a_text",
        "reply_proven",
        "timer_failed",
        "too_deep",
        "too_large",
        "too_many_items",
        "too_many_steps",
        "too_many_tokens",
        "too_much_data",
        "too_much_work",
        "uncaught_error",
    }
)


def _keepable(fact: Any) -> Any:
    """Return a fact without characters that no database keeps: it may quote a value with U+0000 or half a character in it."""
    return fact.encode("utf-8", "replace").decode().replace("\x00", "\ufffd") if isinstance(fact, str) else fact


class StepFailed(Exception):
    """A step that fails leaves its token where it was, with an incident; everything else in the case goes on.

    It is raised before the step has changed anything: each step first works out all it needs, then applies it.

    code: what kind of failure, one of CODES; public.
    message: what was expected and found, with values that people may have written; private.
    asked: for a replay, which must ask the same files again: of a decision, a called process or a form that failed its id, and the digest
    of the file that answered, if one was deployed; under `answered` the decisions that had answered before in the same step; public.
    """

    def __init__(self, code: str, template: str, /, **facts: Any) -> None:
        if code not in CODES:
            raise ValueError(f"Expected one of the codes of app.engine.failure, but found {code!r}")
        self.code = code
        self.message = Message(template, {name: _keepable(value) for name, value in facts.items()})
        self.asked: dict[str, Any] = {}
        super().__init__(str(self.message))
