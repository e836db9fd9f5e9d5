"""Time zones: offsets and the named zones of the tzdata package, never those of the machine."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

_KEY: Final = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
_OFFSET: Final = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?")
_MAX_OFFSET: Final = timedelta(hours=18)


@lru_cache(maxsize=1024)
def named_zone(key: str) -> ZoneInfo | None:
    """Return the zone of that name in the tzdata package, None where there is none."""
    if not _KEY.fullmatch(key):
        return None
    try:
        with resources.files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key=key)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=1024)
def read_zone(text: str) -> tzinfo | None:
    """Return the zone that `Z`, `+08:00`, `-03:30:15` or `@Asia/Shanghai` names; None for anything else, or beyond 18 hours."""
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes, seconds = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if int(minutes) > 59 or int(seconds or 0) > 59 or offset > _MAX_OFFSET:
        return None
    return offset_zone(-offset if sign == "-" else offset)


def offset_zone(offset: timedelta) -> tzinfo | None:
    """Return the zone that lies `offset` east of UTC, None beyond 18 hours."""
    if abs(offset) > _MAX_OFFSET:
        return None
    return timezone(offset) if offset else UTC


def zone_key(zone: tzinfo | None) -> str | None:
    """Return the name of a named zone, None for an offset or none."""
    return getattr(zone, "key", None)


def write_zone(zone: tzinfo | None) -> str:
    """Return a zone as ISO 8601 and DMN write it after a time: "", "Z", "+08:00" or "@Asia/Shanghai"."""
    if zone is None:
        return ""
    key = zone_key(zone)
    if key is not None:
        return f"@{key}"
    seconds = round((zone.utcoffset(None) or timedelta()).total_seconds())
    if seconds == 0:
        return "Z"
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text


def offset_seconds(zone: tzinfo, year: int, month: int, day: int, seconds: int) -> int:
    """Return a zone's offset from UTC at a local date and second of the day.

    Years that Python's own dates cannot hold take the rules of the like year between 2000 and 2399.
    """
    if not 1 < year < 9999:
        year = 2000 + year % 400
    local = datetime(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60)
    return round((local.replace(tzinfo=zone).utcoffset() or timedelta()).total_seconds())
