"""What is said of types that cannot meet."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.marked import marked
from app.feel.syntax import Node

ORDER: Final = marked(
    "Expected two comparable values around %(sign)s in %(where)s, character %(position)s, but found %(left)s and %(right)s"
)
ORDER_ONE: Final = marked("Expected values that have an order around %(sign)s in %(where)s, character %(position)s, but found %(found)s")
EQUAL: Final = marked(
    "Expected two values of one type around %(sign)s in %(where)s, character %(position)s, but found %(left)s and %(right)s"
)
JOIN: Final = marked(
    "Expected two values that %(sign)s can work out in %(where)s, character %(position)s, but found %(left)s and %(right)s"
)
JOIN_ONE: Final = marked("Expected values that %(sign)s can work out in %(where)s, character %(position)s, but found %(found)s")
NEGATE: Final = marked("Expected a number or a duration after - in %(where)s, character %(position)s, but found %(found)s")
TRUTH: Final = marked("Expected true or false for %(word)s in %(where)s, character %(position)s, but found %(found)s")
CHOICE: Final = marked("Expected true, false or a number in a filter in %(where)s, character %(position)s, but found %(found)s")
MEMBER: Final = marked("Expected a test that a %(left)s can pass in %(where)s, character %(position)s, but found %(right)s")
STEPS: Final = marked("Expected a range of whole numbers or dates in %(where)s, character %(position)s, but found %(left)s and %(right)s")
ARGUMENT: Final = marked(
    "Expected %(expected)s for %(parameter)s of %(function)s in %(where)s, character %(position)s, but found %(found)s"
)
DATE: Final = marked("Expected a date in quotes after @ in %(where)s, character %(position)s, but found %(found)s, numbers to subtract")
THOUSANDS: Final = marked("Expected a number without separators in %(where)s, character %(position)s, but found %(found)s, several values")
LEADING: Final = marked("Expected an expression without = before it in %(where)s, character %(position)s, but found %(found)s")
UNREAD: Final = marked(
    "Expected a text that %(function)s can read in %(where)s, character %(position)s, but found %(found)s, which gives null"
)
REVERSED: Final = marked(
    "Expected the low end first around %(sign)s in %(where)s, character %(position)s, but found %(left)s before %(right)s"
)
HOLLOW: Final = marked(
    "Expected a range that a value lies in, in %(where)s, character %(position)s, but found none from %(left)s to %(right)s"
)
PLACE: Final = marked("Expected a whole place, counted from 1, in %(where)s, character %(position)s, but found %(found)s")
FLAGS: Final = marked("Expected flags out of s, m, i, x and q in %(where)s, character %(position)s, but found %(found)s")
REPLACEMENT: Final = marked(
    "Expected $ before a digit, and a backslash only before $ or another one, in the replacement in %(where)s, character %(position)s,"
    " but found %(found)s"
)
EMPTY_MATCH: Final = marked(
    "Expected a pattern that takes at least one character in %(where)s, character %(position)s, but found %(found)s, which takes none"
)
VALUE: Final = marked("Expected %(expected)s as the value in %(where)s, character %(position)s, but found %(found)s")

NULL: Final = "null"
"""The part has no value."""
NEVER: Final = "never"
"""The part never comes to the answer that it asks for: true, for `!=` false."""
UNUSED: Final = "unused"
"""The part's own value is none that what stands around it can use: neither true nor false, and in a filter no number."""


class TypeProblem(Struct, frozen=True):
    """Types that cannot meet, whatever the values are; of operands that are null nothing is said.

    at: the 0-based character. template, facts: what to say of it, but for `%(where)s` and `%(position)s`. node, claim: of which part what
    is claimed, as the constants above say.
    """

    at: int
    template: str
    facts: Mapping[str, Any]
    node: Node
    claim: str
