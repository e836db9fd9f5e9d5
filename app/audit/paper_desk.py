"""Where papers are drafted and issued, by a person's command or by a step of a case: the facts that say so, and the files."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from app.audit.filled_paper import taken_at
from app.audit.open_limits import OPEN_LIMITS, open_limits
from app.audit.paper_notes import citing, with_entered_decisions
from app.audit.reported_cases import with_reported_cases
from app.audit.stopped_clocks import STOPPED_CLOCKS, standing_stops
from app.audit.surroundings import Surroundings
from app.audit.undone_silence import refuse_undone_silence
from app.domain.canonical import parse
from app.domain.fact import Fact
from app.domain.identity import PERSONAL_NAMES
from app.domain.instant import instant_text, read_instant
from app.domain.keys import BLOCK
from app.domain.paper import Content, check_size, content_digest, lacks, paper_number, title_of, with_named_characters
from app.domain.paper_changes import FILLED
from app.domain.rejection import Rejection
from app.paper import Filled, PaperTemplate, Sources, fill_paper
from app.paper.value_words import day_words
from app.store import read_definitions
from app.store.database import Reader
from app.store.read_paper import PaperRecord, offices, read_paper_row, variables_in, word_template_of

MOST_BYTES: Final = 20 * 1024 * 1024


class Place(Struct, frozen=True):
    """Where in a case a paper comes about. scopes: keys of the scopes that it is filled from, the nearest first; None: a person's wish."""

    scopes: tuple[int, ...]
    seen: Mapping[str, Any]
    element_id: str | None = None
    key: int | None = None


class Drafted(Struct, frozen=True):
    key: int
    fact: Fact
    filled: Filled
    template: PaperTemplate
    digest: str


