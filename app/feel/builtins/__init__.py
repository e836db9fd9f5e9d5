"""The built-in functions of the language, by name."""

from collections.abc import Mapping
from typing import Final

from app.feel.builtins import logic, numeric, strings
from app.feel.builtins.signature import REGISTRY, Builtin

_MODULES: Final = (logic, numeric, strings)
BUILTINS: Final[Mapping[str, Builtin]] = REGISTRY
