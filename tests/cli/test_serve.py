"""How a server starts: it waits for nothing that only some requests or other commands need."""

import socket
import subprocess
import sys

import click
import pytest

from app.cli.serve import _require_free
from tests.architecture.sources import ROOT

NOT_AT_START = {"alembic", "markdown_it", "opencc", "pygments", "rich", "sqlalchemy.dialects.postgresql", "xlsxwriter", "yaml", "zxcvbn"}


def test_what_few_requests_need_is_not_loaded_at_the_start() -> None:
    script = "import sys, app.cli.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "app.web.application" in loaded
    assert NOT_AT_START & set(loaded) == set()
    assert [name for name in loaded if name.startswith(("app.lint.rules", "app.cli.simulate"))] == []


def test_an_address_that_is_taken_is_told_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(click.UsageError, match="DUBAN_PORT"):
            _require_free("127.0.0.1", taken.getsockname()[1])
    _require_free("127.0.0.1", 0)
