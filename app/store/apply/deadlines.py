"""Deadlines as they stand after an event, and the earliest of them on each open task."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.store.apply.batch import Batch


def show_deadlines(batch: Batch, case: Any) -> None:
    return
