"""The rows of the work list, in groups by what is due first, and the filters beside them."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import request
from msgspec.structs import replace

from app.domain.actor import Actor
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.permissions import may_urge, plays
from app.domain.rejection import Rejection
from app.domain.roles import LEADERS, SECRETARY, SUPERVISORS
from app.queries.filter_counts import filter_counts
from app.queries.procedures import procedures_to_start
from app.queries.returned_tasks import repeated_tasks
from app.queries.saved_filters import SavedFilter, saved_filters
from app.queries.units import unit_name
from app.queries.urgings import urged_tasks
from app.queries.work_list import LIGHTS, NO_SUCH_LIGHT, NO_SUCH_SORT, NO_SUCH_VIEW, PENDING, Filters, work_list, work_list_counts
from app.queries.writer_questions import questions_to_put
from app.web.numbers_in_addresses import page_number
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import process_name, step_name
from app.web.pages.frame import calendar, now, person, wording
from app.web.pages.row_notes import row_notes
from app.web.pages.urging_words import urged_note
from app.web.presentation.wording import Wording
from app.web.presentation.work_list_view import Chip, FilterLink, SavedLink, TaskGroup, TaskRow, WorkListView
from app.web.query_values import require_once
from app.web.surface import surface
from app.web.work_list_query import QUERY, read_query, write_cursor

PAGE = 50
VIEW_NAMES = {"mine": marked("Mine"), "unassigned": marked("Unassigned"), "all": marked("All of my unit"), "done": marked("Done")}
SORT_NAMES = {
    "deadlineAt": marked("By deadline"),
    "-deadlineAt": marked("By deadline, the last first"),
    "createdAt": marked("By receipt"),
    "-createdAt": marked("By receipt, the last first"),
}
GROUPS = ("at-once", "overdue", "pending", "soon", "stopped", "later", "none", "done")


def read_filters(most: int = PAGE, given: Mapping[str, str] | None = None) -> Filters:
    """Return the filters of the address, or of another one. given: its query. Raises Rejection("bad_filter")."""
    if given is None:
        require_once((*QUERY, "page"))
        given = request.args
    given = dict(given)
    if given.get("q") and not given.get("filter"):
        given.setdefault("view", "all")
    filters = read_query(given, person(), most, (page_number(given) - 1) * most)
    _check(filters)
    return filters


def _check(filters: Filters) -> None:
    """Refuse what there is not in the words of the page, beside those that an address uses."""
    show = wording()
    views = {name: show._(words) for name, words in VIEW_NAMES.items()}
    sorts = {name: show._(words) for name, words in SORT_NAMES.items()}
    lights = {name: show.light_name(name) for name in (*LIGHTS, PENDING)}
    for found, words, message in (
        (filters.view, views, NO_SUCH_VIEW),
        (filters.light, lights, NO_SUCH_LIGHT),
        (filters.sort, sorts, NO_SUCH_SORT),
    ):
        if found and found not in words:
            allowed = (", " if show.language == "en" else "、").join(
                show._("%(word)s (%(value)s)", word=word, value=value) for value, word in words.items()
            )
            raise Rejection("bad_filter", message, allowed=allowed, found=found[:40])


def work_list_view(actor: Actor, filters: Filters, open_key: int | None) -> WorkListView:
    """Return the list as filtered, in groups by what is due first. open_key: the task shown beside it."""
    door = surface().door
    found, counts = door.ask(work_list, actor, filters), door.ask(work_list_counts, actor, filters.view)
    show, instant = wording(), now()
    repeated = door.ask(repeated_tasks, [row["key"] for row in found.rows if row["state"] == "CREATED"])
    urged = door.ask(urged_tasks, [row["key"] for row in found.rows if row["state"] == "CREATED"])
    groups: dict[str, list[TaskRow]] = {}
    for row in found.rows:
        before = row_notes(row, filters.view, repeated.get(row["key"]), show, instant)
        notes = (*urged_note(urged.get(row["key"]), show), *_for_whom(row, actor, filters.view), *before)
        drawn = _row(row, filters, notes, instant, open_key)
        groups.setdefault(_group(row, drawn, instant), []).append(drawn)
    last = filters.offset + len(found.rows) < found.total or found.capped
    return WorkListView(
        filters.view,
        tuple(TaskGroup(name, tuple(groups[name])) for name in GROUPS if name in groups),
        found.total,
        views=tuple(
            FilterLink(name, _href(Filters(name)), count=counts.views.get(name), current=name == filters.view)
            for name in ("mine", "unassigned", "all", "done")
        ),
        lights=tuple(
            FilterLink(
                name,
                _href(_anew(filters, light="" if filters.light == name else name)),
                count=counts.lights[name],
                current=name == filters.light,
            )
            for name in ("red", PENDING, "yellow", "green", "blue")
            if name in counts.lights
        ),
        processes=tuple(
            FilterLink(
                id,
                _href(_anew(filters, process="" if filters.process == id else id)),
                process_name(digest, id, name),
                count,
                id == filters.process,
            )
            for id, (name, digest, count) in counts.processes.items()
        ),
        saved=_saved_links(actor, filters, counts.views),
        keep=tuple((name, value) for name, value in _said(filters).items() if value) if _narrowed(filters) else (),
        share_with=min(actor.units, default=""),
        starts=tuple(
            FilterLink(one.id, f"/start/{one.id}", process_name(one.digest, one.id, one.name))
            for one in door.ask(procedures_to_start, actor, door.surroundings)
        ),
        decides=plays(actor, *LEADERS),
        enters=plays(actor, SECRETARY),
        urges=may_urge(actor),
        puts=len(door.ask(questions_to_put, actor)),
        whole_city=actor.holds(*SUPERVISORS),
        chips=_chips(filters, counts.processes, show),
        clear_href=_href(Filters(filters.view)),
        sort="deadline" if filters.sort.removeprefix("-") == "deadlineAt" else "received",
        sort_href=_href(_anew(filters, sort="createdAt" if filters.sort == "deadlineAt" else "deadlineAt"))
        if filters.view != "done"
        else "",
        export_href=_href(filters, "/work-list.xlsx"),
        previous_href=_href(replace(filters, offset=filters.offset - PAGE)) if filters.offset else "",
        next_href=_href(replace(filters, offset=filters.offset + PAGE)) if last else "",
        total_is_capped=found.capped,
        unassigned=counts.views.get("unassigned", 0),
    )


def _for_whom(row: Mapping[str, Any], actor: Actor, view: str) -> tuple[str, ...]:
    """Say of a task in the hands of somebody away that it reached the actor for that one."""
    if view != "mine" or row["assignee"] not in {one.account for one in actor.stands_in}:
        return ()
    return (wording()._("on behalf of %(name)s", name=row["holder"] or row["assignee"]),)


def _said(filters: Filters) -> dict[str, str]:
    """Return filters by the names that an address uses, without the place in the list."""
    return {
        "view": filters.view,
        "light": filters.light,
        "process": filters.process,
        "unit": filters.unit,
        "q": filters.q,
        "sort": "" if filters.sort == "deadlineAt" else filters.sort,
    }


def _href(filters: Filters, path: str = "/work-list", **more: str) -> str:
    said = {
        **_said(filters),
        "after": write_cursor(filters.after) if filters.after else "",
        "page": str(filters.offset // PAGE + 1) if filters.offset else "",
        **more,
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{path}?{query}" if query else path


def _narrowed(filters: Filters) -> bool:
    """Say whether there is a filter in use that is worth keeping: a view alone stands in the list already."""
    return any(value for name, value in _said(filters).items() if name != "view")


def _saved_links(actor: Actor, filters: Filters, views: Mapping[str, int]) -> tuple[SavedLink, ...]:
    """Return the kept filters, each with how many tasks it shows now; views: the counts by view."""
    door = surface().door
    kept = [(one, read_query(one.query, actor, PAGE)) for one in door.ask(saved_filters, actor)]
    counts = door.ask(filter_counts, actor, {one.id: meant for one, meant in kept}, views) if kept else {}
    return tuple(_saved_link(one, actor, _said(meant) == _said(filters), counts.get(one.id)) for one, meant in kept)


def _saved_link(one: SavedFilter, actor: Actor, current: bool, count: int | None) -> SavedLink:
    mine = one.account == actor.account
    may_drop = mine or any(holding.role == "unit-head" and holding.unit == one.unit for holding in actor.holdings)
    return SavedLink(
        f"/work-list?filter={one.id}",
        one.name,
        "" if mine else one.owner,
        one.unit is not None,
        current,
        f"/work-list/filters/{one.id}/removal" if may_drop else "",
        count,
    )


def _anew(filters: Filters, **changed: str) -> Filters:
    """Return the filters changed, from the first page on."""
    return replace(replace(filters, offset=0, after=None), **changed)


def task_href(filters: Filters, key: int, **more: str) -> str:
    """Return the address of a task beside the list as filtered. more: what else the address says; what is empty is left out."""
    return _href(filters, f"/tasks/{key}", **more)


def list_href(filters: Filters) -> str:
    """Return the address of the list as filtered."""
    return _href(filters)


def _chips(filters: Filters, processes: Mapping[str, tuple[str, str, int]], show: Wording) -> tuple[Chip, ...]:
    """processes: those that stand in the view, by id: name, digest, count."""
    chips = []
    if filters.light:
        chips.append(Chip(show.light_name(filters.light), _href(_anew(filters, light=""))))
    if filters.process:
        name, digest, _ = processes.get(filters.process, (filters.process, "", 0))
        chips.append(Chip(process_name(digest, filters.process, name), _href(_anew(filters, process=""))))
    if filters.unit:
        chips.append(Chip(surface().door.ask(unit_name, filters.unit), _href(_anew(filters, unit=""))))
    if filters.q:
        chips.append(Chip(filters.q, _href(_anew(filters, q=""))))
    return tuple(chips)


def _row(row: Mapping[str, Any], filters: Filters, notes: tuple[str, ...], instant: datetime, open_key: int | None) -> TaskRow:
    record = json.loads(row["deadline"]) if row["deadline"] else None
    step = step_name(row["digest"], row["element_id"], row["name"])
    return TaskRow(
        str(row["key"]),
        _href(filters, f"/tasks/{row['key']}"),
        row["title"] or row["case_title"] or step,
        row["receipt_number"],
        process_name(row["case_digest"], row["case_process_id"], row["process_name"]),
        step,
        deadline_view(record, instant, calendar()) if record and row["state"] == "CREATED" else None,
        read_instant(row["due_at"]) if row["due_at"] else None,
        row["holder"] or row["assignee"] or "",
        notes,
        row["key"] == open_key,
        read_instant(row["ended_at"]) if row["ended_at"] else None,
    )


def _group(row: Mapping[str, Any], drawn: TaskRow, instant: datetime) -> str:
    if row["state"] != "CREATED":
        return "done"
    deadline = drawn.deadline
    if deadline is None or deadline.deadline_at is None:
        return "none"
    if deadline.light == "at-once":
        return "at-once"
    if deadline.state in ("missed", "applying") or deadline.light == "red":
        return "overdue"
    if deadline.state == "pending":
        return "pending"
    if deadline.state == "suspended":
        return "stopped"
    zone = surface().configuration.zone
    tomorrow = calendar().add_working_days(instant.astimezone(zone).date(), 1)
    return (
        "soon"
        if deadline.deadline_at.astimezone(zone).date() <= max(tomorrow, (instant + timedelta(days=1)).astimezone(zone).date())
        else "later"
    )
