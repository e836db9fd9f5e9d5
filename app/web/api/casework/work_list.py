"""The work list, for programs."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import request

from app.domain.calendar import Calendar
from app.queries.work_list import LIGHTS, PENDING, SORTS, VIEWS, work_list
from app.web.api.casework import shapes
from app.web.api.casework.deadlines import deadline_state
from app.web.api.casework.operation import LIST, Operation, Parameter, limit
from app.web.api.exchange import asker
from app.web.surface import surface
from app.web.work_list_query import cursor_of, read_query


def get_work_list() -> shapes.WorkList:
    filters = read_query(request.args, asker(), limit())
    door = surface().door
    found, now, calendar = door.ask(work_list, asker(), filters), door.now(), door.ask(door.surroundings.calendar)
    cursors = [cursor_of(row, filters) for row in (found.rows[:1] + found.rows[-1:])]
    page = shapes.Page(
        total_items=found.total,
        has_more_total_items=found.capped,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return shapes.WorkList(items=[_item(row, now, calendar) for row in found.rows], page=page)


def _item(row: Mapping[str, Any], now: datetime, calendar: Calendar) -> shapes.WorkListItem:
    record = json.loads(row["deadline"]) if row["deadline"] else None
    return shapes.WorkListItem(
        user_task_key=str(row["key"]),
        receipt_number=row["receipt_number"],
        title=row["title"] or row["case_title"] or row["name"],
        name=row["name"],
        element_id=row["element_id"],
        process_id=row["process_id"],
        process_name=row["process_name"],
        state=row["state"],
        light=row["light"],
        deadline_key=str(row["deadline_key"]) if row["deadline_key"] is not None else None,
        deadline_at=row["deadline_at"],
        deadline_state=deadline_state(record, now, calendar),
        provisional=bool(row["provisional"]),
        article=row["article"],
        due_at=row["due_at"],
        priority=row["priority"],
        assignee=row["assignee"],
        assignee_name=row["holder"],
        unit=row["unit_group"].partition("@")[2] if row["unit_group"] else None,
        created_at=row["created_at"],
        ended_at=row["ended_at"],
    )


OPERATIONS: Final = (
    Operation(
        "GET",
        "/work-list",
        "getWorkList",
        "The tasks that one works on, may work on or has done",
        get_work_list,
        shapes.WorkList,
        parameters=(
            Parameter("view", "mine by default", allowed=VIEWS),
            Parameter("light", "of the deadline; pending: passed at a provisional instant, not late", allowed=(*LIGHTS, PENDING)),
            Parameter("process", "a process id"),
            Parameter("unit", "a unit's id"),
            Parameter("q", "part of a number, a title or a name"),
            Parameter("filter", "the number of a filter that one keeps or shares; other parameters rule over what it says"),
            Parameter("sort", "deadlineAt by default", allowed=SORTS),
            *LIST,
        ),
    ),
)
