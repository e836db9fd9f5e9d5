"""Writing dates, times and durations as text that reads back the same."""

from app.feel.dates import write_date
from app.feel.temporal import SECOND, AnyDateTime, AnyDuration, Time, YearsMonths, date_part, duration_nanos, time_part
from app.feel.zones import write_zone


def _fraction(nanos: int) -> str:
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def write_time(value: Time) -> str:
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{_fraction(value.nanos % SECOND)}{write_zone(value.zone)}"


def write_date_time(value: AnyDateTime) -> str:
    return f"{write_date(date_part(value))}T{write_time(time_part(value))}"


def write_years_months(value: YearsMonths) -> str:
    years, months = divmod(abs(value.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-P" if value.months < 0 else "P") + (text or "0M")


def write_duration(value: AnyDuration) -> str:
    total = duration_nanos(value)
    seconds, nanos = divmod(abs(total), SECOND)
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    seconds %= 60
    text = f"{days}D" if days else ""
    if hours or minutes or seconds or nanos or not days:
        text += "T" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or nanos or text == "T":
            text += f"{seconds}{_fraction(nanos)}S"
    return ("-P" if total < 0 else "P") + text
