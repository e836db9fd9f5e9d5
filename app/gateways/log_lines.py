"""Where the log goes: standard error, one JSON object a line, so that nothing that comes from outside can begin a line of its own."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import IO, Final

OURS: Final = "duban"
SERVER: Final = "gunicorn.error"
_OF_EVERY_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class _JsonLine(logging.Formatter):
    """One entry as one line of ASCII: every character that could begin another line is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": record.getMessage(), **{name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}}
        line |= {"level": record.levelname.lower(), "logger": record.name, "at": _instant(record.created)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=repr)


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def write_log_lines(stream: IO[str] | None = None) -> None:
    """Let this process write its log. stream: default standard error.

    Each line has `at` (UTC), `level`, `logger`, `event`, and what the place that logs adds as `extra`. Ours and the web server's are
    written from INFO on, everything else from WARNING on.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in (OURS, SERVER):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate, logger.level = [], True, logging.INFO