class PaperDesk:
    """One command's desk. now: the effective instant. seq: the number of the case's last event. case_facts: see CaseFacts.

    entered: decisions made on paper that the command enters.
    """

    def __init__(
        self, store: Reader, surroundings: Surroundings, now: datetime, case_key: int, seq: int, new_number: Callable[[str], int]
    ) -> None:
        self.store, self.surroundings, self.now = store, surroundings, now
        self.case_key, self.seq, self.new_number = case_key, seq, new_number
        self.entered: list[Fact] = []

    # ---- drafting
    def draft(
        self, paper: str, place: Place, case_facts: Mapping[str, Any], *, corrects: PaperRecord | None = None, by: str | None = None
    ) -> Drafted:
        """Return a new draft of a deployed paper. corrects: the issued paper that it puts right, and cites. by: as of `filled`.

        Raises Rejection("not_found") where no paper of this id is deployed; ("bad_paper") where the case does not know what it asks.
        """
        found = read_definitions.bound(self.store, "paper", paper)
        if found is None:
            raise Rejection("not_found", "Expected a deployed %(kind)s %(id)s, but there is none", kind="paper", id=paper)
        template = self.surroundings.paper(self.store, found["digest"])
        filled = self.filled(template, place.seen, case_facts, by)
        if corrects is not None:
            filled = replace(filled, content=citing(filled.content, corrects.number or ""))
        key = self.new_number("case") * BLOCK
        said = {
            "paperKey": key,
            "paper": template.id,
            "kind": template.kind,
            "definitionDigest": found["digest"],
            "version": found["version"],
            "office": filled.office,
            "issuers": list(filled.issuers),
            # A case that keeps who wrote in does not know it, and its papers do not say it.
            "personal": any(place.seen.get(name) for name in template.names & set(PERSONAL_NAMES)),
            "scopes": [str(scope) for scope in place.scopes],
            "correctsKey": corrects.key if corrects is not None else None,
        }
        kept = {"title": title_of(filled.content), "content": check_size(filled.content)}
        return Drafted(key, Fact("paper_drafted", place.element_id, place.key, said, kept), filled, template, found["digest"])

    def filled(self, template: PaperTemplate, seen: Mapping[str, Any], case_facts: Mapping[str, Any], by: str | None = None) -> Filled:
        """Return what the paper says. by: the account that drafts it, whose own stop of a clock it is about where several stand."""
        # Papers print the full name of a unit, as it issues its own; the short one is for pages.
        units = {
            row["id"]: row["name"]
            for row in self.store.all("SELECT u.id, COALESCE(o.name, u.name) AS name FROM unit u LEFT JOIN office o ON o.id = u.id")
        }
        world = self.surroundings.feel_world(self.store, self.now)
        seen = with_reported_cases(self.store, template, seen, case_facts, self.surroundings.zone)
        if STOPPED_CLOCKS in template.names:
            seen = {**seen, STOPPED_CLOCKS: standing_stops(self.store, self.case_key, self.surroundings.zone, by)}
        if OPEN_LIMITS in template.names:
            seen = {**seen, OPEN_LIMITS: open_limits(self.store, self.case_key, self.surroundings.zone)}
        filled = fill_paper(template, Sources(seen, world, case_facts, units, offices(self.store)))
        content = with_entered_decisions(self.store, self.case_key, filled.content, self.entered, self.surroundings.zone)
        return replace(filled, content=content)

    def anew(self, record: PaperRecord, case_facts: Mapping[str, Any]) -> Content:
        """Return what the paper would say if it were drafted now: its figures are compared with those of the draft."""
        seen = {name: parse(value) for name, value in variables_in(self.store, record.scopes).items()}
        content = self.filled(self.surroundings.paper(self.store, record.digest), seen, case_facts).content
        corrects = read_paper_row(self.store, record.corrects) if record.corrects is not None else None
        return citing(content, corrects.number or "") if corrects is not None else content

    def counted_then(self, record: PaperRecord, case_facts: Mapping[str, Any]) -> Content:
        """Return what the paper would say as of when its figures were taken, by the calendar of now: days counted by another one differ."""
        desk = PaperDesk(self.store, self.surroundings, read_instant(taken_at(record)), self.case_key, self.seq, self.new_number)
        return desk.anew(record, case_facts)

    def lacking(self, record: PaperRecord) -> list[str]:
        """Return what a draft must say and does not: cut away, or drafted before the template in force asked for it."""
        newest = read_definitions.bound(self.store, "paper", record.paper)
        known = self.surroundings.paper(self.store, newest["digest"]).needs if newest is not None and record.corrects is None else ()
        return lacks(record.content, known)

    # ---- issuing
    def issue(
        self,
        key: int,
        content: Content,
        office: str,
        case_facts: Mapping[str, Any],
        note: str | None = None,
        before: Sequence[Fact] = (),
    ) -> Fact:
        """Take the next number of the office in this year, print the paper and freeze it.

        before: what the same command has brought about already: papers that it issued have numbers and are not in the store yet.

        Characters that no font draws are printed by their code. Raises Rejection("store_unavailable") where there is nothing to print with,
        ("state_forbids") while the case may say that a silence counts which a proven reply has undone.
        """
        refuse_undone_silence(self.store, self.surroundings, self.case_key)
        surroundings = self.surroundings
        press, files = surroundings.press, surroundings.files
        if press is None or files is None:
            raise Rejection("store_unavailable", "Expected a printer of papers, but this process was started without one")
        content = with_named_characters(content, press.undrawn(content))
        behind = self._behind(content, case_facts)
        day = self.now.astimezone(surroundings.zone).date()
        series = f"{office} {day.year}"
        serial = self._next_serial(series, before)
        code = offices(self.store).get(office, {}).get("code", "")
        number = paper_number(code, day.year, serial)
        content = {**{name: said for name, said in content.items() if name != FILLED}, "number": number, "issuedOn": day_words(day)}
        text = check_size(content)
        pdf, _, _ = files.put(io.BytesIO(press.pdf(content, self.now)), MOST_BYTES)
        word, _, _ = files.put(io.BytesIO(press.word(content, word_template_of(self.store, office), self.now)), MOST_BYTES)
        said = {"paperKey": key, "office": office, "series": series, "serial": serial, "number": number, "behind": behind}
        kept = {"content": text, "contentDigest": content_digest(text), "pdfDigest": pdf, "wordDigest": word, "note": note}
        return Fact("paper_issued", None, None, said, kept)

    def _next_serial(self, series: str, before: Sequence[Fact]) -> int:
        """Return the next number of a series, which no other transaction gets before this one ends.

        The counter is the lock that those who issue queue at; its value is not the number. A step that fails takes its facts back and not
        the counter, so the number follows what was issued: nothing can leave a gap.
        """
        self.new_number(f"paper {series}")
        issued = self.store.value("SELECT MAX(serial) FROM paper WHERE series = :series", series=series) or 0
        return int(issued) + 1 + sum(1 for fact in before if fact.kind == "paper_issued" and fact.public["series"] == series)

    def _behind(self, content: Content, case_facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the cases that the figures count, each with its last event, as of now.

        Raises Rejection("bad_paper") for a number that no case has, and for a secret case behind a figure of another.
        """
        own = {"receiptNumber": case_facts.get("receiptNumber"), "seq": self.seq}
        cases = {own["receiptNumber"]: own}
        for number in dict.fromkeys(number for figure in content["figures"] for number in figure["cases"]):
            if number in cases:
                continue
            row = self.store.one(
                "SELECT p.secret, s.seq FROM process_instance p JOIN case_state s ON s.case_key = p.key WHERE p.receipt_number = :number",
                number=number,
            )
            if row is None:
                raise Rejection("bad_paper", "Expected a case behind a figure, but found none with the number %(number)s", number=number)
            if row["secret"]:
                raise Rejection("bad_paper", "Expected no secret case behind a figure of another case, but found one")
            cases[number] = {"receiptNumber": number, "seq": row["seq"]}
        return {"at": instant_text(self.now), "cases": list(cases.values())}
