"""Which mails are to be sent, to whom and when: what the loop keeps in the store.

Only people with an address get mail. Of a secret case nobody does. Source: docs/permissions, "left out of mails".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from app.domain.instant import instant_text, read_instant
from app.domain.mail import Sent
from app.store.database import Reader

TOLD_WITHIN: Final = timedelta(days=3)
"""A notice that is older when mail is first looked at is not mailed: who turns mail on must not send the mails of last year."""

GIVEN_UP_AFTER: Final = timedelta(days=3)
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)
CLAIMED_FOR: Final = timedelta(minutes=10)
"""Longer than it takes to hand over a batch, or to find out that the server does not answer. A worker that dies gives its mails up then."""

MOST: Final = 20
MOST_NOTICES: Final = 200
_PEOPLE: Final = (
    "SELECT a.name FROM account a WHERE a.state = 'active' AND a.mail_address IS NOT NULL AND a.name = :name"
    " UNION SELECT a.name FROM account a JOIN holding h ON h.account = a.name WHERE a.state = 'active' AND a.mail_address IS NOT NULL"
    " AND h.role = :role AND h.unit = :unit"
)


def prepare_mails(store: Reader, city_now: datetime, real_now: datetime) -> int:
    """Note of each new notice to whom it goes by mail; return how many mails that makes.

    city_now: by which notices are told, a test clock's where one is set. real_now: by which mails are sent.
    """
    locked = "" if store.is_sqlite else " FOR UPDATE OF n SKIP LOCKED"
    rows = store.all(
        "SELECT n.key, n.kind, n.recipient, n.told_at, p.secret FROM notice n JOIN process_instance p ON p.key = n.case_key"
        f" WHERE n.mail_seen = 0 ORDER BY n.key LIMIT {MOST_NOTICES}{locked}"
    )
    told_since, mails = instant_text(city_now - TOLD_WITHIN), list[dict[str, Any]]()
    for row in rows:
        if row["kind"] != "public" and not row["secret"] and row["told_at"] > told_since:
            mails += [{"key": row["key"], "account": name, "now": instant_text(real_now)} for name in _people(store, row)]
    store.run_many(
        "INSERT INTO mail (notice_key, account, created_at, due_at, tries) VALUES (:key, :account, :now, :now, 0) ON CONFLICT DO NOTHING",
        mails,
    )
    store.run_many("UPDATE notice SET mail_seen = 1 WHERE key = :key", [{"key": row["key"]} for row in rows])
    return len(mails)


def _people(store: Reader, notice: Mapping[str, Any]) -> list[str]:
    if notice["kind"] == "account":
        found = store.all(_PEOPLE, name=notice["recipient"], role="", unit="")
    else:
        role, _, unit = notice["recipient"].partition("@")
        found = store.all(_PEOPLE, name="", role=role, unit=unit)
    return sorted({row["name"] for row in found})


def take_due_mails(store: Reader, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Claim mails that are due, the longest first, and return them with what is said in them. now: real time.

    One whose person went or lost the address, or whose case became secret or was erased since, is dropped.
    """
    skip = "" if store.is_sqlite else " FOR UPDATE SKIP LOCKED"
    rows = store.all(
        "SELECT notice_key, account FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= :now"
        f" AND (claimed_until IS NULL OR claimed_until < :now) ORDER BY due_at, notice_key, account LIMIT {MOST}{skip}",
        now=instant_text(now),
    )
    found = []
    for row in rows:
        said = store.one(_SAID, **row)
        if said is None:
            store.run("DELETE FROM mail WHERE notice_key = :notice_key AND account = :account", **row)
            continue
        found.append(said)
        until = instant_text(now + CLAIMED_FOR)
        store.run("UPDATE mail SET claimed_until = :until WHERE notice_key = :notice_key AND account = :account", until=until, **row)
    return found


_SAID: Final = (
    "SELECT m.notice_key, m.account, m.created_at, m.tries, a.display_name, a.mail_address, n.notice, n.facts, n.element_id, n.told_at,"
    " p.receipt_number, p.digest, p.process_id, d.name AS process_name, t.key AS task_key, COALESCE(i.digest, p.digest) AS step_digest"
    " FROM mail m JOIN account a ON a.name = m.account AND a.state = 'active' AND a.mail_address IS NOT NULL"
    " JOIN notice n ON n.key = m.notice_key JOIN process_instance p ON p.key = n.case_key AND p.secret = 0"
    " JOIN definition d ON d.key = p.definition_key LEFT JOIN user_task t ON t.key = n.element_instance_key"
    " LEFT JOIN process_instance i ON i.key = COALESCE(t.process_instance_key, n.element_instance_key)"
    " WHERE m.notice_key = :notice_key AND m.account = :account"
)


def note_sent(store: Reader, mail: Mapping[str, Any], sent: Sent, now: datetime) -> bool:
    """Note what became of a mail; return whether the server took it. What it did not take is tried again, later each time."""
    which = {"notice": mail["notice_key"], "account": mail["account"], "now": instant_text(now)}
    where = "WHERE notice_key = :notice AND account = :account"
    if sent is Sent.TAKEN:
        store.run(f"UPDATE mail SET sent_at = :now, claimed_until = NULL, problem = NULL, tries = tries + 1 {where}", **which)
        _note_mailed(store, mail["notice_key"], which["now"])
        return True
    problem = sent.value
    if sent is Sent.REFUSED or now - read_instant(mail["created_at"]) > GIVEN_UP_AFTER:
        store.run(
            f"UPDATE mail SET given_up_at = :now, claimed_until = NULL, problem = :problem, tries = tries + 1 {where}",
            problem=problem,
            **which,
        )
        return False
    due = instant_text(now + pause_after(mail["tries"]))
    store.run(
        f"UPDATE mail SET due_at = :due, claimed_until = NULL, problem = :problem, tries = tries + 1 {where}",
        due=due,
        problem=problem,
        notice=which["notice"],
        account=which["account"],
    )
    return False


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries before the one that failed: twice as long each time, up to an hour."""
    times: int = 1 << min(tries, 10)
    return min(FIRST_PAUSE * times, LONGEST_PAUSE)


def _note_mailed(store: Reader, notice: int, now: str) -> None:
    store.run(
        "UPDATE notice SET mailed_at = :now WHERE key = :notice AND NOT EXISTS (SELECT 1 FROM mail WHERE notice_key = :notice AND"
        " sent_at IS NULL AND given_up_at IS NULL)",
        notice=notice,
        now=now,
    )
