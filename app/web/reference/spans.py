"""Functions on ranges; a point counts as the range that holds it alone."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

_RANGE: Final = "10.3.4.7"

RANGES: Final = Group(
    "ranges",
    marked("Ranges"),
    (
        Entry(
            "before",
            _RANGE,
            marked("Whether the first lies wholly before the second."),
            (("before(1, [2..5])", "true"), ("before([1..3], [3..5])", "false"), ("before([1..3), [3..5])", "true")),
        ),
        Entry("after", _RANGE, marked("Whether the first lies wholly after the second."), (("after(6, [2..5])", "true"),)),
        Entry(
            "meets",
            _RANGE,
            marked("Whether the first ends where the second starts, both ends included."),
            (("meets([1..3], [3..5])", "true"), ("meets([1..3), [3..5])", "false")),
        ),
        Entry("met by", _RANGE, marked("Whether the first starts where the second ends."), (("met by([3..5], [1..3])", "true"),)),
        Entry(
            "overlaps",
            _RANGE,
            marked("Whether two ranges have a value in common."),
            (("overlaps([1..5], [4..9])", "true"), ("overlaps([1..3), [3..9])", "false")),
        ),
        Entry(
            "overlaps before",
            _RANGE,
            marked("Whether the first starts before the second and reaches into it."),
            (("overlaps before([1..5], [4..9])", "true"),),
        ),
        Entry(
            "overlaps after",
            _RANGE,
            marked("Whether the first starts within the second and reaches beyond it."),
            (("overlaps after([4..9], [1..5])", "true"),),
        ),
        Entry(
            "finishes",
            _RANGE,
            marked("Whether the first ends the second."),
            (("finishes(5, [1..5])", "true"), ("finishes([3..5], [1..5])", "true")),
        ),
        Entry("finished by", _RANGE, marked("Whether the second ends the first."), (("finished by([1..5], 5)", "true"),)),
        Entry(
            "includes",
            _RANGE,
            marked("Whether the first holds all of the second."),
            (("includes([1..5], 3)", "true"), ("includes([1..5], [2..9])", "false")),
        ),
        Entry("during", _RANGE, marked("Whether the second holds all of the first."), (("during([2..3], [1..5])", "true"),)),
        Entry("starts", _RANGE, marked("Whether the first starts the second."), (("starts(1, [1..5])", "true"),)),
        Entry("started by", _RANGE, marked("Whether the second starts the first."), (("started by([1..5], [1..3])", "true"),)),
        Entry(
            "coincides",
            _RANGE,
            marked("Whether both are the same."),
            (("coincides([1..5], [1..5])", "true"), ("coincides([1..5], [1..5))", "false")),
        ),
    ),
    functions=True,
)
