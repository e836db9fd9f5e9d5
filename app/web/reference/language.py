"""Types and literals, operators, ranges, conditions and loops."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

TYPES: Final = Group(
    "types",
    marked("Types and how they are written"),
    (
        Entry(
            "null",
            "10.3.2.3",
            marked("No value. What has no answer gives null, with a reason beside it; it never stops the case."),
            (("null = null", "true"), ("1 + null", "null"), ("unknown name", "null")),
        ),
        Entry(
            "number",
            "10.3.2.3.1",
            marked("Decimal with 34 digits; 0.1 is exactly a tenth."),
            (("0.1 + 0.2", "0.3"), ("1E3", "1000"), (".5", "0.5")),
        ),
        Entry(
            "string",
            "10.3.2.3.2",
            marked('In double quotes; \\" is a quote, \\n a new line, \\u4E2D a character by its number.'),
            (('"督" + "办"', '"督办"'), ('string length("a\\nb")', "3"), ('"\\u4E2D"', '"中"')),
        ),
        Entry("boolean", "10.3.2.3.3", marked("true or false."), (("true and false", "false"),)),
        Entry(
            "date",
            "10.3.2.3.5",
            marked("A day, without time and zone. Parts: year, month, day, weekday (1 is Monday)."),
            (('@"2026-11-24"', "date(2026, 11, 24)"), ('@"2026-11-24".weekday', "2"), ('@"2026-11-24".year', "2026")),
        ),
        Entry(
            "time",
            "10.3.2.3.4",
            marked("A time of day, with or without a zone. Parts: hour, minute, second, time offset, timezone."),
            (('@"08:30:00"', "time(8, 30, 0)"), ('@"08:30:00+08:00".time offset', '@"PT8H"')),
        ),
        Entry(
            "date and time",
            "10.3.2.3.6",
            marked("A date with a time; the zone by its offset, by Z for UTC or by its name after @."),
            (
                ('@"2026-11-24T10:42:00+08:00" = @"2026-11-24T02:42:00Z"', "true"),
                ('@"2026-11-24T10:42:00@Asia/Shanghai".timezone', '"Asia/Shanghai"'),
            ),
        ),
        Entry(
            "days and time duration",
            "10.3.2.3.7",
            marked("A length in days, hours, minutes and seconds. These are calendar days; for working days see the calendar."),
            (('@"P1DT2H".hours', "2"), ('@"P1D" = @"PT24H"', "true")),
        ),
        Entry(
            "years and months duration",
            "10.3.2.3.8",
            marked("A length in years and months."),
            (('@"P1Y2M"', 'duration("P14M")'), ('@"P14M".years', "1")),
        ),
        Entry(
            "list",
            "10.3.2.5",
            marked("Values in order. The first has place 1, the last place -1."),
            (("[10, 20, 30][1]", "10"), ("[10, 20, 30][-1]", "30"), ("[10, 20][3]", "null")),
        ),
        Entry(
            "context",
            "10.3.2.6",
            marked("Entries with names; each sees those before it. Of a list of contexts a name gives the list of entries."),
            (("{fee: 10, total: fee * 2}.total", "20"), ("[{a: 1}, {a: 2}].a", "[1, 2]")),
        ),
        Entry(
            "function",
            "10.3.2.10",
            marked("A function of your own, to be called where it stands, or handed to another function."),
            (("(function(a, b) a + b)(1, 2)", "3"), ("{twice: function(n) n * 2, a: twice(4)}.a", "8")),
        ),
    ),
    functions=False,
)

OPERATORS: Final = Group(
    "operators",
    marked("Operators"),
    (
        Entry(
            "+",
            "10.3.2.8",
            marked("Adds numbers and durations, joins strings, moves dates."),
            (("1 + 2", "3"), ('@"2026-01-31" + @"P1M"', '@"2026-02-28"'), ('"a" + "b"', '"ab"'), ('"a" + 1', "null")),
        ),
        Entry(
            "-",
            "10.3.2.8",
            marked("Subtracts; between two dates it gives the duration. Before a value it turns the sign."),
            (("5 - 7", "-2"), ('@"2026-03-01" - @"2026-02-01"', '@"P28D"'), ("-2 ** 2", "4")),
        ),
        Entry(
            "* /",
            "10.3.2.8",
            marked("Multiplies and divides; durations by numbers too. Division by zero gives null."),
            (("7 / 2", "3.5"), ('@"P1D" * 1.5', '@"P1DT12H"'), ("1 / 0", "null")),
        ),
        Entry(
            "**", "10.3.2.8", marked("Raises to a power; several are taken from the left."), (("2 ** 10", "1024"), ("2 ** 3 ** 2", "64"))
        ),
        Entry(
            "= !=",
            "10.3.2.11",
            marked("Equal, not equal. Values of different types cannot be compared and give null; null equals null alone."),
            (("1 = 1.0", "true"), ('1 = "1"', "null"), ("1 != null", "true"), ("[1, 2] = [1, 2]", "true")),
        ),
        Entry(
            "< <= > >=",
            "10.3.2.11",
            marked("Order of numbers, strings, dates, times and durations of one type; anything else gives null."),
            (("2 < 10", "true"), ('"a" < "b"', "true"), ("1 < null", "null")),
        ),
        Entry(
            "and or",
            "10.3.2.11",
            marked("With null as the third value: one decisive side settles it."),
            (("true or null", "true"), ("false and null", "false"), ("true and null", "null")),
        ),
        Entry(
            "between",
            "10.3.2.11",
            marked("Whether a value lies within two ends, both included."),
            (("5 between 1 and 5", "true"), ("0 between 1 and 5", "false")),
        ),
        Entry(
            "in",
            "10.3.2.11",
            marked("Whether a value passes one of the tests: a value, a list, a range or a comparison."),
            (("3 in [1, 2, 3]", "true"), ("5 in (< 3, [5..9])", "true"), ("5 in (5..9]", "false")),
        ),
        Entry(
            "instance of",
            "10.3.2.9",
            marked("Whether a value is of a type; null is of none."),
            (("1 instance of number", "true"), ("[1, 2] instance of list<number>", "true"), ("null instance of number", "false")),
        ),
    ),
    functions=False,
)

FORMS: Final = Group(
    "forms",
    marked("Ranges, tests, conditions and loops"),
    (
        Entry(
            "[a..b]",
            "10.3.2.7",
            marked("A range. Square brackets include the end, round ones leave it out."),
            (("3 in [1..3]", "true"), ("3 in [1..3)", "false"), ("[1..3].end", "3")),
        ),
        Entry("(< a)", "10.3.2.7", marked("A range with one end."), (("2 in (< 3)", "true"), ("(>= 5).start included", "true"))),
        Entry(
            "?",
            "7.3.3",
            marked("In a table's cell: the input's value. Commas part the tests; - takes any value, not(...) none of those within."),
            (("{test: function(n) n in (1, 2, > 5), a: test(7)}.a", "true"),),
        ),
        Entry(
            "list[condition]",
            "10.3.2.5",
            marked("Keeps the items for which the condition is true; item is the one in hand, entries of a context go by their names."),
            (("[1, 2, 3, 4][item > 2]", "[3, 4]"), ("[{a: 1}, {a: 2}][a > 1]", "[{a: 2}]")),
        ),
        Entry(
            "if then else",
            "10.3.2.11",
            marked("Takes the first way where the condition is true, the other one in every other case, null too."),
            (('if 5 > 3 then "more" else "less"', '"more"'), ("if null then 1 else 2", "2")),
        ),
        Entry(
            "for in return",
            "10.3.2.14",
            marked("One result for each item, or for each combination of several; partial holds the results so far."),
            (
                ("for n in 1..3 return n * n", "[1, 4, 9]"),
                ("for a in [1, 2], b in [10, 20] return a * b", "[10, 20, 20, 40]"),
                ("for n in 1..4 return if n = 1 then 1 else n * partial[-1]", "[1, 2, 6, 24]"),
            ),
        ),
        Entry(
            "some in satisfies",
            "10.3.2.11",
            marked("Whether at least one item fulfils the condition."),
            (("some n in [1, 2, 3] satisfies n > 2", "true"),),
        ),
        Entry(
            "every in satisfies",
            "10.3.2.11",
            marked("Whether all items fulfil the condition; so it is for none at all."),
            (("every n in [1, 2, 3] satisfies n > 2", "false"), ("every n in [] satisfies n > 2", "true")),
        ),
    ),
    functions=False,
)
