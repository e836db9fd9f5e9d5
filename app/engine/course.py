"""The course of a case that is taken over in the middle of its procedure: what it goes through until it stands where the paper stands."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field


class Course(Struct, frozen=True):
    """after: for each element that is gone through, the one that comes after it, whatever its flows say.

    answers: what was answered in the user tasks among them, by element. They are passed over: nobody gets a task, no deadline runs, and
    what they write is written.
    """

    after: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
