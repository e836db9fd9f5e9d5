"""Functions on numbers and figures of lists."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

_NUMERIC: Final = "10.3.4.5"
_LIST: Final = "10.3.4.4"

NUMBERS: Final = Group(
    "numbers",
    marked("Numbers"),
    (
        Entry("abs", _NUMERIC, marked("The number or duration without its sign."), (("abs(-3)", "3"), ('abs(@"-P1D")', '@"P1D"'))),
        Entry(
            "decimal",
            _NUMERIC,
            marked("Rounds to so many places, halves to the even neighbour."),
            (("decimal(2.5, 0)", "2"), ("decimal(1 / 3, 2)", "0.33")),
        ),
        Entry("floor", _NUMERIC, marked("The next number below, of so many places."), (("floor(-1.5)", "-2"), ("floor(1.56, 1)", "1.5"))),
        Entry(
            "ceiling", _NUMERIC, marked("The next number above, of so many places."), (("ceiling(1.2)", "2"), ("ceiling(-1.56, 1)", "-1.5"))
        ),
        Entry("round up", _NUMERIC, marked("Rounds away from zero."), (("round up(1.01, 0)", "2"), ("round up(-1.01, 1)", "-1.1"))),
        Entry("round down", _NUMERIC, marked("Rounds towards zero."), (("round down(1.99, 0)", "1"), ("round down(-1.99, 1)", "-1.9"))),
        Entry(
            "round half up",
            _NUMERIC,
            marked("Rounds to the nearest, halves away from zero, as people do."),
            (("round half up(2.5, 0)", "3"), ("round half up(-2.5, 0)", "-3")),
        ),
        Entry("round half down", _NUMERIC, marked("Rounds to the nearest, halves towards zero."), (("round half down(2.5, 0)", "2"),)),
        Entry(
            "modulo",
            _NUMERIC,
            marked("The rest of a division; it has the sign of the divisor."),
            (("modulo(10, 3)", "1"), ("modulo(-10, 3)", "2"), ("modulo(1, 0)", "null")),
        ),
        Entry("sqrt", _NUMERIC, marked("The square root; null for a negative number."), (("sqrt(16)", "4"), ("sqrt(-1)", "null"))),
        Entry("log", _NUMERIC, marked("The natural logarithm."), (("log(1)", "0"), ("log(0)", "null"))),
        Entry("exp", _NUMERIC, marked("e to this power."), (("exp(0)", "1"),)),
        Entry("odd", _NUMERIC, marked("Whether a number is odd."), (("odd(5)", "true"), ("odd(2.5)", "false"))),
        Entry("even", _NUMERIC, marked("Whether a number is even."), (("even(4)", "true"),)),
    ),
    functions=True,
)

FIGURES: Final = Group(
    "figures",
    marked("Figures of lists"),
    (
        Entry(
            "count",
            _LIST,
            marked("How many items a list has, those that are null among them."),
            (("count([1, null, 3])", "3"), ("count(null)", "null")),
        ),
        Entry(
            "min",
            _LIST,
            marked("The smallest item: of numbers, strings, dates, times or durations."),
            (("min([3, 1, 2])", "1"), ("min(2, 5)", "2"), ("min([])", "null")),
        ),
        Entry("max", _LIST, marked("The largest item."), (('max(@"2026-01-01", @"2026-02-01")', '@"2026-02-01"'), ("max([1, 2])", "2"))),
        Entry("sum", _LIST, marked("The sum of numbers."), (("sum([0.1, 0.2])", "0.3"), ("sum(1, 2, 3)", "6"), ("sum([])", "null"))),
        Entry("mean", _LIST, marked("The sum divided by how many there are."), (("mean([1, 2, 6])", "3"),)),
        Entry(
            "median",
            _LIST,
            marked("The number in the middle, or the mean of the two in the middle."),
            (("median([8, 2, 5])", "5"), ("median([1, 2, 3, 4])", "2.5")),
        ),
        Entry(
            "stddev",
            _LIST,
            marked("The standard deviation of a sample."),
            (("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"), ("stddev([1])", "null")),
        ),
        Entry(
            "mode",
            _LIST,
            marked("The numbers that come most often, in ascending order."),
            (("mode([6, 3, 9, 6, 6])", "[6]"), ("mode([1, 2, 2, 1])", "[1, 2]")),
        ),
        Entry("product", _LIST, marked("The product of numbers."), (("product([2, 3, 4])", "24"),)),
        Entry(
            "all",
            _LIST,
            marked("false where an item is false, true where all are true, else null."),
            (("all([true, true])", "true"), ("all([true, null])", "null"), ("all([false, null])", "false")),
        ),
        Entry(
            "any",
            _LIST,
            marked("true where an item is true, false where all are false, else null."),
            (("any([false, true])", "true"), ("any([false, null])", "null")),
        ),
    ),
    functions=True,
)
