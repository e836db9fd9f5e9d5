"""Ours: `app.feel`.

`compile` reads the text anew, what was read before being forgotten each time; `evaluate` is what callers do after; `call` is text
and variables in, value out, as a program calls that keeps nothing itself: `parse_expression(text).evaluate(...)`, which does
remember texts.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from app.feel import Expression, FeelError, FeelWorld, UnaryTests, parse_expression, parse_unary_tests
from app.feel.expression import _expression, _unary_tests
from app.feel.grammar import EXPRESSIONS, UNARY_TESTS
from tests.bench.feel.serving import Engine, Question, Refused, serve, times
from tests.bench.feel.values import plain_of, value_of
from tests.bench.feel.working_days import add_working_days, working_days_between

FUNCTIONS = {"add working days": add_working_days, "working days between": working_days_between}
WORLD = FeelWorld(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), ZoneInfo("Asia/Shanghai"), functions=FUNCTIONS)


def variables_of(question: Question) -> dict[str, Any]:
    return {name: value_of(value) for name, value in question.variables.items()}


class Ours(Engine):
    def version(self) -> str:
        return "ours"

    def compiling(self, question: Question) -> Callable[[], Expression | UnaryTests]:
        read, memory = (parse_unary_tests, _unary_tests) if question.unary else (parse_expression, _expression)
        text, names, forget = question.text, question.names, memory.cache_clear
        forget_parts = (UNARY_TESTS if question.unary else EXPRESSIONS).clear

        def compile_anew() -> Expression | UnaryTests:
            forget()
            forget_parts()
            return read(text, names)

        return compile_anew

    def prepare(self, question: Question) -> Callable[[], Any]:
        try:
            compiled = self.compiling(question)()
        except FeelError as error:
            raise Refused(str(error)) from None
        variables = variables_of(question)
        if isinstance(compiled, UnaryTests):
            return partial(compiled.matches, value_of(question.tested), variables, WORLD)
        return partial(compiled.evaluate, variables, WORLD)

    def plain(self, value: Any) -> Any:
        return plain_of(value)

    def calling(self, question: Question) -> Callable[[], Any]:
        text, names, variables = question.text, question.names, variables_of(question)
        if question.unary:
            tested = value_of(question.tested)
            return lambda: parse_unary_tests(text, names).matches(tested, variables, WORLD)
        return lambda: parse_expression(text, names).evaluate(variables, WORLD)

    def phases(self, question: Question) -> dict[str, Callable[[int], None]]:
        return {
            "compile": times(self.compiling(question)),
            "evaluate": times(self.prepare(question)),
            "call": times(self.calling(question)),
        }


if __name__ == "__main__":
    serve(Ours)
