"""Functions on lists and contexts, on truth and on absence."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

_LIST: Final = "10.3.4.4"
_CONTEXT: Final = "10.3.4.10"

LISTS: Final = Group(
    "lists",
    marked("Lists"),
    (
        Entry(
            "list contains",
            _LIST,
            marked("Whether a list holds a value; null can be one."),
            (("list contains([1, 2], 2)", "true"), ("list contains([1, null], null)", "true")),
        ),
        Entry("is empty", "", marked("Whether a list has no item."), (("is empty([])", "true"),)),
        Entry(
            "sublist",
            _LIST,
            marked("A part of a list, from a place on."),
            (("sublist([4, 5, 6], 2)", "[5, 6]"), ("sublist([4, 5, 6], 1, 2)", "[4, 5]")),
        ),
        Entry("append", _LIST, marked("The list with further items at its end."), (("append([1], 2, 3)", "[1, 2, 3]"),)),
        Entry("concatenate", _LIST, marked("Several lists in one."), (("concatenate([1, 2], [2])", "[1, 2, 2]"),)),
        Entry("insert before", _LIST, marked("The list with an item before a place."), (("insert before([1, 3], 2, 2)", "[1, 2, 3]"),)),
        Entry("remove", _LIST, marked("The list without the item at a place."), (("remove([1, 2, 3], 2)", "[1, 3]"),)),
        Entry(
            "list replace",
            _LIST,
            marked("The list with another item at a place, or wherever a function of item and new item says so."),
            (("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"), ("list replace([1, 5, 7], function(item, new) item > 4, 0)", "[1, 0, 0]")),
        ),
        Entry("reverse", _LIST, marked("The list from its end."), (("reverse([1, 2])", "[2, 1]"),)),
        Entry("index of", _LIST, marked("The places at which a value stands."), (("index of([1, 2, 1], 1)", "[1, 3]"),)),
        Entry("union", _LIST, marked("Several lists in one, each value once."), (("union([1, 2], [2, 3])", "[1, 2, 3]"),)),
        Entry("distinct values", _LIST, marked("Each value once."), (("distinct values([1, 2, 1.0])", "[1, 2]"),)),
        Entry("duplicate values", "", marked("The values that come more than once."), (("duplicate values([1, 2, 1])", "[1]"),)),
        Entry("flatten", _LIST, marked("The items of lists within lists, in one list."), (("flatten([1, [2, [3]]])", "[1, 2, 3]"),)),
        Entry(
            "partition",
            "",
            marked("The list in parts of a size; the last may be shorter."),
            (("partition([1, 2, 3], 2)", "[[1, 2], [3]]"),),
        ),
        Entry(
            "sort",
            "10.3.4.9",
            marked("The list in the order that a function of two items gives: true where the first comes first."),
            (("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"),),
        ),
    ),
    functions=True,
)

CONTEXTS: Final = Group(
    "contexts",
    marked("Contexts"),
    (
        Entry(
            "get value",
            _CONTEXT,
            marked("The entry of a name; null where there is none."),
            (('get value({a: 1}, "a")', "1"), ('get value({a: 1}, "b")', "null")),
        ),
        Entry(
            "get entries", _CONTEXT, marked("All entries as a list of key and value."), (("get entries({a: 1})", '[{key: "a", value: 1}]'),)
        ),
        Entry("context", _CONTEXT, marked("Makes a context of a list of key and value."), (('context([{key: "a", value: 1}])', "{a: 1}"),)),
        Entry(
            "context put",
            _CONTEXT,
            marked("The context with one entry more or another; a list of names leads into contexts within."),
            (('context put({a: 1}, "b", 2)', "{a: 1, b: 2}"), ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}")),
        ),
        Entry(
            "context merge",
            _CONTEXT,
            marked("Several contexts in one; the later entry stands."),
            (("context merge([{a: 1, b: 1}, {a: 2}])", "{a: 2, b: 1}"),),
        ),
    ),
    functions=True,
)

TRUTH: Final = Group(
    "truth",
    marked("Truth and absence"),
    (
        Entry("not", "10.3.4.2", marked("Turns true and false round; null stays null."), (("not(true)", "false"), ("not(null)", "null"))),
        Entry(
            "is",
            "10.3.4.6",
            marked("Whether two values are the same in every respect, zones too."),
            (('is(@"08:00:00Z", @"09:00:00+01:00")', "false"), ("is(1, 1.0)", "true")),
        ),
        Entry("is defined", "", marked("Whether there is a value."), (("is defined(null)", "false"), ("is defined(0)", "true"))),
        Entry(
            "get or else",
            "",
            marked("The value, or another where it is null."),
            (("get or else(null, 5)", "5"), ("get or else(1, 5)", "1")),
        ),
    ),
    functions=True,
)
