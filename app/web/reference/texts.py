"""Functions on strings."""

from typing import Final

from app.domain.marked import marked
from app.web.reference.entry import Entry, Group

_STRING: Final = "10.3.4.3"

STRINGS: Final = Group(
    "strings",
    marked("Strings"),
    (
        Entry(
            "substring",
            _STRING,
            marked("A part of a string, from a place on; the first has place 1, the last place -1."),
            (('substring("督办系统", 3)', '"系统"'), ('substring("督办系统", 1, 2)', '"督办"'), ('substring("abc", -1)', '"c"')),
        ),
        Entry(
            "string length",
            _STRING,
            marked("How many characters; one that needs two units of UTF-16 counts once."),
            (('string length("督办")', "2"), ('string length("😀")', "1")),
        ),
        Entry("upper case", _STRING, marked("In capital letters."), (('upper case("ab1")', '"AB1"'),)),
        Entry("lower case", _STRING, marked("In small letters."), (('lower case("AB")', '"ab"'),)),
        Entry(
            "substring before",
            _STRING,
            marked("What stands before the first occurrence; empty where there is none."),
            (('substring before("a-b", "-")', '"a"'), ('substring before("ab", "-")', '""')),
        ),
        Entry(
            "substring after",
            _STRING,
            marked("What stands after the first occurrence; empty where there is none."),
            (('substring after("a-b", "-")', '"b"'),),
        ),
        Entry("contains", _STRING, marked("Whether a string holds another."), (('contains("市卫健局", "卫健")', "true"),)),
        Entry("starts with", _STRING, marked("Whether a string begins with another."), (('starts with("QZ-2026", "QZ")', "true"),)),
        Entry("ends with", _STRING, marked("Whether a string ends with another."), (('ends with("a.pdf", ".pdf")', "true"),)),
        Entry(
            "matches",
            _STRING,
            marked("Whether a regular expression of XPath finds something. Flags: s, m, i, x, q."),
            (('matches("13800000000", "^1[0-9]{10}$")', "true"), ('matches("AB", "b", "i")', "true")),
        ),
        Entry(
            "replace",
            _STRING,
            marked("Replaces what a regular expression finds; $1 stands for its first group."),
            (('replace("2026-11", "([0-9]+)-([0-9]+)", "$2/$1")', '"11/2026"'),),
        ),
        Entry(
            "split",
            _STRING,
            marked("The parts of a string between what a regular expression finds."),
            (('split("a,b;c", "[,;]")', '["a", "b", "c"]'),),
        ),
        Entry("extract", "", marked("All that a regular expression finds."), (('extract("a1b22", "[0-9]+")', '["1", "22"]'),)),
        Entry(
            "string join",
            _STRING,
            marked("Joins strings, with a mark between them; null is left out."),
            (('string join(["a", null, "b"], "、")', '"a、b"'), ('string join(["a", "b"])', '"ab"')),
        ),
        Entry("trim", "", marked("Without white space at both ends."), (('trim("  a b ")', '"a b"'),)),
        Entry("is blank", "", marked("Whether a string is empty or only white space."), (('is blank("  ")', "true"),)),
    ),
    functions=True,
)
