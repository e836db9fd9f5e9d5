"""The built-in functions of the language, by name."""

from collections.abc import Mapping
from typing import Final

from app.feel.builtins import contexts, conversion, lists, logic, numeric, patterns, ranges, read_range, statistics, strings, temporal
from app.feel.builtins.signature import REGISTRY, Builtin

_MODULES: Final = (contexts, conversion, lists, logic, numeric, patterns, ranges, read_range, statistics, strings, temporal)
BUILTINS: Final[Mapping[str, Builtin]] = REGISTRY
