"""Cases: found, read whole, and their history."""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.receipt_number import read_receipt_number
from app.queries.case_page import CasePage, case_page, seen_case
from app.queries.case_papers import documents
from app.queries.history import HistoryEvent
from app.queries.people import names_of
from app.queries.person import seen_history
from app.queries.retention import seen_or_erased
from app.queries.search import Found, search
from app.queries.searches import CASES, case_sight
from app.web.access import note_read
from app.web.api.casework import shapes
from app.web.api.casework.deadlines import shown_deadline
from app.web.api.casework.documents import shown_document
from app.web.api.casework.operation import LIST, Operation, asked, cut
from app.web.api.exchange import asker, body
from app.web.surface import surface

LISTS: Final = ("history", "deadlines", "documents", "comments", "replay", "verification")


def case_key(number: str) -> int:
    """Return the key of a case by its receipt number. Raises Rejection("not_found") where there is none that the asker may see."""
    return surface().door.ask(seen_case, asker(), read_receipt_number(number)).key


def left_or_whole(number: str) -> int:
    """Return the key of a case, or of one that was erased, by its receipt number: for its history and what proves it.

    Raises Rejection("not_found") where there is none that the asker may see.
    """
    return surface().door.ask(seen_or_erased, asker(), read_receipt_number(number)).key


def get_case(receiptNumber: str) -> shapes.CaseAnswer:  # named as in the address
    door = surface().door
    found = door.ask(case_page, asker(), read_receipt_number(receiptNumber))
    note_read("case", cases={found.case.key})
    names, now, calendar = door.ask(names_of), door.now(), door.ask(door.surroundings.calendar)
    number = found.case.receipt_number
    return shapes.CaseAnswer(
        case=_case(found),
        people=[shapes.Person(account=account, name=names.get(account, account)) for account in sorted(found.case.sight.accounts)],
        groups=sorted(found.case.sight.groups),
        tasks=[_task(row) for row in found.tasks],
        deadlines=[shown_deadline(row["detail"], now, calendar) for row in found.deadlines],
        documents=[shown_document(row) for row in door.ask(documents, asker(), found.case.key)],
        links={name: f"/casework/v1/cases/{number}/{name}" for name in LISTS},
    )


def _case(found: CasePage) -> shapes.CaseSummary:
    case = found.case
    return shapes.CaseSummary(
        receipt_number=case.receipt_number,
        process_instance_key=str(case.key),
        title=case.title,
        process_id=case.process_id,
        process_name=found.process_name,
        process_version=found.process_version,
        state=case.state,
        outcome=case.outcome,
        owner=case.sight.owner,
        received_at=case.received_at,
        started_at=case.started_at,
        ended_at=case.ended_at,
        merged_into=case.merged_into,
    )


def _task(row: Mapping[str, Any]) -> shapes.CaseTask:
    return shapes.CaseTask(
        user_task_key=str(row["key"]),
        name=row["name"],
        element_id=row["element_id"],
        state=row["state"],
        assignee=row["assignee"],
        created_at=row["created_at"],
        ended_at=row["ended_at"],
        completed_by=row["completed_by"],
        lapsed=bool(row["lapsed"]),
    )


def search_cases() -> shapes.CaseList:
    asked(shapes.CaseSearch)
    sight, values = case_sight(asker(), "p.key", "p")
    found: Found = surface().door.ask(search, CASES, body(), (" AND ".join(filter(None, ["p.parent_key IS NULL", sight])), values))
    return shapes.CaseList(items=[_found(row) for row in found.rows], page=page_of(found))


def page_of(found: Found) -> shapes.Page:
    return shapes.Page(
        total_items=found.total, has_more_total_items=found.more, start_cursor=found.start_cursor, end_cursor=found.end_cursor
    )


def _found(row: Mapping[str, Any]) -> shapes.CaseSummary:
    return shapes.CaseSummary(
        receipt_number=row["receipt_number"],
        process_instance_key=str(row["key"]),
        title=row["title"],
        process_id=row["process_id"],
        process_name=row["process_name"],
        process_version=row["process_version"],
        state=row["state"],
        outcome=row["outcome"],
        owner=row["owner"],
        received_at=row["received_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        merged_into=row["merged_into"],
    )


def get_history(receiptNumber: str) -> shapes.History:  # named as in the address
    key = left_or_whole(receiptNumber)
    note_read("history", cases={key})
    door = surface().door
    found = door.ask(seen_history, asker(), key)
    items, page = cut(found, lambda event: str(event.event["seq"]))
    return shapes.History(items=[_event(found) for found in items], page=page)


def _event(found: HistoryEvent) -> shapes.HistoryEvent:
    columns = {name: value for name, value in found.event.items() if name in shapes.HistoryEvent.__struct_fields__}
    return shapes.HistoryEvent(**columns, facts=found.facts, content={"input": dict(found.recorded), "private": dict(found.private)})


OPERATIONS: Final = (
    Operation(
        "GET", "/cases/{receiptNumber}", "getCase", "One case with its people, tasks, deadlines and documents", get_case, shapes.CaseAnswer
    ),
    Operation("POST", "/cases/search", "searchCases", "Cases that one may see", search_cases, shapes.CaseList, asks=shapes.CaseSearch),
    Operation(
        "GET",
        "/cases/{receiptNumber}/history",
        "getHistory",
        "The audit events of a case, in order",
        get_history,
        shapes.History,
        parameters=LIST,
    ),
)
