"""What a form reads of the papers that its case has issued: so nobody types a number that the case knows."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.audit.standing_service import counting
from app.domain.instant import read_instant
from app.form import Form
from app.store.database import Reader

NAME: Final = "issuedPapers"
_UNSERVED: Final[Mapping[str, Any]] = dict.fromkeys(("servedAt", "servedHow", "servedBy", "servedTo", "servedRecord"))


def with_issued_papers(store: Reader, case_key: int, form: Form, variables: Mapping[str, Any], zone: ZoneInfo) -> Mapping[str, Any]:
    """Return the variables of a form with `issuedPapers`, where an expression of the form reads it.

    It is a list, the oldest first, of contexts with paper (the id of the template), number, title and issuedAt (text, UTC);
    of one whose service is recorded also servedAt (text, in the city's zone), servedHow, servedBy, servedTo and servedRecord (the key of
    the signed record, as text), of the record that counts (see standing_service); null where none stands. zone: the city's.
    """
    if not any(component.reads(NAME) for component in form.every_component()):
        return variables
    rows = store.all(
        "SELECT key, paper, number, title, issued_at FROM paper WHERE case_key = :key AND state = 'issued' ORDER BY issued_at, key",
        key=case_key,
    )
    services = store.all("SELECT * FROM paper_service WHERE case_key = :key ORDER BY served_at, key", key=case_key)
    served: dict[int, dict[str, Any]] = {}
    for key in {row["paper_key"] for row in services}:
        record = counting([row for row in services if row["paper_key"] == key], zone)
        if record is not None:
            served[key] = _served(record, zone)
    said = [
        {
            "paper": row["paper"],
            "number": row["number"],
            "title": row["title"],
            "issuedAt": row["issued_at"],
            **served.get(row["key"], _UNSERVED),
        }
        for row in rows
    ]
    return {**variables, NAME: said}


def _served(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "servedAt": read_instant(row["served_at"]).astimezone(zone).isoformat(timespec="minutes"),
        "servedHow": row["how"],
        "servedBy": row["served_by"],
        "servedTo": row["served_to"],
        "servedRecord": str(row["document_key"]) if row["document_key"] else None,
    }
