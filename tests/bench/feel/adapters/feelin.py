"""feelin in the V8 of mini-racer: the way a Python program could call it, and V8 by itself.

`call` is one call from Python, text and variables in, value out, as JSON both ways: `MiniRacer.call`, the cheaper of the two ways
that mini-racer offers. `evaluate` is V8 alone, the variables already there, many times within one call. feelin cannot keep what
it parsed, so both parse each time; `compile` is that parsing alone, also within V8, and no step before the others.
Its numbers are floats, as JavaScript's are. Functions are given in the context, as feelin takes them.
"""

import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from tests.bench.feel.serving import Engine, Question, Refused, serve, times


class Feelin(Engine):
    def __init__(self, bundle: Path, number: str) -> None:
        self.number = number
        self.v8 = MiniRacer()
        self.v8.eval(bundle.read_text(encoding="utf-8"))
        self.v8.eval(Path(__file__).with_name("feelin_side.js").read_text(encoding="utf-8"))

    def version(self) -> str:
        return f"feelin {self.number} in V8 {self.v8.v8_version} (mini-racer {version('mini-racer')})"

    def _arguments(self, question: Question) -> tuple[str, bool, str, str]:
        return question.text, question.unary, json.dumps(question.variables), json.dumps(question.tested)

    def prepare(self, question: Question) -> Callable[[], Any]:
        arguments, call = self._arguments(question), self.v8.call
        return lambda: call("answer", *arguments)

    def plain(self, value: Any) -> Any:
        found = json.loads(value)
        if "refused" in found:
            raise Refused(found["refused"])
        if "failed" in found:
            raise RuntimeError(found["failed"])
        return found["value"]

    def phases(self, question: Question) -> dict[str, Callable[[int], None]]:
        self.v8.call("hold", *self._arguments(question))
        return {
            "compile": lambda count: self.v8.call("parseTimes", count),
            "evaluate": lambda count: self.v8.call("evaluateTimes", count),
            "call": times(self.prepare(question)),
        }


if __name__ == "__main__":
    serve(lambda: Feelin(Path(sys.argv[1]), sys.argv[2]))
