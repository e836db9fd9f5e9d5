"""The same cases of the DMN TCK put to every side: those whose decisions are one expression over input data, so that text and values
are all that is needed, and no engine for decisions.

The values of inputs and decisions are fitted to their types by our reader of models, for every side alike. A text that a side
refuses or breaks at stands for null, as it does in an engine for decisions; cases passed in that way alone are counted apart,
since a side that can do nothing passes each of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from app.dmn import DecisionModel
from app.dmn.graph import Decision, InputData
from app.dmn.item_types import read_as
from app.feel.types import UNFIT, FeelType, coerce
from tests.bench.feel.peers import Side
from tests.bench.feel.serving import Question
from tests.bench.feel.values import plain_of, value_of
from tests.tck.agreement import agrees
from tests.tck.reading import Case, cases_of, folders, model_of


@dataclass(frozen=True)
class Posed:
    """One decision of a case: what is asked, the value expected, and the type that the answer is fitted to."""

    question: Question
    expected: Any
    kind: FeelType


@dataclass
class Score:
    """passed: with a value. without: where null was expected, and the text refused or its evaluation broken off."""

    passed: int = 0
    without: int = 0


def share(every: int = 1) -> list[list[Posed]]:
    """Return the cases of the share, each with its decisions; of every so many folders one."""
    return [posed for folder in folders()[::every] for posed in _folder(folder)]


def _folder(folder: str) -> Iterator[list[Posed]]:
    for path, cases in cases_of(folder):
        texts = _texts(path)
        if not texts:
            continue
        model = model_of(path)
        by_title = {element.title: element for element in model.elements.values() if isinstance(element, Decision)}
        # A text that names a type of the model needs the model.
        texts = {name: text for name, text in texts.items() if not any(kind in text for kind in model.types)}
        for case in cases:
            if case.service is None and case.expected and all(name in texts for name in case.expected):
                yield [_posed(model, by_title[name], texts[name], case, expected) for name, expected in case.expected.items()]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _texts(path: Path) -> dict[str, str]:
    """Return the texts of the decisions that are one expression over input data alone, by name."""
    found: dict[str, str] = {}
    for decision in etree.parse(str(path)).getroot():
        if _local(decision) != "decision":
            continue
        logic = next((child for child in decision if _local(child) == "literalExpression"), None)
        needed = {_local(each) for each in decision.iterdescendants() if _local(each).startswith("required")}
        text = next((child.text for child in logic if _local(child) == "text"), None) if logic is not None else None
        if text and needed <= {"requiredInput"}:
            found[str(decision.get("name"))] = text
    return found


def _posed(model: DecisionModel, decision: Decision, text: str, case: Case, expected: Any) -> Posed:
    variables: dict[str, Any] = {}
    for requirement in decision.requirements:
        needed = requirement.element
        if isinstance(needed, InputData):
            variables[needed.name] = plain_of(_fitted(read_as(case.inputs.get(needed.name), needed.kind), needed.kind))
    return Posed(Question(text, variables=variables, names=tuple(sorted(variables))), expected, decision.kind)


def _fitted(value: Any, kind: FeelType) -> Any:
    fitted = coerce(value, kind)
    return None if fitted is UNFIT else fitted


def score(side: Side, cases: Sequence[Sequence[Posed]]) -> Score:
    """Put the cases to a side."""
    total = Score()
    for case in cases:
        answers = [side.answer(posed.question) for posed in case]
        pairs = zip(answers, case, strict=True)
        if all(agrees(_fitted(value_of(answer.get("value")), posed.kind), posed.expected) for answer, posed in pairs):
            if all(answer["outcome"] == "value" for answer in answers):
                total.passed += 1
            else:
                total.without += 1
    return total
