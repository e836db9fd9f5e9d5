"""Whom an event has to be told to: what the law lets happen to a period is told to both sides, and that they were told is on record.
Who has the work in hand is reminded when little of its time is left.

Source: procedures, section 1, "silence", "stopping the clock" (Licensing Law, article 45), "received is not entered" and "light".
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from app.audit.bind_given import work_given
from app.audit.bind_incident_notices import incident_notices
from app.audit.bind_request_notices import LAPSED, request_notices
from app.audit.bind_taken_away import work_taken_away
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.light import Light
from app.store.database import Reader
from app.store.read_staffing import staffing

NOBODY: Final = frozenset({"clock", "public", "system"})
"""Who may start a case and is no person to whom a task could go."""

PUBLIC: Final = "public"
"""The one who is told on the public page of the case: applicant or citizen."""

TOLD: Final = {"deadline_lapsed": "silence", "deadline_suspended": "stopped", "deadline_resumed": "resumed"}
"""What is told, by the fact that it is about; a lapse undone is `undone`."""

REMINDER: Final = "reminder"
"""Told to those who have the work, when its light turns yellow."""

OUTLASTED: Final = "stop-outlasted"
"""Told to who stopped a clock, to whose step waits and to whose matter it is, when the day has passed on which it was to run on."""

RECOMPUTED: Final = "recomputed"
"""Told to those who have the work, when a year's notice moves its deadline."""

FIRM: Final = "firm"
"""Told to those who have the work, when an instant that was provisional is so no more and stands as it was."""

DATE_CLOSED: Final = "date-closed"
"""Told to those who have work due by a fixed date, when a year's notice makes that day one off: the date holds all the same."""

NEW_LIMIT: Final = "new-limit"
"""Told to those who have a late letter, and to the head of their unit, when an issued bulletin gives it a new limit."""

WITH_NOBODY: Final = "with-nobody"
"""Told to who registered a secret case, when a task of it is with nobody since an account was disabled."""

_KEPT: Final = (
    "deadlineAt",
    "effectiveAt",
    "deadlineBefore",
    "article",
    "silence",
    "expectedUntil",
    "provisional",
    "undoesLapseAt",
    "latestAt",
)


def bind_notices(store: Reader, case_key: int, facts: list[Fact], now: datetime, by: str) -> None:
    """Add to the facts of an event who is told of it. now: the deciding instant, at which they are told. by: whose event it is."""
    paper = next((fact.public["paperNumber"] for fact in facts if fact.kind == "limit_set"), None)
    for place, fact in enumerate(list(facts)):
        if fact.kind == "deadline_moved" and paper is not None and fact.key is not None:
            _tell_of_new_limit(store, case_key, facts, fact, (paper, now))
            continue
        if fact.kind in ("deadline_recomputed", "deadline_confirmed") and fact.key is not None and _falls_provisional(store, fact):
            _tell_the_holders(store, case_key, facts, fact, (FIRM, now))
            continue
        if fact.kind == "deadline_suspended" and not fact.public.get("expectedUntil"):
            fact = _with_latest(fact, facts[place + 1 :])
        if fact.kind == "deadline_light_changed" and fact.public["light"] == Light.YELLOW and fact.key is not None:
            _remind(store, case_key, facts, fact, now)
            continue
        if fact.kind == "deadline_recomputed" and fact.key is not None and fact.public["deadlineAt"] != fact.public["deadlineBefore"]:
            _tell_the_holders(store, case_key, facts, fact, (RECOMPUTED, now))
            continue
        if fact.kind == "deadline_stop_outlasted" and fact.key is not None:
            said = {"notice": OUTLASTED, "to": _waiting(store, case_key, fact.key, facts), "toldAt": instant_text(now)}
            facts.append(Fact("notice_given", fact.element_id, fact.key, {**said, "expectedAt": fact.public["at"]}))
            continue
        told = "undone" if fact.kind == "deadline_met" and fact.public.get("undoesLapseAt") else TOLD.get(fact.kind)
        if told is None or fact.key is None:
            continue
        kept = {name: fact.public[name] for name in _KEPT if fact.public.get(name) is not None}
        to = _both_sides(store, case_key, fact.key, facts)
        if told in ("stopped", "resumed"):
            to = list(dict.fromkeys([*to, *_who_began(store, case_key)]))
        said = {"notice": told, "to": to, "toldAt": instant_text(now), **kept}
        facts.append(Fact("notice_given", fact.element_id, fact.key, said))
    requests = [*request_notices(store, facts)]
    taken = work_taken_away(store, facts, by, {one.key for one in requests if one.public["notice"] == LAPSED})
    for notice in [*requests, *taken, *work_given(facts, by), *incident_notices(facts)]:
        if notice.public["to"]:
            notice.public["toldAt"] = instant_text(now)
            facts.append(notice)
    _keep_to_the_named(store, case_key, facts)


