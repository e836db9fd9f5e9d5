"""A decision model, ready to be evaluated by any number of threads."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from app.dmn.evaluation import Evaluation, serve
from app.dmn.graph import Decision, DrgElement, InputData, Service
from app.dmn.model_run import ModelRun
from app.dmn.order import in_order
from app.dmn.result import DecisionResult
from app.dmn.written import WrittenModel
from app.domain.rejection import Rejection
from app.feel import FeelError, FeelWorld
from app.feel.misfit import misfit
from app.feel.nearest import nearest_name
from app.feel.run import Run
from app.feel.size import returned
from app.feel.types import UNFIT, FeelType, coerce


class RefusedModel(Struct, frozen=True):
    """A model that cannot be used; the findings of its own file say why."""

    namespace: str
    file: str


class DecisionModel(Struct, eq=False):
    """A read model. name, namespace: as its definitions say. types: its item definitions and those it imports.

    hidden: names that only a requirement brings into sight. written: the texts and tables as their author wrote them.
    """

    file: str
    id: str
    name: str
    namespace: str
    types: Mapping[str, FeelType] = field(default_factory=dict)
    elements: Mapping[str, DrgElement] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    written: WrittenModel = field(default_factory=WrittenModel)

    def __post_init__(self) -> None:
        for element in self.elements.values():
            element.file = self.file

    @property
    def decisions(self) -> Mapping[str, str]:
        """The ids of the decisions, as drawn, with their names."""
        return {key: element.title for key, element in self.elements.items() if isinstance(element, Decision)}

    @property
    def services(self) -> Mapping[str, str]:
        """The ids of the decision services, with their names."""
        return {key: element.title for key, element in self.elements.items() if isinstance(element, Service)}

    def outputs_of(self, service_id: str) -> tuple[str, ...] | None:
        """Return the ids of the decisions that a decision service gives; None where none has the id."""
        service = self.elements.get(service_id)
        return tuple(needed.element.id for needed in service.outputs) if isinstance(service, Service) else None

    def inputs(self, decision_id: str) -> Mapping[str, str]:
        """Return the names of the input data that a decision needs, with their types."""
        element = self._element(decision_id, Decision)
        return {needed.name: needed.kind.name for needed in in_order(element) if isinstance(needed, InputData)}

    def needed(self, decision_id: str) -> frozenset[str]:
        """Return the ids of all that a decision needs, its own among them."""
        return frozenset(needed.id for needed in in_order(self._element(decision_id, Decision)))

    def evaluate(self, decision_id: str, variables: Mapping[str, Any], world: FeelWorld) -> DecisionResult:
        """Return the value of a decision, the rules that hit, and the decisions evaluated on the way.

        Raises Rejection("not_found") for an id that no decision has, FeelError where a budget is used up. A wrong type gives null,
        with a reason in the world.
        """
        element = self._element(decision_id, Decision)
        evaluation = Evaluation(self._run(world), variables, self.hidden)
        try:
            returned(evaluation.run, evaluation.value_of(element))
        except RecursionError:
            raise FeelError("Expected values nested less deep") from None
        *required, result = evaluation.results
        return replace(result, required=tuple(required)) if required else result

    def evaluate_service(self, service_id: str, variables: Mapping[str, Any], world: FeelWorld) -> DecisionResult:
        """Return the value of a decision service, whose inputs are taken from the variables by name. Errors as evaluate."""
        element = self._element(service_id, Service)
        run = self._run(world)
        given: dict[DrgElement, Any] = {}
        for requirement in element.inputs:
            asked = requirement.element
            given[asked] = _fitted(run, variables.get(asked.name), asked.kind, f"for the input {asked.name}")
        evaluation = Evaluation(run, {}, self.hidden, given)
        value = _fitted(run, returned(run, serve(element, evaluation)), element.kind, f"as the value of {element.title}")
        return DecisionResult(element.id, element.title, value, required=tuple(evaluation.results))

    def _run(self, world: FeelWorld) -> ModelRun:
        return ModelRun(replace(world, types={**world.types, **self.types}) if self.types else world, self.name)

    def _element(self, key: str, kind: type[DrgElement]) -> Any:
        element = self.elements.get(key)
        if not isinstance(element, kind):
            raise _unknown(key, [found.id for found in self.elements.values() if isinstance(found, kind)])
        return element


def _fitted(run: Run, value: Any, kind: FeelType, subject: str) -> Any:
    taken = coerce(value, kind)
    return run.null_for(lambda: misfit(value, kind).of(subject)) if taken is UNFIT else taken


def _unknown(key: str, ids: list[str]) -> Rejection:
    near, known = nearest_name(key, ids), ", ".join(ids) or "(none)"
    if not near:
        return Rejection("not_found", "Expected one of the ids %(known)s, but found %(found)s", known=known, found=key)
    return Rejection(
        "not_found",
        "Expected one of the ids %(known)s, but found %(found)s; the nearest is %(nearest)s",
        known=known,
        found=key,
        nearest=near,
    )
