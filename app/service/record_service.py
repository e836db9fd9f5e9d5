"""Record how an issued paper was served (送达回证): when, how, by whom, to whom, with the signed record as a document.

Source: Civil Procedure Law, articles 87 to 95; Penalty Law, article 61: a decision is handed over at once, else within seven days.
"""

from datetime import datetime

from msgspec import Struct

from app.audit.naming_the_writer import refuse_naming_text
from app.audit.paper_rights import open_paper, require_writing
from app.audit.paper_service import Service, service_fact
from app.audit.standing_service import refuse_behind_step, services
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


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
    texts = {"served_by": command.served_by, "served_to": command.served_to, "note": command.note or ""}
    refuse_naming_text(work.store, work.actor, found.key, found.sight, texts)
    said = Service(command.served_at, command.how, command.served_by, command.served_to, command.note, command.document)
    fact = service_fact(work.store, paper, found.key, said, work.now, work.new_number)
    made = {"key": int(fact.public["serviceKey"]), "how": said.how, "served_at": fact.public["servedAt"], "struck_at": None}
    records = services(work.store, paper.key)
    refuse_behind_step(work.store, work.surroundings, found, paper, records, [*records, made])
    return Outcome("paper_served", [fact], {"key": fact.public["serviceKey"]}, definition_digest=found.digest)
