"""Running the cases of a folder."""

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
    """found: the computed value, or the error that came instead."""

    case: str
    passed: bool
    found: Any
    expected: Any


def run_folder(folder: str) -> list[Outcome]:
    """Return the outcome of each case of a folder."""
    outcomes: list[Outcome] = []
    for path, cases in cases_of(folder):
        model = model_of(path)
        outcomes += [_run(model, case) for case in cases]
    return outcomes


def _run(model: DecisionModel, case: Case) -> Outcome:
    world = FeelWorld(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    try:
        found = _value(model, case, world)
    except FeelError as error:
        return Outcome(case.name, False, error.message, case.expected)
    return Outcome(case.name, agrees(found, case.expected), found, case.expected)


def _value(model: DecisionModel, case: Case, world: FeelWorld) -> Any:
    if case.service is None:
        return model.evaluate(_id_of(dict(model.decisions), case.result), case.inputs, world).value
    result = model.evaluate_service(_id_of(dict(model.services), case.service), case.inputs, world)
    several = isinstance(result.value, dict) and case.result in result.value
    return result.value[case.result] if several else result.value


def _id_of(named: dict[str, str], name: str) -> str:
    return next(key for key, title in named.items() if title == name)
