"""FEEL, the expression language of DMN 1.5: parsed once into closures, evaluated within budgets."""

from app.feel.conjuncts import conjuncts
from app.feel.errors import FeelError
from app.feel.expression import Expression, UnaryTests, parse_expression, parse_unary_tests
from app.feel.run import FeelWorld
from app.feel.temporal import Time, YearsMonths
from app.feel.values import Function, Range, to_json

__all__ = [
    "Expression",
    "FeelError",
    "FeelWorld",
    "Function",
    "Range",
    "Time",
    "UnaryTests",
    "YearsMonths",
    "conjuncts",
    "parse_expression",
    "parse_unary_tests",
    "to_json",
]
