"""Variables by chance, under the names that the grammar writes."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.feel import Range, Time, YearsMonths
from app.feel.dates import WideDate
from app.feel.zones import named_zone

_ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30)), named_zone("Asia/Shanghai")])
NUMBERS = st.one_of(
    st.integers(-12, 12).map(Decimal),
    st.decimals(min_value=-(10**6), max_value=10**6, places=3),
    st.sampled_from(
        [Decimal(text) for text in ("1E6144", "-1E-6143", "0.5", "-2.5", "9999999999999999999999999999999999", "1E33", "-0", "1E-40")]
    ),
)
STRINGS = st.text(alphabet='abcAB 1Pé市😀"\\\n', max_size=6)
DATES = st.dates(date(1800, 1, 1), date(2200, 1, 1)) | st.sampled_from(
    [date(2024, 2, 29), date(9999, 12, 31), date(1, 1, 1), WideDate(12345, 6, 7)]
)
TIMES = st.builds(Time, st.integers(0, 86_399).map(lambda second: second * 10**9), _ZONES)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=_ZONES)
LENGTHS = st.timedeltas(timedelta(days=-1000), timedelta(days=1000)) | st.sampled_from([timedelta(), timedelta(hours=1), timedelta.max])
MONTHS = st.integers(-30, 30).map(YearsMonths)
ANYTHING = NUMBERS | STRINGS | DATES | TIMES | MOMENTS | LENGTHS | MONTHS | st.booleans() | st.none()
VARIABLES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({
    **{"n1": NUMBERS, "n2": NUMBERS, "s1": STRINGS, "s2": STRINGS, "b1": st.booleans() | st.none(), "d1": DATES, "d2": DATES},
    **{"i1": st.integers(-3, 12).map(Decimal), "i2": st.integers(-3, 30).map(Decimal), "t1": TIMES, "m1": MOMENTS, "m2": MOMENTS},
    **{"D1": LENGTHS, "Y1": MONTHS, "l1": st.lists(NUMBERS, max_size=5), "h1": st.lists(ANYTHING, max_size=4)},
    "c1": st.fixed_dictionaries({"a": NUMBERS | st.none(), "b": STRINGS}, optional={"c": ANYTHING}),
    "r1": st.builds(Range, st.integers(-3, 3).map(Decimal), st.integers(3, 9).map(Decimal), st.booleans(), st.booleans()),
})  # fmt: skip
