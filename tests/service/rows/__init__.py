"""Rows for every command: see row.py."""

from app.service.work import Command
from tests.service.rows import (
    of_cases,
    of_clocks,
    of_definitions,
    of_extensions,
    of_modification,
    of_paper_cases,
    of_papers,
    of_people,
    of_points,
    of_retention,
    of_tasks,
    of_time,
)
from tests.service.rows.row import ACCOUNTS, Row, case_at_handle, case_with_incident

ROWS: dict[type[Command], Row] = {
    **of_cases.ROWS,
    **of_clocks.ROWS,
    **of_definitions.ROWS,
    **of_extensions.ROWS,
    **of_modification.ROWS,
    **of_paper_cases.ROWS,
    **of_papers.ROWS,
    **of_people.ROWS,
    **of_points.ROWS,
    **of_retention.ROWS,
    **of_tasks.ROWS,
    **of_time.ROWS,
}

__all__ = ["ACCOUNTS", "ROWS", "Row", "case_at_handle", "case_with_incident"]
