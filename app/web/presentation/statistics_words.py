"""What became of steps and cases, as statistics call it."""

from typing import Final

from app.domain.marked import marked

ENDS: Final = {
    "done": marked("completed"),
    "open": marked("in hand"),
    "lapsed": marked("silence took effect"),
    "left": marked("ended otherwise"),
}
STATES: Final = {"ACTIVE": marked("in hand"), "COMPLETED": marked("ended"), "TERMINATED": marked("cancelled")}
