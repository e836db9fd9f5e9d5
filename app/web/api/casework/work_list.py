"""The work list, for programs."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import request

from app.domain.rejection import Rejection
from app.queries.work_list import LIGHTS, VIEWS, Filters, work_list
from app.web.api.casework import shapes
from app.web.api.casework.deadlines import deadline_state
from app.web.api.casework.operation import LIST, Operation, Parameter, limit
from app.web.api.exchange import asker
from app.web.surface import surface

SORTS: Final = {"deadlineAt": "sort_at", "-deadlineAt": "-sort_at", "createdAt": "created_at", "-createdAt": "-created_at"}


def get_work_list() -> shapes.WorkList:
    given = request.args
    sort = given.get("sort", "deadlineAt")
    if sort not in SORTS:
        raise Rejection(
            "bad_filter", "Expected to sort by one of %(allowed)s, but found %(found)s", allowed=", ".join(SORTS), found=sort[:40]
        )
    light, process, unit, q = (given.get(name, "")[:100] for name in ("light", "process", "unit", "q"))
    view = given.get("view", "mine")
    filters = Filters(view, light, process, unit, q, SORTS[sort], limit=limit(), after=_cursor(given.get("after")))
    found = surface().door.ask(work_list, asker(), filters)
    now = surface().door.now()
    cursors = [_cursor_of(row, filters) for row in (found.rows[:1] + found.rows[-1:])]
    page = shapes.Page(
        total_items=found.total,
        has_more_total_items=found.capped,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return shapes.WorkList(items=[_item(row, now) for row in found.rows], page=page)


def _cursor(text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        found = None
    if not (isinstance(found, list) and len(found) == 2 and isinstance(found[0], str) and found[0].isprintable() and type(found[1]) is int):
        raise Rejection("bad_filter", "Expected a cursor that this list gave, but found %(found)s", found=text[:60])
    return found[0], found[1] % 2**63


def _cursor_of(row: Mapping[str, Any], filters: Filters) -> str:
    return base64.urlsafe_b64encode(json.dumps([row[filters.column.removeprefix("t.")], row["key"]]).encode()).decode()


def _item(row: Mapping[str, Any], now: datetime) -> shapes.WorkListItem:
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
        deadline_state=deadline_state(record, now),
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
            Parameter("light", "of the deadline", allowed=LIGHTS),
            Parameter("process", "a process id"),
            Parameter("unit", "a unit's id"),
            Parameter("q", "part of a number, a title or a name"),
            Parameter("sort", "deadlineAt by default", allowed=tuple(SORTS)),
            *LIST,
        ),
    ),
)
