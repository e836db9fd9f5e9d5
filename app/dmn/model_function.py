"""Functions of a decision model: boxed ones, business knowledge models and decision services."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from app.feel.errors import NullResult
from app.feel.functions import arranged
from app.feel.misfit import misfit
from app.feel.run import Code, Env, Run
from app.feel.size import spend_walk
from app.feel.types import UNFIT, FeelType, coerce
from app.feel.values import Function

# What a call takes of the frames that nested calls may use; boxed logic is drawn, so its depth is small.
_FRAMES = 12


@dataclass(frozen=True, slots=True, eq=False)
class ModelFunction(Function):
    """A function with its parameters' types and the scope it sees."""

    name: str
    parameters: tuple[str, ...]
    kinds: tuple[FeelType, ...]
    body: Code
    scope: Env

    @property
    def arities(self) -> frozenset[int] | None:
        return frozenset({len(self.parameters)})

    def call(self, run: Run, arguments: list[Any], names: tuple[str, ...] | None = None) -> Any:
        """Return the value. Raises NullResult where the arguments do not fit the parameters or their types."""
        values = arranged(self.name or "the function", self.parameters, arguments, names)
        for index, kind in enumerate(self.kinds):
            spend_walk(run, values[index])
            taken = coerce(values[index], kind)
            if taken is UNFIT:
                raise NullResult(partial(self._unfit, index, values[index]))
            values[index] = taken
        run.spend(2)
        return run.within(self.body, Env(dict(zip(self.parameters, values, strict=True)), self.scope, run), _FRAMES)

    def _unfit(self, index: int, value: Any) -> str:
        return misfit(value, self.kinds[index]).of(f"for {self.parameters[index]} of {self.name or 'the function'}")
