"""The linter: a diagram with its forms, decisions and roles, checked together."""

from app.lint.check import CheckedAlone, check, check_alone, check_among
from app.lint.graph import calls_at_once
from app.lint.known import Known

__all__ = ["CheckedAlone", "Known", "calls_at_once", "check", "check_alone", "check_among"]
