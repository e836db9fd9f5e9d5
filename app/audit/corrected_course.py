"""What a correction does to the course of a case: what was worked out of the wrong value is worked out again, and a decision table that
would answer otherwise is asked again, at the step that asks it.

Source: procedures, section 2: corrected by a counter-event with reason; article 41: a penalty is held against the range of its grade. A
result of the wrong value is neither gone on with nor printed.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.audit.given_before import GivenBefore
from app.audit.steered_course import WEIGHS_AGAIN
from app.audit.surroundings import Surroundings
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.store.database import Reader
from app.store.read_case import CaseRecord

ENDED_ON: Final = marked(
    "Expected a correction that leaves “%(step)s” as it came out, but its table would answer otherwise now, and the case has ended on it."
    " Say what is right in a comment on the case; where the case went wrong by it, register the matter anew"
)


class CorrectedCourse(Struct, frozen=True):
    """weighed_again: the element at which the case was begun anew; None where it stays. recorded: what a replay needs to know."""

    weighed_again: str | None
    recorded: Mapping[str, Any]


def correct_course(
    store: Reader, surroundings: Surroundings, found: CaseRecord, case: Case, given: GivenBefore, changed: Mapping[str, Any]
) -> CorrectedCourse:
    """Write the corrected answers, and what follows from them.

    Raises Rejection("bad_answers") where the case would not go back, but something has acted on an answer; ("state_forbids") where a table
    would answer otherwise and the case cannot be taken back to it: the diagram does not say so, a decision has been issued, or the case has
    ended.
    """
    diagram = surroundings.diagram(store, found.digest)
    passed = _passed(store, found.key)
    step = given.element_id or surroundings.process_detail(store, found.digest, found.process_id).start_event or ""
    before = case.decided_now(passed)
    case.correct(changed)
    followed = [_written(case, [step], changed)]
    now = case.decided_now(passed)
    otherwise = next((one for one in passed if before.get(one) != now.get(one) and not case.is_ahead(one)), None)
    if otherwise is None:
        refused = {name: given.steered[name] for name in changed if name in given.steered}
        if refused:
            message = "Expected answers that fit the form, but %(count)s do not"
            raise Rejection("bad_answers", message, field_errors=refused, count=len(refused))
        followed.append(_written(case, passed, {**changed, **followed[0]}))
        return CorrectedCourse(None, _recorded(followed))
    element = diagram.element(otherwise)
    title = element.title if element is not None else otherwise
    if found.state != "ACTIVE":
        raise Rejection("state_forbids", ENDED_ON, step=title)
    if element is None or element.properties.get(WEIGHS_AGAIN, "") != "true":
        message = marked(
            "Expected a correction that leaves “%(step)s” as it came out, but its table would answer otherwise now. Go back by a way that"
            " the procedure has, or strike the case off and enter it anew; else an operator moves it to “%(step)s” with the right value"
        )
        raise Rejection("state_forbids", message, step=title)
    if store.value("SELECT 1 FROM paper WHERE case_key = :key AND kind = 'decision' AND state = 'issued'", key=found.key):
        message = marked(
            "Expected a correction that leaves “%(step)s” as it came out: the decision has been issued on it, and is undone only by a"
            " decision of its own"
        )
        raise Rejection("state_forbids", message, step=title)
    case.begin_anew(otherwise)
    return CorrectedCourse(otherwise, {**_recorded(followed), "weighedAgain": otherwise})


def _passed(store: Reader, case_key: int) -> list[str]:
    """Return the elements that have asked a decision, the first first."""
    rows = store.all(
        "SELECT body FROM audit_event WHERE case_key = :key AND body LIKE '%\"decision_evaluated\"%' ORDER BY seq", key=str(case_key)
    )
    facts = (fact for row in rows for fact in json.loads(row["body"])["facts"] if fact["fact"] == "decision_evaluated")
    return list(dict.fromkeys(str(fact.get("elementId")) for fact in facts if fact.get("elementId")))


def _written(case: Case, elements: list[str], names: Mapping[str, Any]) -> dict[str, Any]:
    """Write what elements had worked out of these variables, worked out again; return what that is."""
    found = case.followed(elements, names)
    if found:
        case.correct(found)
    return found


def _recorded(followed: list[dict[str, Any]]) -> dict[str, Any]:
    written = [one for one in followed if one]
    return {"followed": written} if written else {}
