"""Texts of a model whose reasons for a null say where they were given."""

from typing import Any

from msgspec.structs import replace

from app.dmn.written import WrittenText
from app.feel import Expression, UnaryTests
from app.feel.compile_tests import Test
from app.feel.reasons import Where, traced
from app.feel.run import Env


def traced_expression(found: Expression, written: WrittenText) -> Expression:
    return replace(found, code=traced(found.code, Where(place=written.place, owner=written.owner)))


def traced_tests(found: UnaryTests, written: WrittenText) -> UnaryTests:
    where = Where(place=written.place, owner=written.owner)
    return replace(found, test=_traced(found.test, where), tests=tuple(_traced(test, where) for test in found.tests))


def _traced(test: Test, where: Where) -> Test:
    def run(env: Env, value: Any) -> bool | None:
        return traced(lambda inner: test(inner, value), where)(env)

    return run
