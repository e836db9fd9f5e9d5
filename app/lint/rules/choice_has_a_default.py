"""The rule choice-has-a-default."""

import re
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings

_CHOOSE = frozenset({"exclusiveGateway", "inclusiveGateway"})
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_COMPARISON = re.compile(r"([^=<>!]+)(!=|<=|>=|=|<|>)([^=<>!]+)")


@rule(
    "choice-has-a-default",
    WARNING,
    instead="Mark the flow for all other cases as the default flow, or write conditions of which one always holds.",
)
def choice_has_a_default(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Where no condition holds and there is no default flow, the case stops with an incident.

    A pair of conditions of which one always holds (`x` and `not(x)`, `a > 3` and `a <= 3`, `a = b` and `a != b`) is
    complete by itself, as long as the value is there.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind not in _CHOOSE or len(element.outgoing) < 2 or element.default_flow is not None:
                continue
            conditions = ["".join((process.flows[flow_id].condition or "").removeprefix("=").split()) for flow_id in element.outgoing]
            few = len(conditions) <= 10
            if all(conditions) and not (few and any(_opposite(one, other) for one in conditions for other in conditions)):
                yield at(element, "Expected a default flow for the cases that no condition covers, but found none")


def _opposite(one: str, other: str) -> bool:
    if other in (f"not({one})", f"{one}=false") or (other == "false" and one == "true"):
        return True
    first, second = _COMPARISON.fullmatch(one), _COMPARISON.fullmatch(other)
    if first is None or second is None:
        return False
    return first[1] == second[1] and first[3] == second[3] and _OPPOSITE[first[2]] == second[2]
