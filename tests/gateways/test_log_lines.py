"""The log is JSON, a line an entry, whatever is put into it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from app.gateways.log_lines import OURS, SERVER, write_log_lines


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log of this process, which goes back to what it was."""
    kept = [(logger, list(logger.handlers), logger.propagate, logger.level) for logger in map(logging.getLogger, ("", OURS, SERVER))]
    stream = io.StringIO()
    write_log_lines(stream)
    yield stream
    for logger, handlers, propagate, level in kept:
        logger.handlers, logger.propagate, logger.level = handlers, propagate, level


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().split("\n")[:-1]]


def test_a_line_names_its_moment_its_place_and_what_is_added(log: io.StringIO) -> None:
    logging.getLogger("duban.door").info("request", extra={"who": "hotline", "ms": 1.5})
    (line,) = lines(log)
    at = line.pop("at")
    assert isinstance(at, str)
    assert at.endswith("Z")
    assert line == {"event": "request", "level": "info", "logger": "duban.door", "who": "hotline", "ms": 1.5}


@pytest.mark.parametrize("forged", ["\n", "\r\n", "\u2028", "\x85", "\x1b[2J", "\x00"])
def test_no_text_begins_a_line_of_its_own(log: io.StringIO, forged: str) -> None:
    text = f'x{forged}{{"event": "request", "who": "auditor"}}'
    logging.getLogger("duban").warning("told: %s", text, extra={"path": text})
    assert len(log.getvalue().splitlines()) == 1
    assert log.getvalue().isascii()
    assert "\x1b" not in log.getvalue()
    assert lines(log)[0]["path"] == text


def test_a_mistake_is_told_whole_and_still_in_one_line(log: io.StringIO) -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        logging.getLogger("duban.web").error("unexpected error", exc_info=error, extra={"request": "ab"})
    (line,) = lines(log)
    assert "ValueError: first\nsecond" in str(line["exception"])
    assert line["request"] == "ab"


def test_the_web_server_s_own_lines_come_the_same_way_and_libraries_keep_quiet(log: io.StringIO) -> None:
    logging.getLogger(SERVER).info("Listening at %s", "127.0.0.1")
    logging.getLogger("alembic.runtime").info("nobody needs this")
    assert [line["event"] for line in lines(log)] == ["Listening at 127.0.0.1"]
