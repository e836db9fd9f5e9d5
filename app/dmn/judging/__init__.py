"""Telling the types of expressions before they are evaluated, and which of them can never meet."""

from app.dmn.judging.calls import Callables, Parameters
from app.dmn.judging.judge import judge, misfit_of_value
from app.dmn.judging.problem import TypeProblem
from app.dmn.judging.slips import taught

__all__ = ["Callables", "Parameters", "TypeProblem", "judge", "misfit_of_value", "taught"]
