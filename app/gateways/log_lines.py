"""Where the log goes: standard error, one JSON object a line, so that nothing that comes from outside can begin a line of its own."""

import logging
import sys
from typing import IO, Final

import structlog

OURS: Final = "duban"
SERVER: Final = "gunicorn.error"


def write_log_lines(stream: IO[str] | None = None) -> None:
    """Let this process write its log. stream: default standard error.

    Each line has `at` (UTC), `level`, `logger`, `event`, and what the place that logs adds as `extra`. Ours and the web server's are
    written from INFO on, everything else from WARNING on.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                structlog.stdlib.ExtraAdder(),
                structlog.processors.format_exc_info,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in (OURS, SERVER):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate, logger.level = [], True, logging.INFO
