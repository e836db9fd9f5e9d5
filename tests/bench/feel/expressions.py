"""The expressions that every side gets, with the values that DMN 1.5 asks for: numbers are decimals of 34 digits, dates are dates."""

from dataclasses import dataclass
from typing import Any

from tests.bench.feel.serving import Question


def number(written: str) -> dict[str, str]:
    return {"number": written}


def on(written: str) -> dict[str, str]:
    return {"date": written}


def context(**entries: Any) -> dict[str, Any]:
    return {"context": entries}


def _letter(key: str, days: str, office: str) -> dict[str, Any]:
    return context(key=key, days=number(days), office=office)


# What the expressions see: the variables of a letter's procedure.
VARIABLES: dict[str, Any] = {
    "amount": number("1250"),
    "limit": number("1000"),
    "grade": "B",
    "urgent": True,
    "received": on("2026-03-02"),
    "due": on("2026-03-20"),
    "at": {"date and time": "2026-03-02T09:30:00"},
    "scores": [number("82"), number("91"), number("77")],
    "offices": ["卫健局", "住建局"],
    "letters": [_letter("L-1", "7", "卫健局"), _letter("L-2", "15", "住建局"), _letter("L-3", "32", "住建局")],
    "person": context(name="李敏", address=context(city="安江", district="城东")),
    "applicant name": "李敏",
}
NAMES = ("applicant name", "add working days", "working days between")


@dataclass(frozen=True)
class Asked:
    """One expression and its value. tested: the value that unary tests are put to."""

    group: str
    text: str
    expected: Any
    unary: bool = False
    tested: Any = None

    @property
    def question(self) -> Question:
        return Question(self.text, self.unary, self.tested, VARIABLES, NAMES)

    @property
    def shown(self) -> str:
        return f"{self.text} ← {_written(self.tested)}" if self.unary else self.text


def _written(tested: Any) -> str:
    return next(iter(tested.values())) if isinstance(tested, dict) else f'"{tested}"'


def _test(text: str, tested: Any, expected: bool) -> Asked:
    return Asked("unary tests", text, expected, True, tested)


ASKED = (
    Asked("literals", "42", number("42")),
    Asked("literals", '"督办"', "督办"),
    Asked("literals", "[1, 2, 3]", [number("1"), number("2"), number("3")]),
    Asked("comparison", "amount > limit", True),
    Asked("comparison", 'grade = "B"', True),
    Asked("comparison", "amount between 1000 and 2000", True),
    Asked("comparison", 'urgent and amount >= 1000 or grade = "A"', True),
    Asked("arithmetic", "0.1 + 0.2", number("0.3")),
    Asked("arithmetic", "amount * 1.06 - 100", number("1225")),
    Asked("arithmetic", "(amount + limit) / 4 ** 2", number("140.625")),
    Asked("arithmetic", "if amount > limit then amount - limit else 0", number("250")),
    Asked("arithmetic", "decimal(amount / 3, 2)", number("416.67")),
    Asked("dates, durations", 'date("2026-03-02")', on("2026-03-02")),
    Asked("dates, durations", 'received + duration("P10D")', on("2026-03-12")),
    Asked("dates, durations", 'date("2026-01-31") + duration("P1M")', on("2026-02-28")),
    Asked("dates, durations", "due - received", {"duration": "P18D"}),
    Asked("dates, durations", "received < due", True),
    Asked("dates, durations", 'at + duration("PT36H")', {"date and time": "2026-03-03T21:30:00"}),
    Asked("dates, durations", "at.hour", number("9")),
    Asked("dates, durations", "day of week(received)", "Monday"),
    Asked("lists", "count(letters)", number("3")),
    Asked("lists", "sum(scores)", number("250")),
    Asked("lists", 'list contains(offices, "卫健局")', True),
    Asked("lists", "scores[2]", number("91")),
    Asked("filters", "letters[days > 10].key", ["L-2", "L-3"]),
    Asked("filters", 'letters[office = "住建局"][1].key', "L-2"),
    Asked("filters", "count(letters[days <= 10])", number("1")),
    Asked("loops", "for s in scores return s * 2", [number("164"), number("182"), number("154")]),
    Asked("loops", "for i in 1..5 return i ** 2", [number(each) for each in ("1", "4", "9", "16", "25")]),
    Asked("loops", "some letter in letters satisfies letter.days > 20", True),
    Asked("loops", "every s in scores satisfies s >= 60", True),
    Asked("contexts", "person.address.city", "安江"),
    Asked("contexts", "{days: 15, total: days * 2}.total", number("30")),
    Asked("contexts", 'get value(person, "name")', "李敏"),
    Asked("contexts", "applicant name", "李敏"),
    Asked("strings", 'substring("督办系统", 1, 2)', "督办"),
    Asked("strings", 'string join(offices, "、")', "卫健局、住建局"),
    Asked("strings", 'matches("AJ-2026-000123", "^[A-Z]{2}-[0-9]{4}")', True),
    Asked("strings", '"共" + string(3) + "件"', "共3件"),
    Asked("ranges", "amount in [1000..2000)", True),
    Asked("ranges", "includes([1..10], 5)", True),
    Asked("ranges", "overlaps([1..5], [3..8])", True),
    _test("> 1000", number("1250"), True),
    _test('"A", "B"', "B", True),
    _test("[10..20)", number("20"), False),
    _test('not("A", "C")', "B", True),
    Asked("working days", "add working days(received, 10)", on("2026-03-16")),
    Asked("working days", "working days between(received, due)", number("14")),
)
