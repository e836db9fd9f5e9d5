"""One evaluation of a decision: values of what it requires, each computed once."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec.structs import replace

from app.dmn.graph import Decision, DrgElement, InputData, KnowledgeModel, Service
from app.dmn.item_types import read_as
from app.dmn.model_function import ModelFunction
from app.dmn.model_run import may_keep, tables_so_far, taken_tables
from app.dmn.order import in_order
from app.dmn.result import DecisionResult
from app.feel.errors import FeelError
from app.feel.misfit import misfit
from app.feel.reasons import Where, traced
from app.feel.run import Env, Run
from app.feel.size import spend_walk
from app.feel.types import UNFIT, FeelType, coerce

_NO_LOGIC: Final = "Expected the logic of the decision, but found none drawn"


class VariablesBeside(Mapping[str, Any]):
    """The caller's variables without those named like elements of the model, which only their requirements bring into sight."""

    def __init__(self, variables: Mapping[str, Any], hidden: frozenset[str]) -> None:
        self._variables = variables
        self._hidden = hidden

    def __getitem__(self, name: str) -> Any:
        if name in self._hidden:
            raise KeyError(name)
        return self._variables[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._variables if name not in self._hidden)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Evaluation:
    """Values of elements so far. given: values that stand for elements, such as the arguments of a decision service."""

    def __init__(
        self, run: Run, variables: Mapping[str, Any], hidden: frozenset[str], given: Mapping[DrgElement, Any] | None = None
    ) -> None:
        self.run = run
        self.variables = variables
        self.beside = Env(VariablesBeside(variables, hidden), None, run)
        self.hidden = hidden
        self.values: dict[DrgElement, Any] = dict(given or {})
        self.results: list[DecisionResult] = []

    def value_of(self, element: DrgElement) -> Any:
        """Return the value of an element, having computed all that it needs."""
        for needed in in_order(element, self.values):
            self.values[needed] = self._compute(needed) if self.run.world.reasons is None else self._noting(needed)
        return self.values[element]

    def _noting(self, element: DrgElement) -> Any:
        """Compute an element's value; the reasons given meanwhile say that they are its."""
        return traced(lambda env: self._compute(element), Where(owner=element.id))(self.beside)

    def _compute(self, element: DrgElement) -> Any:
        if isinstance(element, InputData):
            return self._input(element)
        if isinstance(element, Decision):
            try:
                return self._decision(element)
            except FeelError as error:
                error.decision = error.decision or element.id
                raise
        if isinstance(element, KnowledgeModel):
            return self._knowledge_model(element)
        return self._service(element) if isinstance(element, Service) else None

    def _input(self, element: InputData) -> Any:
        try:
            value = self.variables[element.name]
        except KeyError:
            return self.run.null_for(
                lambda: f"Expected a value for the input {element.name}, but found none" + self.run.hint(element.name, self.variables)
            )
        read = read_as(value, element.kind)
        return self._taken(read, element.kind, "for the input", element.name)

    def _decision(self, element: Decision) -> Any:
        scope = self._scope(element)
        self.run.spend(2)
        before = tables_so_far(self.run)
        if element.table is not None:
            outcome = element.table.decide(scope)
            value = self._fitted(element, outcome.value)
            result = outcome.result(element.id, element.title, value)
        else:
            value = self._fitted(element, element.logic(scope)) if element.logic is not None else self.run.null(_NO_LOGIC)
            result = DecisionResult(element.id, element.title, value)
        within = taken_tables(self.run, before)
        self.results.append(replace(result, tables=within, file=element.file))
        return value

    def _fitted(self, element: DrgElement, value: Any) -> Any:
        spend_walk(self.run, value)
        return self._taken(value, element.kind, "as the value of", element.title)

    def _taken(self, value: Any, kind: FeelType, *subject: str) -> Any:
        """Return what a value becomes as that of a type; null, with a reason, where it does not fit. subject: what it is, in words."""
        taken = coerce(value, kind)
        return self.run.null_for(lambda: misfit(value, kind).of(" ".join(subject))) if taken is UNFIT else taken

    def _scope(self, element: DrgElement) -> Env:
        """Return what an element's logic sees: what it requires, and beside it the caller's further variables."""
        values: dict[str, Any] = {}
        for requirement in element.requirements:
            value = self.values[requirement.element]
            if requirement.prefix:
                values.setdefault(requirement.prefix, {})[requirement.element.name] = value
            else:
                values[requirement.element.name] = value
        return Env(values, self.beside, self.run)

    def _knowledge_model(self, element: KnowledgeModel) -> ModelFunction:
        scope = self._scope(element)
        names = tuple(name for name, _ in element.parameters)
        kinds = tuple(kind for _, kind in element.parameters)

        def body(env: Env) -> Any:
            return self._fitted(element, element.body(env)) if element.body is not None else None

        function = ModelFunction(element.name, names, kinds, body, scope)
        # A business knowledge model may call itself.
        scope.values = {**scope.values, element.name: function}
        return function

    def _service(self, element: Service) -> ModelFunction:
        names = tuple(requirement.element.name for requirement in element.inputs)
        kinds = tuple(requirement.element.kind for requirement in element.inputs)

        def body(env: Env) -> Any:
            given = {requirement.element: env.values[requirement.element.name] for requirement in element.inputs}
            inner = Evaluation(env.run, {}, self.hidden, given)
            value = serve(element, inner)
            self.results += [each for each in inner.results if may_keep(env.run, each)]
            return self._fitted(element, value)

        return ModelFunction(element.name, names, kinds, body, self.beside)


def serve(service: Service, evaluation: Evaluation) -> Any:
    """Return the value of a service's output decision, or of several a context with one entry for each."""
    values = {requirement.element.name: evaluation.value_of(requirement.element) for requirement in service.outputs}
    return next(iter(values.values())) if len(service.outputs) == 1 else values
