"""Reading one of the city's own stories from its file."""

from pathlib import Path
from zoneinfo import ZoneInfo

from app.audit import story
from app.audit.story import Step, Story

__all__ = ["CITY", "Step", "Story", "read_story"]
CITY = ZoneInfo("Asia/Shanghai")


def read_story(path: Path) -> Story:
    return story.read_story(path.read_bytes(), path.name, CITY)
