"""The audit log of one case as people read it: a line an event. Nothing in it depends on keys, digests or the real time."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.instant import read_instant
from app.domain.keys import case_key_of
from app.store.database import Reader

Fact = Mapping[str, Any]
Words = Callable[[Fact, ZoneInfo], str]


def event_log(store: Reader, case_key: int, name: str, zone: ZoneInfo) -> str:
    """Return the events of a case in their order, ended by a line feed.

    Each line: the effective instant, civil time of the city; the actor; what happened and where; what followed. An event recorded at
    another instant than it took effect says when.
    """
    number = store.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case_key)
    rows = store.all(
        "SELECT seq, kind, effective_at, recorded_at, actor, element_id, body FROM audit_event WHERE case_key = :key ORDER BY seq",
        key=str(case_key),
    )
    bodies: list[list[Fact]] = [json.loads(row["body"])["facts"] for row in rows]
    alike = _told_apart(bodies)
    lines = [
        f"{name} {number}",
        *(_line(row, [_named(fact, alike) for fact in facts], zone) for row, facts in zip(rows, bodies, strict=True)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _told_apart(bodies: list[list[Fact]]) -> dict[str, str]:
    """Return, by key, whose task it is, for tasks of one element that an event created several of."""
    found: dict[str, str] = {}
    for facts in bodies:
        created = [fact for fact in facts if fact["fact"] == "task_created"]
        for fact in created:
            if sum(other["elementId"] == fact["elementId"] for other in created) > 1:
                found[fact["elementInstanceKey"]] = ", ".join(sorted(fact.get("candidateGroups") or ()))
    return found


def _named(fact: Fact, alike: Mapping[str, str]) -> Fact:
    group = alike.get(fact.get("elementInstanceKey", ""))
    own = group is None or "elementId" not in fact or fact["fact"] == "task_created"
    return fact if own else {**fact, "elementId": f"{fact['elementId']} [{group}]"}


def _line(row: Mapping[str, Any], facts: list[Fact], zone: ZoneInfo) -> str:
    effective, recorded = read_instant(row["effective_at"]), read_instant(row["recorded_at"])
    said = [words(fact, zone) for fact in facts if (words := _WORDS.get(fact["fact"])) is not None]
    main = next((fact for fact in facts if fact["fact"] == row["kind"]), {})
    element = main.get("elementId") or row["element_id"] or ""
    late = [f"recorded {_civil(recorded, zone)}"] if recorded != effective else []
    head = f"{row['seq']:>3}  {_civil(effective, zone)}  {row['actor']:<16} {row['kind']} {element}".rstrip()
    return "; ".join([head, *late, *filter(None, said)])


def _civil(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    exact = "%H:%M" if local.second == local.microsecond == 0 else "%H:%M:%S"
    return f"{local:%Y-%m-%d} {local:{exact}}"


def _at(fact: Fact, name: str, zone: ZoneInfo) -> str:
    return _civil(read_instant(fact[name]), zone)


def _deadline(verb: str) -> Words:
    def words(fact: Fact, zone: ZoneInfo) -> str:
        said = [f"deadline of {fact['elementId']} {verb}: until {_at(fact, 'deadlineAt', zone)}"]
        if fact.get("effectiveAt") != fact["deadlineAt"]:
            said.append(f"takes effect {_at(fact, 'effectiveAt', zone)}")
        said += [f"established {_at(fact, 'establishedAt', zone)}"] if fact.get("establishedAt") else []
        said += [fact["light"]] if fact.get("light") else []
        said += [f"article {fact['article']}"] if fact.get("article") else []
        return ", ".join([*said, *(["provisional"] if fact.get("provisional") else [])])

    return words


def _light(fact: Fact, zone: ZoneInfo) -> str:
    return f"light of {fact['elementId']} {fact.get('from') or 'none'} -> {fact['light']} at {_at(fact, 'at', zone)}"


def _started(fact: Fact, zone: ZoneInfo) -> str:
    return f"received {_at(fact, 'receivedAt', zone)}" if fact.get("receivedAt") else ""


def _of_case(fact: Fact) -> str:
    """Return what ended: the case itself, or a process within it or beside it."""
    key = int(fact["elementInstanceKey"])
    return "case" if key == case_key_of(key) else str(fact["process"])


def _migrated(fact: Fact, zone: ZoneInfo) -> str:
    return f"from version {fact['formerVersion']} to {fact['version']}"


def _modified(fact: Fact, zone: ZoneInfo) -> str:
    said = [f"{verb} {', '.join(one['elementId'] for one in fact[verb])}" for verb in ("ended", "begun") if fact[verb]]
    return ", ".join(said)


def _asked(fact: Fact, zone: ZoneInfo) -> str:
    ahead = f"could be asked for until {fact['lastDay']}"
    return f"extension {fact['number']} from {_at(fact, 'deadlineAt', zone)} to {fact['newDate']}, {ahead}"


def _decided(fact: Fact, zone: ZoneInfo) -> str:
    asked = [_by_rules(one) for one in fact.get("required") or ()]
    return f"decision {_by_rules(fact)}" + (f" (asked for it: {', '.join(asked)})" if asked else "")


def _by_rules(said: Fact) -> str:
    rules = ", ".join(str(rule["index"]) for rule in said.get("matchedRules") or ()) or "none"
    return f"{said['decisionId']} by rule {rules}"


def _armed(fact: Fact, zone: ZoneInfo) -> str:
    return f"timer {fact['elementId']} due {_at(fact, 'dueAt', zone)}" if fact.get("dueAt") else f"timer {fact['elementId']} waits"


def _fired(fact: Fact, zone: ZoneInfo) -> str:
    missed = [f"{fact['missed']} turns were missed"] if fact.get("missed") else []
    again = [f"again due {_at(fact, 'nextDueAt', zone)}"] if fact.get("nextDueAt") else []
    return ", ".join([f"timer {fact['elementId']} fired", *missed, *again])


def _created(fact: Fact, zone: ZoneInfo) -> str:
    return f"next {fact['elementId']} [{', '.join(sorted(fact.get('candidateGroups') or ()))}]"


def _completed(fact: Fact, zone: ZoneInfo) -> str:
    return f"end {fact['elementId']}" if fact.get("type") == "endEvent" else ""


_WORDS: Final[Mapping[str, Words]] = {
    "process_instance_started": _started,
    "process_instance_completed": lambda fact, zone: f"{_of_case(fact)} completed",
    "process_instance_cancelled": lambda fact, zone: f"{_of_case(fact)} cancelled",
    "instance_migrated": _migrated,
    "instance_modified": _modified,
    "element_migrated": lambda fact, zone: f"{fact['fromElementId']} goes on as {fact['elementId']}",
    "extension_requested": _asked,
    "identity_kept": lambda fact, zone: f"{', '.join(fact['names'])} kept",
    "identity_corrected": lambda fact, zone: f"{', '.join(fact['names'])} put right",
    "identity_protection_lifted": lambda fact, zone: "protection of who wrote in lifted",
    "document_added": lambda fact, zone: f"document {fact['mediaType']}",
    "paper_issued": lambda fact, zone: f"paper {fact['number'] or 'without a number'} issued",
    "points_moved": lambda fact, zone: f"points of {fact['unit']} {fact['points']} ({fact['event']}, article {fact['article']})",
    "points_not_moved": lambda fact, zone: f"no points of {fact['unit']}: the table has no answer ({fact['event']})",
    "message_correlated": lambda fact, zone: f"message {fact['name']}",
    "decision_evaluated": _decided,
    "task_created": _created,
    "task_delegated": lambda fact, zone: f"to {fact['assignee']}, who works on it for {fact['from']}",
    "delegation_returned": lambda fact, zone: f"to {fact.get('assignee') or 'its group'}",
    "task_returned": lambda fact, zone: f"to {fact['toElementId']}",
    "reply_put_right": lambda fact, zone: f"anew {', '.join(fact['names'])}",
    "answers_corrected": lambda fact, zone: f"anew {', '.join(fact['names'])}",
    "task_changed": lambda fact, zone: f"{fact['elementId']} offered to [{', '.join(sorted(fact.get('candidateGroups') or ()))}]",
    "task_cancelled": lambda fact, zone: f"task {fact['elementId']} cancelled",
    "element_completed": _completed,
    "timer_armed": _armed,
    "timer_moved": _armed,
    "timer_fired": _fired,
    "incident_opened": lambda fact, zone: f"incident at {fact['elementId']}: {fact.get('code')}",
    "deadline_started": _deadline("started"),
    "deadline_moved": _deadline("moved"),
    "deadline_suspended": _deadline("stopped"),
    "deadline_stop_outlasted": _deadline("still stopped"),
    "deadline_resumed": _deadline("runs again"),
    "deadline_recomputed": _deadline("counted anew"),
    "deadline_confirmed": _deadline("confirmed"),
    "deadline_light_changed": _light,
    "deadline_met": _deadline("met"),
    "deadline_missed": _deadline("missed"),
    "deadline_lapsed": _deadline("lapsed"),
    "deadline_voided": _deadline("void"),
}
"""What a fact adds to its event's line; a kind that is not here adds nothing."""
