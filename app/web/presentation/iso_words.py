"""Days and instants that are kept as ISO text, in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.web.presentation.wording import Wording


def iso_words(text: str, show: Wording) -> str:
    """Return `2026年12月3日 09:30` for an instant and `2026年12月3日` for a day; a text that is neither as it is.

    An instant without a zone is one of the city's.
    """
    day, at, time = text.partition("T")
    try:
        if not at:
            return show.written_day(date.fromisoformat(day))
        stamp, _, zone = time.partition("@")
        instant = datetime.fromisoformat(f"{day}T{stamp}")
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=ZoneInfo(zone) if zone else show.zone)
    except (ValueError, ZoneInfoNotFoundError):
        return text
    local = show.local(instant)
    return f"{show.written_day(local.date())} {local:%H:%M}"
