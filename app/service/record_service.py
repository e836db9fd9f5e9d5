"""Record how an issued paper was served (送达回证): when, how, by whom, to whom, with the signed record as a document.

Source: Civil Procedure Law, articles 87 to 95; Penalty Law, article 61: a decision is handed over at once, else within seven days.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.paper_rights import open_paper, require_writing
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.keys import BLOCK
from app.domain.paper import ISSUED
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

WAYS: Final = ("direct", "left", "electronic", "entrusted", "mail", "handed-on", "announcement")
"""直接送达, 留置送达, 电子送达, 委托送达, 邮寄送达, 转交送达, 公告送达."""

LONGEST_NAME: Final = 100
LONGEST_NOTE: Final = 1000


class RecordService(Struct, frozen=True):
    """served_at: an instant, aware. served_by, served_to: as they signed. document: the key of the signed record, of the same case."""

    case_key: int
    key: int
    served_at: datetime
    how: str
    served_by: str
    served_to: str
    note: str | None = None
    document: int | None = None


def handle(command: RecordService, work: Work) -> Outcome:
    found, paper = open_paper(work.store, work.actor, command.key)
    if paper.case_key != command.case_key:
        raise Rejection("not_found", "Expected a paper that you may see, but there is none")
    require_writing(work.actor, found, paper.issuers)
    if paper.state != ISSUED or paper.issued_at is None:
        raise Rejection("state_forbids", "Expected an issued paper: a draft is served to nobody")
    if command.how not in WAYS:
        ways = ", ".join(WAYS)
        raise Rejection("bad_request", "Expected one of %(expected)s, but found %(found)s", expected=ways, found=command.how[:60])
    if command.served_at > work.now:
        raise Rejection("bad_request", "Expected an instant of service that is not in the future")
    if command.served_at < read_instant(paper.issued_at).replace(second=0, microsecond=0):
        raise Rejection("bad_request", "Expected the paper to be served after it was issued, but the instant lies before")
    by, to = command.served_by.strip(), command.served_to.strip()
    if not 1 <= len(by) <= LONGEST_NAME or not 1 <= len(to) <= LONGEST_NAME:
        raise Rejection(
            "bad_request", "Expected who served the paper and who took it, each in at most %(limit)s characters", limit=LONGEST_NAME
        )
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"served_by": by, "served_to": to, "note": command.note or ""})
    document = command.document
    if document is not None and not work.store.value(
        "SELECT 1 FROM document WHERE key = :key AND case_key = :case", key=document, case=found.key
    ):
        raise Rejection("not_found", "Expected a document %(key)s of this case, but there is none", key=document)
    key = work.new_number("case") * BLOCK
    said = {
        "serviceKey": key,
        "paperKey": paper.key,
        "servedAt": instant_text(command.served_at),
        "how": command.how,
        "documentKey": document,
    }
    kept = {"by": by, "to": to, "note": (command.note or "").strip()[:LONGEST_NOTE] or None}
    return Outcome("paper_served", [Fact("paper_served", None, None, said, kept)], {"key": key}, definition_digest=found.digest)
