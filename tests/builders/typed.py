"""Typing a command: the command line as a person has it, in this process."""

import io
import os
import sys
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest

from app.cli import main


@dataclass(frozen=True)
class Typed:
    code: int
    out: str
    err: str


def typed(capsys: pytest.CaptureFixture[str], environment: dict[str, str], *words: str, stdin: str = "") -> Typed:
    """Type `duban WORDS` in an environment of settings; return exit code and what was written."""
    capsys.readouterr()
    others = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    others["LC_ALL"] = "C"  # the commands speak English wherever the tests run; what a terminal says otherwise is given
    given: Any = io.StringIO(stdin)
    with (
        patch.dict(os.environ, {**others, **environment}, clear=True),
        patch.object(sys, "argv", ["duban", *words]),
        patch.object(sys, "stdin", given),
        pytest.raises(SystemExit) as left,
    ):
        main()
    said = capsys.readouterr()
    return Typed(int(left.value.code or 0), said.out, said.err)
