"""The checkers of races against deadlines and of timers find what they are for."""

from typing import Any

import pytest

from tests.resilience.check_deadlines import Outcome, check_race

DUE = "2026-11-24T09:30:00.000000Z"
BEFORE, AFTER = "2026-11-24T09:29:59.990000Z", "2026-11-24T09:30:00.010000Z"
LAPSED = Outcome("deadline_lapsed", DUE, AFTER, "clock")
TAKEN = Outcome("task_completed", BEFORE, BEFORE, "handler-health")
REFUSED = {"who": "handler-health-b", "status": 409, "text": '{"code": "deadline_lapsed"}', "at": AFTER}
WON = {"who": "handler-health", "status": 204, "text": "null", "at": AFTER}


def problems(answers: list[dict[str, Any]], *outcomes: Outcome) -> str:
    return "; ".join(check_race({"task": "7", "due": DUE, "answers": answers}, list(outcomes), ""))


def test_a_reply_in_time_and_silence_at_the_deadline_have_no_problem() -> None:
    assert problems([WON, {**REFUSED, "text": "task_completed"}], TAKEN) == ""
    assert problems([REFUSED, REFUSED], LAPSED) == ""


@pytest.mark.parametrize(
    ("answers", "outcomes", "words"),
    [
        ([REFUSED], (), "expected one outcome"),
        ([WON], (TAKEN, LAPSED), "expected one outcome"),
        ([WON], (LAPSED,), "was told that the reply was in time"),
        ([WON], (TAKEN._replace(recorded_at=DUE),), "silence had taken effect"),
        ([REFUSED], (TAKEN,), "was told so"),
        ([REFUSED], (LAPSED._replace(effective_at=AFTER),), "silence takes effect at"),
        ([REFUSED], (LAPSED._replace(recorded_at=BEFORE),), "early"),
        ([{**REFUSED, "at": BEFORE}], (LAPSED,), "before the deadline"),
        ([{**REFUSED, "text": "task_cancelled"}], (LAPSED,), "expected 409 deadline_lapsed"),
    ],
)
def test_what_is_wrong_is_found(answers: list[dict[str, Any]], outcomes: tuple[Outcome, ...], words: str) -> None:
    assert words in problems(answers, *outcomes)
