"""What steps of the types `duban:*` do: notices and bulletins become papers, points are moved, in the event of the step."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.audit.paper_desk import PaperDesk, Place
from app.audit.points_desk import Asked, PointsDesk
from app.audit.step_papers import ISSUED_AT_ONCE
from app.domain.points import STEP, STEP_TYPE
from app.domain.rejection import Rejection
from app.engine.world import InsideJob, JobResult
from app.store.database import Reader

INSIDE_TYPES: Final = frozenset(
    {"duban:bulletin", "duban:move-deadline", "duban:notice", "duban:points", "duban:record", "duban:resume-clock", "duban:stop-clock"}
)
"""Task types that run inside the product; every other type is a job for an external worker."""

MOST_DAYS: Final = 10_000


class InsideJobs:
    """case_facts: what the reserved name `case` reads, asked for when a job runs."""

    def __init__(self, store: Reader, desk: PaperDesk, points: PointsDesk, case_facts: Mapping[str, Any]) -> None:
        self.store, self.desk, self.points, self.case_facts = store, desk, points, case_facts

    def __call__(self, job: InsideJob) -> JobResult:
        """Carry out one. Raises Rejection, which becomes an incident of the step."""
        if job.type == STEP_TYPE:
            return self._move_points(job)
        paper = job.headers.get("paper", "")
        if job.type not in ISSUED_AT_ONCE or not paper:
            return JobResult()
        issue = _flag(job.headers, "issue", ISSUED_AT_ONCE[job.type])
        made = self._made_before(job, paper)
        if made is not None:
            return _result(job, *made, ())
        seen = {**{name: job.seen[name] for name in job.seen}, **job.inputs}
        drafted = self.desk.draft(paper, Place(job.scopes, seen, job.element_id, job.key), self.case_facts)
        if not issue:
            return _result(job, drafted.key, None, (drafted.fact,))
        issued = self.desk.issue(drafted.key, drafted.filled.content, drafted.filled.office, self.case_facts, before=job.facts)
        issued.element_id, issued.key = job.element_id, job.key
        return _result(job, drafted.key, issued.public["number"], (drafted.fact, issued))

    def _move_points(self, job: InsideJob) -> JobResult:
        """Ask the table about the rule in the header `rule`; the unit comes from the step's mappings, and so may a number of days.

        Raises Rejection("bad_value") where rule or unit is missing, or the days are no whole number.
        """
        rule, unit, days = job.headers.get("rule", ""), job.inputs.get("unit"), job.inputs.get("days", Decimal(0))
        if not rule or not isinstance(unit, str) or not unit:
            raise Rejection("bad_value", "Expected a header rule and an input unit on a step that moves points, but found one or none")
        if not isinstance(days, Decimal) or days != days.to_integral_value() or not 0 <= days <= MOST_DAYS:
            raise Rejection("bad_value", "Expected whole days on a step that moves points, but found %(found)s", found=str(days)[:60])
        fact = self.points.move(Asked(rule, STEP, int(days), unit, job.element_id, job.key))
        return JobResult(facts=(fact,) if fact is not None else ())

    def _made_before(self, job: InsideJob, paper: str) -> tuple[int, str | None] | None:
        """Return the paper that this very step made before what came after it failed: a retry must not issue another."""
        row = self.store.one(
            "SELECT key, number FROM paper WHERE element_instance_key = :key AND paper = :paper AND state <> 'discarded'",
            key=job.key,
            paper=paper,
        )
        return (row["key"], row["number"]) if row is not None else None


def _flag(headers: Mapping[str, str], name: str, default: bool) -> bool:
    said = headers.get(name, "")
    if said not in ("", "true", "false"):
        raise Rejection("bad_value", "Expected true or false as the header %(name)s, but found %(found)s", name=name, found=said[:60])
    return said == "true" if said else default


def _result(job: InsideJob, key: int, number: str | None, facts: tuple[Any, ...]) -> JobResult:
    """The variable is written only where the diagram asks for it."""
    name = job.headers.get("resultVariable", "")
    return JobResult({name: {"paperKey": str(key), "number": number}} if name else {}, facts)
