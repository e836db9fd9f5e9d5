"""What is said of a step that failed: what kind of thing went wrong, and what an operator does about it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.marked import marked
from app.domain.rejection import Message


class Trouble(Struct, frozen=True):
    """name: what went wrong, in plain words. remedy: what to do. codes: of app/engine/failure.py."""

    name: str
    remedy: str
    codes: tuple[str, ...]


TROUBLES: Final[Mapping[str, Trouble]] = {
    "table": Trouble(
        marked("A decision table gave no answer"),
        marked("Have the table put right and deployed, or correct the value that it reads; then try again."),
        ("decision",),
    ),
    "way": Trouble(
        marked("No way on fits the values"),
        marked("Correct the value that decides the way, then try again."),
        ("bad_condition", "no_way_out", "join_never_fires"),
    ),
    "value": Trouble(
        marked("A value is missing or of the wrong kind"),
        marked("Correct the value that the step reads, then try again."),
        ("bad_assignment", "bad_correlation_key", "bad_priority", "bad_retries", "bad_value", "expression", "not_a_list", "not_a_text"),
    ),
    "time": Trouble(
        marked("A date or deadline could not be worked out"),
        marked("Correct the value that it is counted from, then try again. Until then no deadline of this step runs."),
        ("bad_date", "bad_deadline", "bad_timer", "no_deadline"),
    ),
    "process": Trouble(
        marked("A process that this one calls is not there"),
        marked("Have it deployed, then try again."),
        ("no_such_process",),
    ),
    "form": Trouble(
        marked("The form of a task is not there"),
        marked("Have it deployed, then try again."),
        ("no_such_form",),
    ),
    "timer": Trouble(
        marked("What a timer sets in motion could not be carried out"),
        marked("Show it to the operator of the system; once the cause is gone, try again, and the timer fires as of its instant."),
        ("timer_failed",),
    ),
    "lapsed": Trouble(
        marked("Silence took effect before the step was done"),
        marked("Nothing is to be corrected. Try again once the effect is in the history."),
        ("deadline_lapsed",),
    ),
    "proven": Trouble(
        marked("A reply was proven after its silence had taken effect"),
        marked(
            "Put right the data that still say what silence said, and move the case to where it belongs, which ends this; where nothing is"
            " to be changed, say why."
        ),
        ("reply_proven",),
    ),
    "limit": Trouble(
        marked("The step would do more than is allowed in one go"),
        marked("Show it to the designer: the diagram runs in a circle or makes too much. Trying again helps only after that."),
        (
            "endless", "keys_used_up", "too_deep", "too_large", "too_many_items", "too_many_steps", "too_many_tokens", "too_much_data",
            "too_much_work",
        ),
    ),
    "error": Trouble(
        marked("The step reported an error that the diagram does not provide for"),
        marked("Show it to the designer, or correct what the step was given; then try again."),
        ("internal_job", "uncaught_error"),
    ),
}  # fmt: skip
_OF_CODE: Final = {code: name for name, trouble in TROUBLES.items() for code in trouble.codes}


def trouble_of(kind: str) -> str:
    """Return the name of the trouble that a code of app/engine/failure.py stands for."""
    # Of a later release a failure may bear a code that this one does not know.
    return _OF_CODE.get(kind, "error")


def cause_of(row: Mapping[str, Any]) -> Message:
    """Return what was expected and found, for a catalogue to translate. row: of the table of incidents."""
    detail = json.loads(row["detail"])
    template = detail["template"]
    return Message(template, detail["facts"]) if template else Message("%(cause)s", {"cause": row["cause"]})
