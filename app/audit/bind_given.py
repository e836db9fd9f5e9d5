"""Who is told that work comes to them: whoever it is given to by somebody else, and whoever gets it back to be done again.

What a group is offered in the ordinary course stands in its list and is told to nobody. Work that comes back has a deadline that may be
short, and who had done it no longer looks for it. Source: docs/diagrams, `returnTo`, "Moves around a task".
"""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.fact import Fact

GIVEN: Final = "given"
"""Told to whom a task is given by somebody else, such as the work of a person who leaves."""

SENT_BACK: Final = "sent-back"
"""Told to who gets work back: the person who had done it, else those to whom it is offered."""

OF_WORK: Final = frozenset({GIVEN, SENT_BACK})


def work_given(facts: Sequence[Fact], by: str) -> Iterator[Fact]:
    """Yield the notices about work that an event brings to somebody, without the instant at which they are told.

    by: whose event it is, who needs not be told.
    """
    holders = {fact.key: fact.public["assignee"] for fact in facts if fact.kind == "task_assigned"}
    back = {fact.public["toElementId"] for fact in facts if fact.kind == "task_returned"}
    anew = {fact.key for fact in facts if fact.kind == "task_created"}
    for fact in facts:
        if fact.kind == "task_created" and fact.element_id in back:
            holder = holders.get(fact.key) or fact.public.get("assignee")
            groups = [f"group:{name}" for name in fact.public.get("candidateGroups") or ()]
            people = [f"account:{name}" for name in fact.public.get("candidateUsers") or ()]
            to = [f"account:{holder}"] if holder else [*groups, *people]
            yield _notice(SENT_BACK, fact, [one for one in to if one != f"account:{by}"])
        elif fact.kind == "task_assigned" and fact.key not in anew and fact.public["assignee"] != by:
            yield _notice(GIVEN, fact, [f"account:{fact.public['assignee']}"])


def _notice(notice: str, fact: Fact, to: list[str]) -> Fact:
    return Fact("notice_given", fact.element_id, fact.key, {"notice": notice, "to": to})
