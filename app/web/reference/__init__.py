"""The reference of the expression language: every function and form, with examples that tests evaluate."""

from typing import Final

from app.web.reference.collections import CONTEXTS, LISTS, TRUTH
from app.web.reference.entry import Entry, Group
from app.web.reference.language import FORMS, OPERATORS, TYPES
from app.web.reference.moments import CALENDAR, CONVERSION, TEMPORAL
from app.web.reference.numbers import FIGURES, NUMBERS
from app.web.reference.spans import RANGES
from app.web.reference.texts import STRINGS

GROUPS: Final = (TYPES, OPERATORS, FORMS, CALENDAR, TEMPORAL, NUMBERS, STRINGS, LISTS, FIGURES, CONTEXTS, RANGES, TRUTH, CONVERSION)

__all__ = ["GROUPS", "Entry", "Group"]
