"""Running the cases of a folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.dmn import DecisionModel
from app.feel import FeelError, FeelWorld
from tests.tck.agreement import agrees
from tests.tck.reading import Case, cases_of, model_of


@dataclass(frozen=True)
class Outcome:
    """found, expected: values by the name of the result; an error stands for the value it came instead of."""

    case: str
    passed: bool
    found: dict[str, Any]
    expected: dict[str, Any]


def run_folder(folder: str) -> list[Outcome]:
    """Return the outcome of each case of a folder."""
    outcomes: list[Outcome] = []
    for path, cases in cases_of(folder):
        model = model_of(path)
        outcomes += [_run(model, case) for case in cases]
    return outcomes


def _run(model: DecisionModel, case: Case) -> Outcome:
    world = FeelWorld(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    found = {name: _value(model, case, name, world) for name in case.expected}
    passed = all(agrees(found[name], expected) for name, expected in case.expected.items())
    return Outcome(case.name, passed, found, case.expected)


def _value(model: DecisionModel, case: Case, name: str, world: FeelWorld) -> Any:
    try:
        if case.service is None:
            return model.evaluate(_id_of(model.decisions, name), case.inputs, world).value
        value = model.evaluate_service(_id_of(model.services, case.service), case.inputs, world).value
    except FeelError as error:
        return error
    return value[name] if isinstance(value, dict) and name in value else value


def _id_of(named: Mapping[str, str], name: str) -> str:
    return next(key for key, title in named.items() if title == name)
