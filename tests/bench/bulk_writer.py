"""Writes many cases at once, for measurements with a hundred thousand: copies of one that went through the door.

Each has keys, receipt number, secret and chain of its own. A test holds a thousand of them against a thousand made by the door. The rules
are those of the published description: a case's keys lie in a block of 2**20; an event's digest covers all its other columns; contents and
snapshots are digested under the case's secret. Nothing else of the product is known here: every table that names the case is copied,
whatever its columns.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bench.rig.database import Database
from tests.resilience.check_chain import FIRST, digest_of

BLOCK = 1 << 20
NUMBER = re.compile(r"\d{7,19}")
LEFT_OUT = {"idempotency", "outbox", "draft", "session", "unanchored", "anchor_batch", "event_article"}
"""The last three are filled by triggers, or from outside."""

CHUNK = 2000
Row = dict[str, Any]


def check_digit(digits: str) -> int:
    """ISO/IEC 7064, MOD 11,10, written down from the standard for this check alone."""
    remainder = 10
    for digit in map(int, digits):
        remainder = (remainder + digit) % 10 or 10
        remainder = remainder * 2 % 11
    return (11 - remainder) % 10


def receipt(code: str, year: str, running: int) -> str:
    return f"{code}-{year}-{running:06d}-{check_digit(f'{year}{running:06d}')}"


@dataclass
class Template:
    """One case as the store holds it. snapshots: as they were after each of its events, in order; the last is kept in its row."""

    case: int
    snapshots: list[bytes]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def receipt(self) -> str:
        found: str = self.rows["process_instance"][0]["receipt_number"]
        return found


def tables(database: Database) -> dict[str, list[str]]:
    """Return the columns of every table of the store."""
    if database.kind == "sqlite":
        names = [name for (name,) in database.rows("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")]
        return {name: [row[1] for row in database.rows(f"pragma table_info({name})")] for name in names}
    found: dict[str, list[str]] = {}
    query = (
        "select table_name, column_name from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position"
    )
    for name, column in database.rows(query):
        found.setdefault(name, []).append(column)
    return found


def capture(database: Database, case: int, snapshots: list[bytes]) -> Template:
    """Read all rows of one case."""
    template = Template(case, snapshots)
    for name, columns in tables(database).items():
        if name in LEFT_OUT:
            continue
        if "case_key" in columns:
            value: Any = str(case) if name in ("audit_event", "event_content", "case_secret", "access_event") else case
            rows = database.rows(f"select {', '.join(columns)} from {name} where case_key = ? order by 1, 2", value)
        elif "task_key" in columns:
            rows = database.rows(f"select {', '.join(columns)} from {name} where task_key >= ? and task_key < ?", case, case + BLOCK)
        else:
            continue
        if rows:
            template.rows[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return template


class Copier:
    """Makes the rows of one more case: `case` is its key, `running` the running number of its receipt."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.code, self.year, running, digit = template.receipt.split("-")
        self.running = int(running)
        said = receipt(self.code, self.year, self.running)
        assert said == template.receipt, f"Expected {said} by the standard, but the store holds {template.receipt}, which ends with {digit}"

    def moved(self, value: Any, case: int, number: str) -> Any:
        """Return a value with every key of the template's block, and its receipt number, replaced by those of the copy."""
        old = self.template.case
        if isinstance(value, int):
            return value - old + case if old <= value < old + BLOCK else value
        if isinstance(value, bytes | memoryview):
            return self.moved(bytes(value).decode(), case, number).encode()
        if isinstance(value, str):
            text = value.replace(self.template.receipt, number)
            return NUMBER.sub(lambda found: str(self.moved(int(found[0]), case, number)) if found[0][0] != "0" else found[0], text)
        return value

    def copy(self, case: int, running: int) -> dict[str, list[Row]]:
        number, secret = receipt(self.code, self.year, running), os.urandom(32)
        made: dict[str, list[Row]] = {}
        for name, rows in self.template.rows.items():
            if name in ("audit_event", "event_content", "case_secret"):
                continue
            made[name] = [{column: self.moved(value, case, number) for column, value in row.items()} for row in rows]
            for row in made[name]:
                # A row whose number the database gives is given a new one.
                if "key" in row and not case <= row["key"] < case + BLOCK:
                    del row["key"]
        made["case_secret"] = [{"case_key": str(case), "secret": secret}]
        self._chain(made, case, number, secret)
        return made

    def _chain(self, made: dict[str, list[Row]], case: int, number: str, secret: bytes) -> None:
        contents, events, previous = [], [], FIRST
        kept = {row["seq"]: row["content"] for row in self.template.rows["event_content"]}
        for place, row in enumerate(self.template.rows["audit_event"]):
            content = self.moved(kept[row["seq"]], case, number)
            snapshot = self.moved(self.template.snapshots[place], case, number)
            event = row | {"case_key": str(case), "body": self.moved(row["body"], case, number), "previous_digest": previous}
            event["content_digest"] = hmac.new(secret, content.encode(), hashlib.sha256).hexdigest()
            event["snapshot_digest"] = hmac.new(secret, snapshot, hashlib.sha256).hexdigest()
            event["digest"] = previous = digest_of(event)
            events.append(event)
            contents.append({"case_key": str(case), "seq": row["seq"], "content": content})
        made["audit_event"], made["event_content"] = events, contents
        made["case_state"][0]["chain_digest"] = previous


def next_cases(database: Database, copier: Copier, wanted: int) -> Iterator[tuple[int, int]]:
    """Take numbers for so many cases from the store's own counters, so that the door goes on after them."""
    receipts = f"receipt {copier.code} {copier.year}"
    cases, running = (database.one("select value from counter where name = ?", name) for name in ("case", receipts))
    for name, value in (("case", cases), (receipts, running)):
        database.do("update counter set value = ? where name = ?", value + wanted, name)
    for place in range(1, wanted + 1):
        yield (cases + place) * BLOCK, running + place


def write_copies(address: str, template: Template, wanted: int, *, wait: bool = False) -> None:
    """Write so many copies of a case. The server may run meanwhile, but should not be asked to start cases.

    wait: whether their events wait for their anchor. Anchoring hundreds of thousands at once would be measured with what follows, and no
    city has that.
    """
    copier = Copier(template)
    with Database(address, write=True) as database:
        numbers = list(next_cases(database, copier, wanted))
        for at in range(0, wanted, CHUNK):
            batch: dict[str, list[Row]] = {}
            for case, running in numbers[at : at + CHUNK]:
                for name, rows in copier.copy(case, running).items():
                    batch.setdefault(name, []).extend(rows)
            database.load(batch)
        if not wait:
            database.do("delete from unanchored")
        if database.kind == "postgresql":
            # As the database does by itself within a minute of such growth, and would in the middle of what is measured next.
            database.do("vacuum (analyze)")
            database.do("checkpoint")
