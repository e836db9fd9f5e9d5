"""One row a command: how to bring a city to where it can be carried out, by whom, and what comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.demo_city import PEOPLE
from app.service.work import Command
from tests.builders.city import City
from tests.builders.errand import PROCESS

ACCOUNTS = tuple(person.account for person in PEOPLE)
CHAIN = {"audit_event", "event_content", "case_state", "unanchored"}
CASE = {*CHAIN, "case_secret", "process_instance", "case_party", "query_code", "counter"}
SEE_ALL = {"hotline", "operator", "inspection", "supervision", "auditor", "demo"}
"""Who sees an errand without having a task in it: its owner, who starts it; operators and supervisors; the auditor; the demo account."""

IN_UNIT = {"handler-health", "handler-health-b", "head-health"}
"""Who sees it because a task of it is with their unit."""

DOCUMENT = {"name": "scan.pdf", "digest": "ab" * 32, "size_bytes": 9, "head": b"%PDF-1.7\n"}


def case_at_handle(city: City) -> int:
    """Return a case that a bureau has to handle."""
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    return case


def case_with_incident(city: City) -> int:
    """Return a case whose script fails, since `worth` was not said, and then was put right."""
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", note="urgent")
    return case


@dataclass(frozen=True)
class Row:
    """make: brings the city there and returns the command. who: carries it out. kind: of the event. facts: their kinds, in order.

    tables: those in which something changes. allowed, forbidden: accounts; all others get 404, or `otherwise`. claimed: told who holds it.
    """

    make: Callable[[City], Command]
    who: str
    kind: str
    facts: tuple[str, ...]
    tables: frozenset[str]
    allowed: frozenset[str]
    forbidden: frozenset[str]
    otherwise: str = "not_found"
    claimed: frozenset[str] = frozenset()
    run: Callable[[City, Command, str], Any] = field(default=lambda city, command, who: city.do(command, who))

    def expected(self, account: str) -> str:
        if account in self.allowed:
            return "done"
        if account in self.claimed:
            return "task_claimed"
        return "forbidden" if account in self.forbidden else self.otherwise


def row(
    make: Callable[[City], Command],
    who: str,
    kind: str,
    facts: str,
    tables: Iterable[str] = (),
    allowed: Iterable[str] = (),
    forbidden: Iterable[str] | None = None,
    **more: Any,
) -> Row:
    """forbidden: None for all who are not allowed."""
    let = frozenset(allowed)
    refused = frozenset(ACCOUNTS) - let if forbidden is None else frozenset(forbidden)
    return Row(make, who, kind, tuple(facts.split()), frozenset({*CHAIN, *tables}), let, refused, **more)


HEADS = {"handler-health", "head-health", "hotline", "operator", "demo"}