def _keep_to_the_named(store: Reader, case_key: int, facts: list[Fact]) -> None:
    """Of a secret case those named in it are told, and no group: whoever is in one would read of it. In the place of somebody whose account
    is disabled, who reads nothing any more, the one is told who registered the case and gives its work to people."""
    notices = [fact for fact in facts if fact.kind == "notice_given"]
    if not notices:
        return
    # Of a case that begins in this event, no row says it yet.
    begun = next((fact.public for fact in facts if fact.kind == "process_instance_started" and fact.key == case_key), None)
    secret = begun.get("secret") if begun else store.value("SELECT secret FROM process_instance WHERE key = :key", key=case_key)
    if not secret:
        return
    rows = store.all("SELECT name FROM case_party WHERE case_key = :key AND kind = 'account' ORDER BY name", key=case_key)
    by = [begun["startedBy"]] if begun and begun.get("startedBy") not in (None, *NOBODY) else []
    named = [f"account:{name}" for name in dict.fromkeys([row["name"] for row in rows] + by)]
    for fact in notices:
        people = [to for to in fact.public["to"] if to.startswith("account:")]
        gone = {f"account:{account}" for account in _disabled(store, people)}
        told = [*people, *(named if len(people) < len(fact.public["to"]) else ())]
        told += [f"account:{account}" for account in who_assigns(store, case_key)] if gone else ()
        fact.public["to"] = [to for to in dict.fromkeys(told) if to not in gone]


def who_assigns(store: Reader, case_key: int) -> list[str]:
    """Return the account that registered a secret case and gives its tasks to people; where it is not in use any more, all the others that
    are named in the case and in use."""
    rows = store.all(
        "SELECT p.name, r.started_by FROM case_party p JOIN account a ON a.name = p.name AND a.state = 'active'"
        " JOIN process_instance r ON r.key = p.case_key WHERE p.case_key = :key AND p.kind = 'account' ORDER BY p.name",
        key=case_key,
    )
    return [row["name"] for row in rows if row["name"] == row["started_by"]] or [row["name"] for row in rows]


def _disabled(store: Reader, people: Iterable[str]) -> list[str]:
    names = [to.partition(":")[2] for to in people]
    return [name for name in names if store.value("SELECT state FROM account WHERE name = :name", name=name) == "disabled"]


def _with_latest(fact: Fact, after: list[Fact]) -> Fact:
    """Return the fact of a clock that the diagram stopped, as a notice says it: with the instant by which it runs on at the latest, where
    the step that it waits for has a deadline of its own. What is written of the fact itself stays as it is."""
    waits = next((one for one in after if one.kind in ("deadline_started", "task_created")), None)
    if waits is None or waits.kind != "deadline_started" or waits.key == fact.key:
        return fact
    return Fact(fact.kind, fact.element_id, fact.key, {**fact.public, "latestAt": waits.public["deadlineAt"]})


def _falls_provisional(store: Reader, fact: Fact) -> bool:
    """Say whether a deadline that was provisional until now is firm, at the instant that it had."""
    if fact.public["provisional"] or fact.public.get("deadlineBefore", fact.public["deadlineAt"]) != fact.public["deadlineAt"]:
        return False
    return bool(store.value("SELECT provisional FROM deadline WHERE key = :key", key=fact.key))


