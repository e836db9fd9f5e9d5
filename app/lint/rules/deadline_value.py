"""The rule deadline-value."""

import re
from collections.abc import Iterator, Mapping

from app.diagram import Diagram, Lane
from app.domain.period import Unit, read_period
from app.domain.rejection import Message, Rejection
from app.lint.properties import PLACES, has_deadline, owners
from app.lint.rule import ERROR, Found, at, on_line, rule
from app.lint.surroundings import Surroundings

_BARE_DATE = re.compile(r"=?\s*\d{4}-\d")
_NUMBER = re.compile(r"\s*-?[\d.]+\s*")
_PARTS = tuple(name for name in PLACES if name.startswith(("deadline.", "light.")))


@rule(
    "deadline-value",
    ERROR,
    instead=(
        "Give deadline.length (a number above 0, =FEEL or decision:id) with a deadline.unit, or deadline.at (a date or =FEEL); not both."
    ),
)
def deadline_value(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A deadline has a length in a unit that the calendar counts, or a date. A fixed date runs from nowhere and cannot be
    stopped.
    """
    for _, owner in owners(diagram):
        said = owner.properties
        if isinstance(owner, Lane) or not any(name in said for name in _PARTS):
            continue
        if not has_deadline(owner):
            yield at(
                owner,
                "Expected deadline.length or deadline.at on %(element)s, but found only %(names)s",
                names=", ".join(n for n in _PARTS if n in said),
            )
            continue
        problem = _period_problem(said)
        if problem is not None:
            yield on_line(owner.id, owner.line, problem.template, problem.facts)
        for name in ("deadline.at", "deadline.from"):
            value = said.get(name, "")
            if _BARE_DATE.match(value):
                yield at(
                    owner,
                    'Expected a date written as =@"2026-10-01" in %(name)s, but found %(value)s, a subtraction',
                    name=name,
                    value=value,
                )
        if "deadline.at" in said:
            for name in ("deadline.length", "deadline.unit", "deadline.from"):
                if name in said:
                    yield at(owner, "Expected no %(name)s beside deadline.at, but found %(value)s", name=name, value=said[name])
            if said.get("deadline.suspendable") == "true":
                yield at(owner, "Expected deadline.suspendable only on a length, but found it beside the fixed date deadline.at")
        elif said.get("deadline.retroactive") == "true":
            yield at(owner, "Expected deadline.retroactive only beside deadline.at, but found a length: a period ends when it has run")


def _period_problem(said: Mapping[str, str]) -> Message | None:
    length, unit = said.get("deadline.length", ""), said.get("deadline.unit", Unit.WORKING_DAY)
    try:
        read_period(length.strip() if _NUMBER.fullmatch(length) else "1", unit)
    except Rejection as refusal:
        return refusal.message
    return None
