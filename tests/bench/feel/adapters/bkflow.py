"""bkflow-feel: its parser and transformer are `compile`, `evaluate` of what they give is `evaluate`.

Its own `parse_expression(text, context)` does both each time and is `call`; taking them apart is in its favour, as is leaving out
its log. Numbers are given as int where they are whole, else as float: literals of its own are such, and it refuses to join other
kinds with them. It has no unary tests. Functions are registered by its own manager; it gives null for one that it does not know,
which counts as not able.
"""

import datetime
import logging
import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from bkflow_feel import parser, transformer
from bkflow_feel.api import parse_expression
from bkflow_feel.data_models import RangeGroupData, RangeGroupOperator
from bkflow_feel.parsers import Expression
from bkflow_feel.utils import FEELFunctionsManager
from lark.exceptions import LarkError

from tests.bench.feel.serving import Engine, Question, Refused, serve, times

_DURATION = re.compile(r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_WORKING_DAYS = "tests.bench.feel.working_days"


def value_of(plain: Any) -> Any:
    """Return its value for one that travelled; years and months it has none of, so they stay text."""
    if isinstance(plain, list):
        return [value_of(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    [(kind, written)] = plain.items()
    if kind == "number":
        return int(written) if re.fullmatch(r"-?\d+", written) else float(written)
    if kind == "context":
        return {key: value_of(item) for key, item in written.items()}
    return _temporal(kind, written)


def _temporal(kind: str, written: str) -> Any:
    try:
        if kind == "date":
            return datetime.date.fromisoformat(written)
        if kind == "date and time":
            return datetime.datetime.fromisoformat(written)
        if kind == "time":
            return datetime.time.fromisoformat(written)
    except ValueError:
        return written
    match = _DURATION.fullmatch(written) if kind == "duration" else None
    if match is None:
        return written
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length


def variables_of(question: Question) -> dict[str, Any]:
    return {name: value_of(value) for name, value in question.variables.items()}


class Bkflow(Engine):
    def __init__(self) -> None:
        logging.disable()
        FEELFunctionsManager.register_funcs(
            {
                "add working days": f"{_WORKING_DAYS}.add_working_days",
                "working days between": f"{_WORKING_DAYS}.working_days_between",
            }
        )

    def version(self) -> str:
        return f"bkflow-feel {version('bkflow-feel')}"

    def compile(self, text: str) -> Expression:
        return transformer.transform(parser.parse(text))

    def prepare(self, question: Question) -> Callable[[], Any]:
        if question.unary:
            raise Refused("it has no unary tests")
        try:
            tree = parser.parse(question.text)
        except LarkError as error:
            raise Refused(f"it cannot read the text: {str(error).splitlines()[0]}") from None
        self._know_functions(tree)
        compiled = self.compile(question.text)
        if not isinstance(compiled, Expression):
            raise Refused("it reads the text, but makes nothing of it")
        variables = variables_of(question)
        return lambda: compiled.evaluate(variables)

    def _know_functions(self, tree: Any) -> None:
        for found in tree.find_data("func_name"):
            name = " ".join(token.value for token in found.children)
            if name not in FEELFunctionsManager.all_funcs():
                raise Refused(f"it has no function {name}")

    def plain(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int | float):
            return {"number": repr(value)}
        if isinstance(value, list | tuple):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {"context": {key: self.plain(item) for key, item in value.items()}}
        if isinstance(value, RangeGroupData):
            included = (value.left_operator == RangeGroupOperator.GTE, value.right_operator == RangeGroupOperator.LTE)
            return {"range": [self.plain(value.left_val), self.plain(value.right_val), *included]}
        if isinstance(value, datetime.datetime):
            return {"date and time": value.isoformat()}
        if isinstance(value, datetime.date | datetime.time):
            return {type(value).__name__: value.isoformat()}
        if isinstance(value, datetime.timedelta):
            return {"duration": f"{'-' if value.days < 0 else ''}P{abs(value).days}DT{abs(value).seconds}S"}
        return {"other": type(value).__name__}

    def phases(self, question: Question) -> dict[str, Callable[[int], None]]:
        text, variables = question.text, variables_of(question)
        return {
            "compile": times(lambda: self.compile(text)),
            "evaluate": times(self.prepare(question)),
            "call": times(lambda: parse_expression(text, variables)),
        }


if __name__ == "__main__":
    serve(Bkflow)
