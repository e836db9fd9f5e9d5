"""The list of cases."""

import json
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.instant import read_instant
from app.domain.permissions import takes_evidence
from app.queries.case_list import case_list, process_names
from app.queries.retention import erased_like
from app.web.numbers_in_addresses import page_number
from app.web.pages.case import STATES
from app.web.pages.deadline_words import deadline_view
from app.web.pages.definition_words import element_names, process_name, step_name
from app.web.pages.frame import calendar, draw, now, person, shell, signed_in
from app.web.presentation.case_view import CaseRow, CasesView, ErasedCase
from app.web.query_values import choice, require_once
from app.web.surface import surface

blueprint = Blueprint("cases", __name__)
PAGE = 50
LOGS = ("XES", "OCEL")
"""What the cases of a process can be taken along as, for process mining."""


@blueprint.get("/cases")
@signed_in
def page() -> Response:
    actor, door = person(), surface().door
    require_once(("q", "page"))
    processes = door.ask(process_names)
    q, state = request.args.get("q", "").strip()[:100], choice("state", ("", *STATES.values(), "erased"))
    process = choice("process", ("", *(id for id, _, _ in processes)))
    number = page_number(request.args)
    found = door.ask(case_list, actor, q=q, process=process, state=state, limit=PAGE, offset=(number - 1) * PAGE)
    rows = tuple(
        CaseRow(
            row["receipt_number"],
            f"/cases/{row['receipt_number']}",
            row["title"] or process_name(row["digest"], row["process_id"], row["process_name"]),
            process_name(row["digest"], row["process_id"], row["process_name"]),
            step_name(row["digest"], row["step_id"], row["step"])
            if row["step"]
            else (element_names(row["digest"]).get(row["outcome"]) or "" if row["outcome"] else ""),
            read_instant(row["received_at"] or row["started_at"]),
            deadline_view(json.loads(row["deadline"]), now(), calendar()) if row["deadline"] else None,
            STATES[row["state"]],
        )
        for row in found.rows
    )

    def href(to: int) -> str:
        return "/cases?" + urlencode(
            {name: value for name, value in {"q": q, "process": process, "state": state, "page": str(to)}.items() if value}
        )

    view = CasesView(
        rows,
        found.total,
        q,
        process,
        state,
        tuple((id, process_name(digest, id, name)) for id, name, digest in processes),
        href(number - 1) if number > 1 else "",
        href(number + 1) if number * PAGE < found.total else "",
        _erased(q, process, state) if number == 1 else (),
        tuple((name, f"/casework/v1/export/{name.lower()}" + (f"?process={process}" if process else "")) for name in LOGS)
        if takes_evidence(actor)
        else (),
    )
    return draw("cases.html", page=view, shell=shell("cases", actor))


def _erased(q: str, process: str, state: str) -> tuple[ErasedCase, ...]:
    """Return the erased cases that a search finds: by their number, or all where it asks for them."""
    if state != "erased" and (state or not q):
        return ()
    return tuple(
        ErasedCase(
            row["receipt_number"],
            f"/cases/{row['receipt_number']}/replay",
            process_name(row["digest"], row["process_id"], row["process_id"]),
            read_instant(row["erased_at"]),
        )
        for row in surface().door.ask(erased_like, person(), q, process)
    )
