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
SORTS: Final = {
    "sent-back": marked("sent back"),
    "withdrawn": marked("submission withdrawn"),
    "corrected": marked("entries corrected"),
    "intervened": marked("case moved outside its course"),
    "clock": marked("clock stopped, restarted or confirmed"),
    "moved": marked("deadline moved"),
    "decree": marked("deadlines counted anew"),
    "receipt": marked("earlier receipt entered"),
    "late": marked("late remark filed"),
    "paper": marked("from paper"),
    "incident": marked("failed step"),
    "migrated": marked("taken to another version"),
    "cancelled": marked("case cancelled"),
}
OUTCOMES: Final = {
    "in_time": marked("in time"),
    "extended": marked("in time, after an extension"),
    "late": marked("late"),
    "silent": marked("by silence"),
}