def _tell_of_new_limit(store: Reader, case_key: int, facts: list[Fact], fact: Fact, by: tuple[str, datetime]) -> None:
    """Tell who has a late letter, and the head of the unit, by when it is to be answered now. by: the bulletin's number, and the time.

    Source: opinions, article 15; docs/decisions, "a bulletin sets limits by messages of its own".
    """
    about = dict.fromkeys(who_was_asked(store, case_key, fact.key or 0, facts))
    sql = (
        "SELECT DISTINCT c.name FROM task_candidate c JOIN user_task t ON t.key = c.task_key WHERE c.kind = 'group' AND c.name LIKE '%@%'"
        " AND t.state = 'CREATED' AND t.case_key = :case_key AND (t.deadline_key = :key OR t.key = :key) ORDER BY c.name"
    )
    for row in store.all(sql, case_key=case_key, key=fact.key) if about else ():
        about[f"group:unit-head@{row['name'].partition('@')[2]}"] = None
    if about:
        kept = {name: fact.public[name] for name in _KEPT if fact.public.get(name) is not None}
        said = {"notice": NEW_LIMIT, "to": list(about), "toldAt": instant_text(by[1]), "paperNumber": by[0], **kept}
        facts.append(Fact("notice_given", fact.element_id, fact.key, said))


def _tell_the_holders(store: Reader, case_key: int, facts: list[Fact], fact: Fact, told: tuple[str, datetime]) -> None:
    """Tell who has the work, and who decides on more time for it, that a year's notice has moved its deadline, from when to when; or that
    its instant, provisional until now, is firm. told: which notice, and the time.

    A request about a deadline follows it, and so its approver is told by the fact of the request's own. Source: procedures, section 1,
    "calendar unknown".
    """
    about = list(dict.fromkeys(who_was_asked(store, case_key, fact.key or 0, facts)))
    if about and fact.public["state"] in ("running", "suspended"):
        kept = {name: fact.public[name] for name in _KEPT if fact.public.get(name) is not None}
        said = {"notice": told[0], "to": about, "toldAt": instant_text(told[1]), **kept}
        facts.append(Fact("notice_given", fact.element_id, fact.key, said))


def _remind(store: Reader, case_key: int, facts: list[Fact], fact: Fact, now: datetime) -> None:
    """Remind who has the work. Where the deadline has passed already, since nothing ran, the one notice says so (`late`): remindAt, when
    it was due, and toldAt, when it was given, are the record of what was missed."""
    about = dict.fromkeys(who_was_asked(store, case_key, fact.key or 0, facts))
    for substitute in _substitutes(store, case_key, about, now):
        about[f"account:{substitute}"] = None
    if about:
        kept = {name: fact.public[name] for name in _KEPT if fact.public.get(name) is not None}
        said = {"notice": REMINDER, "to": list(about), "toldAt": instant_text(now), "remindAt": fact.public["at"], **kept}
        if said["toldAt"] >= fact.public["effectiveAt"]:
            said["late"] = True
        if fact.public["at"] < (_off_paper(store, case_key, facts, now) or ""):
            said["onPaper"] = True
        facts.append(Fact("notice_given", fact.element_id, fact.key, said))


def _off_paper(store: Reader, case_key: int, facts: Iterable[Fact], now: datetime) -> str | None:
    """Return since when a case is here that was begun on paper: nothing could remind of it before. None: it was begun here."""
    if any(fact.kind == "paper_case_taken" for fact in facts):
        return instant_text(now)
    sql = "SELECT recorded_at FROM audit_event WHERE case_key = :key AND kind = 'paper_case_taken' ORDER BY seq LIMIT 1"
    taken: str | None = store.value(sql, key=str(case_key))
    return taken


