"""How an issued paper was served (送达回证): one entry, made on the page of the paper or with the step that serves it.

Source: Civil Procedure Law, articles 87 to 95; Penalty Law, article 61: a decision is handed over at once, else within seven days.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct

from app.diagram import DiagramElement
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.keys import BLOCK
from app.domain.marked import marked
from app.domain.paper import ISSUED
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_paper import PaperRecord, read_paper_row

WAYS: Final = ("direct", "left", "electronic", "entrusted", "mail", "handed-on", "announcement")
"""直接送达, 留置送达, 电子送达, 委托送达, 邮寄送达, 转交送达, 公告送达."""

SERVES: Final = "serves"
"""The property of a user task that serves a paper: the paper's id. Its form asks for the names below."""

HOW, AT, BY, TO, RECORD = "serviceMethod", "servedAt", "servedBy", "servedTo", "serviceRecord"

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 1000


class Service(Struct, frozen=True):
    """at: an instant, aware. by, to: as they signed. document: the key of the signed record, of the same case."""

    at: datetime
    how: str
    by: str
    to: str
    note: str | None = None
    document: int | None = None


def service_fact(store: Reader, paper: PaperRecord, case_key: int, said: Service, now: datetime, new_number: Callable[[str], int]) -> Fact:
    """Return the fact that an issued paper was served. now: aware, UTC.

    Raises Rejection("state_forbids") for a draft, ("bad_request") for another way of service, an instant before the issue or in the future
    and names that are empty or too long, ("not_found") for a record that is no document of the case.
    """
    if paper.state != ISSUED or paper.issued_at is None:
        raise Rejection("state_forbids", "Expected an issued paper: a draft is served to nobody")
    if said.how not in WAYS:
        ways = ", ".join(WAYS)
        raise Rejection("bad_request", "Expected one of %(expected)s, but found %(found)s", expected=ways, found=said.how[:60])
    if said.at > now:
        raise Rejection("bad_request", "Expected an instant of service that is not in the future")
    if said.at < read_instant(paper.issued_at).replace(second=0, microsecond=0):
        raise Rejection("bad_request", "Expected the paper to be served after it was issued, but the instant lies before")
    by, to = said.by.strip(), said.to.strip()
    if not 1 <= len(by) <= LONGEST_NAME or not 1 <= len(to) <= LONGEST_NAME:
        raise Rejection(
            "bad_request", "Expected who served the paper and who took it, each in at most %(limit)s characters", limit=LONGEST_NAME
        )
    if said.document is not None and not store.value(
        "SELECT 1 FROM document WHERE key = :key AND case_key = :case", key=said.document, case=case_key
    ):
        raise Rejection("not_found", "Expected a document %(key)s of this case, but there is none", key=said.document)
    public = {
        "serviceKey": new_number("case") * BLOCK,
        "paperKey": paper.key,
        "servedAt": instant_text(said.at),
        "how": said.how,
        "documentKey": said.document,
    }
    return Fact("paper_served", None, None, public, {"by": by, "to": to, "note": (said.note or "").strip()[:LONGEST_NOTE] or None})


def paper_to_serve(store: Reader, element: DiagramElement | None, case_key: int) -> PaperRecord | None:
    """Return the paper that a step serves: the newest that was issued of its property's id; None where the step serves none, and once its
    service is recorded, on the page of the paper or by a step before, unless it was struck off."""
    paper = element.properties.get(SERVES, "") if element is not None else ""
    if not paper:
        return None
    key = store.value(
        "SELECT key FROM paper WHERE case_key = :case AND paper = :paper AND state = 'issued' ORDER BY issued_at DESC, key DESC LIMIT 1",
        case=case_key,
        paper=paper,
    )
    if key is None or store.value("SELECT 1 FROM paper_service WHERE paper_key = :key AND struck_at IS NULL", key=key):
        return None
    return read_paper_row(store, int(key))


def service_of_step(answers: Mapping[str, Any]) -> Service:
    """Return what the form of a step that serves a paper was answered with. Raises Rejection("bad_answers") where it does not say it."""
    said = {name: answers.get(name) for name in (HOW, AT, BY, TO)}
    missing = [name for name, value in said.items() if not isinstance(value, str) or not value.strip()]
    at = _instant(said[AT])
    if missing or at is None:
        message = marked("Expected the way, the time, who served and who took it, but %(names)s is missing")
        raise Rejection("bad_answers", message, names=", ".join(missing or [AT]))
    records = answers.get(RECORD)
    return Service(
        at, str(said[HOW]), str(said[BY]), str(said[TO]), document=int(records[0]) if isinstance(records, list) and records else None
    )


def _instant(said: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else None
