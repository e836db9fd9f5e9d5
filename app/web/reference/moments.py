"""Functions on dates and times, those that make one type from another, and those of the city's calendar."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

_CONVERSION: Final = "10.3.4.1"
_TEMPORAL: Final = "10.3.4.8"

CALENDAR: Final = Group(
    "calendar",
    marked("The city's calendar"),
    (
        Entry(
            "add working days",
            "",
            marked("The day so many working days on, with public holidays and make-up days; a date and time keeps its time of day."),
            (('add working days(@"2026-09-30", 1)', '@"2026-10-08"'), ('add working days(@"2026-11-24", -1)', '@"2026-11-23"')),
            ("add working days(date, n)",),
        ),
        Entry(
            "working days between",
            "",
            marked("How many working days lie after the first day, up to and with the second."),
            (('working days between(@"2026-11-23", @"2026-11-30")', "5"), ('working days between(@"2026-11-30", @"2026-11-23")', "-5")),
            ("working days between(a, b)",),
        ),
        Entry(
            "is working day",
            "",
            marked("Whether the city's offices are open on a day."),
            (('is working day(@"2026-10-01")', "false"), ('is working day(@"2026-11-24")', "true")),
            ("is working day(date)",),
        ),
        Entry(
            "is provisional",
            "",
            marked("Whether the notice of days off is not entered yet for the year of a day: what was reckoned to it may still move."),
            (('is provisional(@"2026-11-24")', "false"), ('is provisional(@"2199-01-04")', "true")),
            ("is provisional(date)",),
        ),
        Entry(
            "office hours between",
            "",
            marked("How many hours of office time pass between two instants; a bare date means its close of business."),
            (('office hours between(@"2026-11-23", @"2026-11-24")', "7.5"),),
            ("office hours between(a, b)",),
        ),
        Entry(
            "close of business",
            "",
            marked("When the offices close on a day, by the office hours of its season; closed days have it too."),
            (('string(close of business(@"2026-11-24"))', '"2026-11-24T17:30:00@Asia/Shanghai"'),),
            ("close of business(date)",),
        ),
    ),
    functions=True,
)

TEMPORAL: Final = Group(
    "temporal",
    marked("Dates and times"),
    (
        Entry(
            "now",
            "10.3.4.11",
            marked("The effective instant, in the city's zone: when the step was due, or when somebody acted."),
            (("now() instance of date and time", "true"),),
        ),
        Entry("today", "10.3.4.11", marked("The day of now()."), (("today() = date(now())", "true"),)),
        Entry("day of year", _TEMPORAL, marked("Which day of the year."), (('day of year(@"2026-02-01")', "32"),)),
        Entry(
            "day of week", _TEMPORAL, marked("The day of the week, by its English name."), (('day of week(@"2026-11-24")', '"Tuesday"'),)
        ),
        Entry("month of year", _TEMPORAL, marked("The month, by its English name."), (('month of year(@"2026-11-24")', '"November"'),)),
        Entry(
            "week of year",
            _TEMPORAL,
            marked("The week by ISO 8601; the one with the first Thursday is week 1."),
            (('week of year(@"2026-12-31")', "53"), ('week of year(@"2027-01-01")', "53")),
        ),
        Entry("last day of month", "", marked("The last day of a date's month."), (('last day of month(@"2024-02-10")', '@"2024-02-29"'),)),
    ),
    functions=True,
)

CONVERSION: Final = Group(
    "conversion",
    marked("From one type to another"),
    (
        Entry(
            "date",
            _CONVERSION,
            marked("Makes a date of a string, of year, month and day, or of a date and time."),
            (('date("2026-11-24")', '@"2026-11-24"'), ("date(2026, 11, 24)", '@"2026-11-24"'), ('date("2026-02-30")', "null")),
        ),
        Entry(
            "time",
            _CONVERSION,
            marked("Makes a time of a string, of hour, minute and second with or without an offset, or of a date and time."),
            (('time("08:30:00")', '@"08:30:00"'), ('time(8, 30, 0, @"PT8H")', '@"08:30:00+08:00"')),
        ),
        Entry(
            "date and time",
            _CONVERSION,
            marked("Makes a date and time of a string, of a date and a time, of its six parts, or the same clock time in a named zone."),
            (
                ('date and time(@"2026-11-24", @"10:42:00")', '@"2026-11-24T10:42:00"'),
                ('date and time("2026-11-24T10:42:00Z").hour', "10"),
                ('date and time(@"2026-11-24T10:42:00", "Asia/Shanghai").timezone', '"Asia/Shanghai"'),
            ),
        ),
        Entry(
            "duration",
            _CONVERSION,
            marked("Makes a duration of a string."),
            (('duration("P7D")', '@"P7D"'), ('duration("seven days")', "null")),
        ),
        Entry(
            "years and months duration",
            _CONVERSION,
            marked("The whole months between two dates."),
            (('years and months duration(@"2025-12-24", @"2026-11-23")', '@"P10M"'),),
        ),
        Entry(
            "number",
            _CONVERSION,
            marked("Makes a number of a string; the marks for thousands and for decimals can be named."),
            (('number("12.5")', "12.5"), ('number("1,234.5", ",", ".")', "1234.5"), ('number("many")', "null")),
        ),
        Entry(
            "string",
            _CONVERSION,
            marked("Writes any value as a string."),
            (("string(12.50)", '"12.5"'), ('string(@"2026-11-24")', '"2026-11-24"'), ("string([1, true])", '"[1, true]"')),
        ),
        Entry(
            "range",
            _CONVERSION,
            marked("Makes a range of a string whose ends are literals."),
            (('range("[1..5)")', "[1..5)"), ('5 in range("[1..5)")', "false")),
        ),
    ),
    functions=True,
)