def _substitutes(store: Reader, case_key: int, about: Iterable[str], now: datetime) -> list[str]:
    """Return whom the work reaches of those who are away (AB角); of a secret case nobody whom it does not name."""
    found = staffing(store, now)
    if found is None or store.value("SELECT secret FROM process_instance WHERE key = :key", key=case_key):
        return []
    away = [name for kind, _, name in (to.partition(":") for to in about) if kind == "account" and name in found.away]
    return [substitute for name in away for substitute in found.substitutes(name)]


def _both_sides(store: Reader, case_key: int, key: int, facts: Iterable[Fact]) -> list[str]:
    """Return who is told, each as `account:name`, `group:name` or `public`: who was asked, and whose matter it is."""
    case = store.one("SELECT owner, started_by, secret FROM process_instance WHERE key = :key", key=case_key)
    asked = dict.fromkeys(who_was_asked(store, case_key, key, facts) or _told_before(store, case_key, key))
    if case is not None:
        if case["owner"]:
            asked[f"group:{case['owner']}"] = None
        elif case["started_by"] and case["started_by"] not in NOBODY:
            asked[f"account:{case['started_by']}"] = None
        if not case["secret"]:
            asked[PUBLIC] = None
    return list(asked)


def _who_began(store: Reader, case_key: int) -> list[str]:
    """Return who registered a case that is another's to run: his matter stands still, such as a unit's whose penalty is reviewed."""
    by = store.value("SELECT started_by FROM process_instance WHERE key = :key", key=case_key)
    return [f"account:{by}"] if by and by not in NOBODY else []


def _waiting(store: Reader, case_key: int, key: int, facts: Iterable[Fact]) -> list[str]:
    """Return who has to see to a clock that stands longer than expected: who stopped it, whose step it is and whose matter. Not the public,
    which reads on its page that the clock stands."""
    sql = "SELECT actor, body FROM audit_event WHERE case_key = :key AND kind = 'deadline_suspended' ORDER BY seq DESC"
    stopped = (row["actor"] for row in store.all(sql, key=str(case_key)) if _is_about(json.loads(row["body"]), key))
    by = [f"account:{account}" for account in [next(stopped, None)] if account and account not in NOBODY]
    sides = [*by, *_both_sides(store, case_key, key, facts), *_who_began(store, case_key)]
    return [to for to in dict.fromkeys(sides) if to != PUBLIC]


def _is_about(body: Mapping[str, Any], key: int) -> bool:
    return any(fact["fact"] == "deadline_suspended" and fact.get("elementInstanceKey") == str(key) for fact in body["facts"])


def who_was_asked(store: Reader, case_key: int, key: int, facts: Iterable[Fact]) -> list[str]:
    """Return the holders, or the candidates, of the tasks that a deadline is about: its own, those cancelled with it, those showing it."""
    cancelled = {fact.key for fact in facts if fact.kind == "task_cancelled" and fact.key is not None}
    rows = store.all("SELECT key, assignee, state, deadline_key FROM user_task WHERE case_key = :case_key", case_key=case_key)
    named = {key, *cancelled}
    about = [row for row in rows if row["key"] in named or (row["state"] == "CREATED" and row["deadline_key"] == key)]
    found = []
    for row in about:
        if row["assignee"]:
            found.append(f"account:{row['assignee']}")
            continue
        candidates = store.all("SELECT kind, name FROM task_candidate WHERE task_key = :key ORDER BY kind, name", key=row["key"])
        found += [f"{'group' if one['kind'] == 'group' else 'account'}:{one['name']}" for one in candidates]
    return found


def _told_before(store: Reader, case_key: int, key: int) -> list[str]:
    """Return who was told of the lapse: the candidates of a task that ended are kept nowhere else."""
    found = []
    sql = "SELECT body FROM audit_event WHERE case_key = :key AND kind = 'deadline_lapsed' ORDER BY seq"
    for event in store.all(sql, key=str(case_key)):
        for fact in json.loads(event["body"])["facts"]:
            if fact["fact"] == "notice_given" and fact.get("elementInstanceKey") == str(key):
                found += [name for name in fact["to"] if name.startswith(("account:", "group:"))]
    return found
