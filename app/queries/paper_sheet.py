"""A sheet of running paper cases, checked row by row: what is wrong with each, and how it would come out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.audit.paper_landing import Landing, land
from app.audit.paper_outlook import Outlook, outlook
from app.audit.paper_procedure import PaperProcedure, paper_procedure
from app.audit.surroundings import Surroundings
from app.audit.taking_over_rights import require_taking_over
from app.domain.actor import Actor
from app.domain.extension_request import PROCESS as EXTENSION_REQUEST
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.paper_sheet import MOST_CASES, NUMBER, PARTS, PROCEDURE, CellError, PaperCase, PaperPart, papers_of
from app.domain.permissions import may_take_over
from app.domain.rejection import Message, Rejection
from app.domain.staff_sheet import SheetRow
from app.store.database import Reader

OWN_NUMBER: Final = "ownNumber"
"""The property of a field of a form: it holds the number of a paper that was issued for one case alone."""

_NEWEST = """
SELECT d.id, d.digest FROM definition d WHERE d.kind = 'process' AND d.state = 'active'
AND d.version = (SELECT MAX(n.version) FROM definition n WHERE n.kind = 'process' AND n.id = d.id AND n.state = 'active') ORDER BY
d.name, d.id
"""
_NEWEST_NAMED = "SELECT DISTINCT d.id FROM definition d WHERE d.kind = 'process' AND d.state = 'active' AND d.name = :said"


class SheetLine(Struct, frozen=True):
    """One row. landing: where it comes to. outlook: how the case would stand now. taken: the number under which it is here already, empty
    where that is a secret case; None: it is not here."""

    paper: PaperCase
    landing: Landing
    outlook: Outlook
    taken: str | None = None


class PaperSheet(Struct, frozen=True):
    """A sheet as it would be taken over. process_id, name: of the procedure. loose: parts that belong to no case of the sheet."""

    process_id: str
    name: str
    lines: Sequence[SheetLine]
    loose: tuple[PaperPart, ...] = ()

    @property
    def errors(self) -> list[tuple[int, CellError]]:
        found = [(line.paper.line, error) for line in self.lines for error in line.landing.errors]
        return found + [(error.part, error) for error in self.loose_errors]

    @property
    def loose_errors(self) -> list[CellError]:
        return [_loose(part) for part in self.loose]

    @property
    def new(self) -> list[SheetLine]:
        """The rows whose case is not here yet."""
        return [line for line in self.lines if line.taken is None]

    @property
    def silent(self) -> list[SheetLine]:
        """The rows in whose case silence took effect before it is taken over."""
        return [line for line in self.new if line.outlook.lapsed]


def procedures_on_paper(store: Reader, surroundings: Surroundings, actor: Actor) -> list[tuple[str, str]]:
    """Return id and name of the procedures whose paper cases somebody may take over."""
    rows = (row for row in store.all(_NEWEST) if row["id"] != EXTENSION_REQUEST)
    details = [surroundings.process_detail(store, row["digest"], row["id"]) for row in rows]
    return [(detail.id, detail.name) for detail in details if detail.start_event and may_take_over(actor, detail.owner)]


def procedure_on_paper(store: Reader, surroundings: Surroundings, actor: Actor, process_id: str) -> PaperProcedure:
    """Return what a sheet of a procedure may say. Raises Rejection("not_found") and Rejection("forbidden")."""
    require_taking_over(store, surroundings, actor, process_id)
    return paper_procedure(store, surroundings, process_id)


def paper_sheet(
    store: Reader, surroundings: Surroundings, actor: Actor, rows: Sequence[SheetRow], digest: str, now: datetime
) -> PaperSheet:
    """Return a sheet with every row checked. rows: as read. digest: of the file.

    Raises Rejection("bad_file") where it names no procedure, Rejection("not_found") for one that is not deployed, Rejection("forbidden")
    for who may not take over its cases, Rejection("too_large").
    """
    if sum(row.sheet != PARTS for row in rows) > MOST_CASES:
        raise Rejection("too_large", "Expected at most %(most)s rows, but found more", most=MOST_CASES)
    process_id = next((row.cells[PROCEDURE] for row in rows if row.cells.get(PROCEDURE)), "")
    if not process_id:
        raise Rejection(
            "bad_file", "Expected the name or the code of a procedure in the column %(column)s, but found none", column=PROCEDURE
        )
    procedure = procedure_on_paper(store, surroundings, actor, _called(store, process_id))
    process_id = procedure.detail.id
    papers, loose = papers_of(rows)
    numbers: dict[tuple[str, str], list[int]] = {}
    for paper in papers:
        for said in _numbers(procedure, paper):
            numbers.setdefault(said, []).append(paper.line)
    facts = {"receiptNumber": "", "startedBy": actor.account, "owner": procedure.detail.owner}
    lines = []
    for paper in papers:
        taken = _taken(store, process_id, paper, digest)
        lines.append(_line(store, surroundings, procedure, paper, numbers, taken, facts, now))
    return PaperSheet(process_id, procedure.detail.name, lines, tuple(loose))


def _line(
    store: Reader,
    surroundings: Surroundings,
    procedure: PaperProcedure,
    paper: PaperCase,
    numbers: Mapping[tuple[str, str], Sequence[int]],
    taken: tuple[str, bool] | None,
    facts: Mapping[str, Any],
    now: datetime,
) -> SheetLine:
    if taken is not None and taken[1]:
        return SheetLine(paper, Landing(procedure, paper), Outlook(), taken[0])
    landing = land(store, surroundings, procedure, paper, BLOCK, now, facts)
    if paper.cells[PROCEDURE] not in (procedure.detail.id, procedure.detail.name):
        said = {"expected": procedure.detail.id, "found": paper.cells[PROCEDURE] or "-"}
        landing.wrong(PROCEDURE, Message("expected one procedure in all rows, %(expected)s, found %(found)s", said))
    for column, number in _numbers(procedure, paper):
        others = list(numbers[column, number])
        others.remove(paper.line)
        if others:
            said = {"found": number, "rows": "、".join(map(str, others))}
            landing.wrong(column, Message("expected each once, but %(found)s stands here twice: in row %(rows)s too", said))
    if taken is not None:
        landing.wrong(NUMBER, _here_already(paper.cells[NUMBER], taken[0]))
    return SheetLine(paper, landing, outlook(store, surroundings, landing, BLOCK, now, facts))


def _numbers(procedure: PaperProcedure, paper: PaperCase) -> Iterator[tuple[str, str]]:
    """Yield what no two rows may share, by column: the number of the case, and those of papers that were issued for it alone."""
    if paper.cells[NUMBER]:
        yield NUMBER, paper.cells[NUMBER]
    for key, asked in procedure.fields.items():
        if asked.component.properties.get(OWN_NUMBER) == "true" and (said := paper.answers.get(key, "").strip()):
            yield key, said


def _called(store: Reader, said: str) -> str:
    """Return the id of the procedure that a sheet names by its id, or by its name."""
    named = [row["id"] for row in store.all(_NEWEST_NAMED, said=said)]
    return named[0] if len(named) == 1 and said not in named else said


def _taken(store: Reader, process_id: str, paper: PaperCase, digest: str) -> tuple[str, bool] | None:
    """Return the number under which a paper case is here, and whether it came by this very file; None where it is not.

    A secret case keeps its number to itself: whoever brings a sheet need not be named in it.
    """
    row = store.one(
        "SELECT CASE WHEN p.secret = 0 THEN p.receipt_number ELSE '' END AS receipt_number, d.digest"
        " FROM paper_case c JOIN process_instance p ON p.key = c.case_key"
        " LEFT JOIN document d ON d.key = c.document_key WHERE c.process_id = :process AND c.paper_number = :number",
        process=process_id,
        number=paper.cells[NUMBER],
    )
    return (row["receipt_number"], row["digest"] == digest) if row is not None else None


def _loose(part: PaperPart) -> CellError:
    said = {"found": part.cells[NUMBER] or "-"}
    return CellError(NUMBER, Message("expected the number of a case in the first sheet, found %(found)s", said), part.line)


def _here_already(number: str, taken: str) -> Message:
    if not taken:
        return Message("expected a paper case that is not here yet, but %(found)s is taken over", {"found": number})
    said = {"found": number, "taken": taken}
    return Message("expected a paper case that is not here yet, but %(found)s is taken over as %(taken)s", said)


def kept_sheet(store: Reader, digest: str) -> int | None:
    """Return the key of a sheet that the city keeps already."""
    found = store.value("SELECT key FROM document WHERE case_key = :city AND digest = :digest", city=CITY_CHAIN, digest=digest)
    return None if found is None else int(found)
