"""Who is told that work is taken away: whoever had a task that ended without being done, else those to whom it was offered; and whoever had
asked for more time for it.

A case that is withdrawn, recalled, cancelled or was entered by mistake takes its open tasks with it. Why stands in its history, where words
can be erased; what was typed stays on the page of the task, readable by who typed it.
"""

from collections.abc import Container, Iterator, Sequence
from typing import Final

from app.domain.extension_request import PROCESS
from app.domain.fact import Fact
from app.store.database import Reader
from app.store.read_candidates import candidates

TAKEN_AWAY: Final = "taken-away"
TAKEN_OFFER: Final = "offer-ended"
"""Told to those who could have taken a task that nobody had."""

REQUEST_ENDED: Final = "request-ended"
_NOBODY: Final = frozenset({"clock", "public", "system"})


def work_taken_away(store: Reader, facts: Sequence[Fact], by: str, told: Container[int | None]) -> Iterator[Fact]:
    """Yield the notices about work that an event ended, without the instant at which they are told.

    told: keys of tasks of which more is told, such as of a request that lapsed undecided. by: whose event it is, who needs not be told.
    Silence that took effect is told of as such, and what is withdrawn to be done again by the
    same person at once goes on for him.
    """
    goes_on = {(one.element_id, one.public["assignee"]) for one in facts if one.kind == "task_created" and one.public.get("assignee")}
    anew = set(_offered_anew(facts))
    for fact in facts:
        if fact.kind == "task_cancelled" and not fact.public.get("lapsed") and fact.key not in told:
            who = store.value("SELECT assignee FROM user_task WHERE key = :key", key=fact.key)
            if who and who != by and (fact.element_id, who) not in goes_on:
                yield _notice(TAKEN_AWAY, fact, fact.key, [f"account:{who}"])
            elif not who:
                ended = [to for to in _offered(store, fact.key) if (fact.element_id, to) not in anew]
                offered = [one for to in ended for one in _others(store, to, by)]
                if offered:
                    yield _notice(TAKEN_OFFER, fact, fact.key, offered)
        elif fact.kind == "process_instance_cancelled" and fact.public.get("process") == PROCESS:
            asker = store.value("SELECT started_by FROM process_instance WHERE key = :key", key=fact.key)
            if asker and asker != by and asker not in _NOBODY:
                yield _notice(REQUEST_ENDED, fact, fact.key, [f"account:{asker}"])


def _offered(store: Reader, key: int | None) -> list[str]:
    """Return to whom a task that nobody had taken was offered, each as `group:name` or `account:name`."""
    rows = store.all("SELECT kind, name FROM task_candidate WHERE task_key = :key ORDER BY kind, name", key=key)
    return [f"{'group' if row['kind'] == 'group' else 'account'}:{row['name']}" for row in rows]


def _others(store: Reader, to: str, by: str) -> list[str]:
    """Return whom of an offer it is told, without whose event it is: of a group which that account is in, the others each by account."""
    kind, _, name = to.partition(":")
    if kind == "account":
        return [to] if name != by else []
    people = {one.account for one in candidates(store, frozenset({name}), frozenset())}
    return [f"account:{one}" for one in sorted(people - {by})] if by in people else [to]


def _offered_anew(facts: Sequence[Fact]) -> Iterator[tuple[str | None, str]]:
    for fact in facts:
        if fact.kind == "task_created":
            yield from ((fact.element_id, f"group:{name}") for name in fact.public.get("candidateGroups") or ())
            yield from ((fact.element_id, f"account:{name}") for name in fact.public.get("candidateUsers") or ())


def _notice(notice: str, fact: Fact, key: int | None, to: list[str]) -> Fact:
    return Fact("notice_given", fact.element_id, key, {"notice": notice, "to": to})
