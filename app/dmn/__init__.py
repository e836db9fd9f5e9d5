"""Decision models of DMN 1.2 to 1.5: read, checked and evaluated."""

from app.dmn.elements import foreign_elements
from app.dmn.explain import Explained, Explanation, explain
from app.dmn.model import DecisionModel
from app.dmn.read import read_decisions
from app.dmn.read_together import ModelsRead, read_together
from app.dmn.result import DecisionResult, EvaluatedInput, EvaluatedOutput, MatchedRule
from app.dmn.version_tags import version_tags

__all__ = [
    "DecisionModel",
    "DecisionResult",
    "EvaluatedInput",
    "EvaluatedOutput",
    "Explained",
    "Explanation",
    "MatchedRule",
    "ModelsRead",
    "explain",
    "foreign_elements",
    "read_decisions",
    "read_together",
    "version_tags",
]
