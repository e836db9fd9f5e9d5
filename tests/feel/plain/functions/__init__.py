"""The built-in functions by another route than the product's."""

from tests.feel.plain.functions import collections, conversion, numbers, spans, strings, temporal
from tests.feel.plain.functions.registry import NATIVE, arities, call_native

MODULES = (collections, conversion, numbers, spans, strings, temporal)

__all__ = ["NATIVE", "arities", "call_native"]
