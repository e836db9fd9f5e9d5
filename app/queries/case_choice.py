"""Which cases a statistic is about, and what there is to choose from: never more than who asks may see.

Source: docs/permissions, "supervisor", "auditor"; a secret case is counted only for those who see it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.queries.searches import case_sight
from app.store.database import Reader


class CaseChoice(Struct, frozen=True):
    """Empty, or 0: all.

    process: its id. version: of its diagram by which the case runs now. since, until: instants as text in UTC, of the start of the case,
    from the one on, before the other. unit: one that has or had a task in it. files: for a file, which says nothing of secret cases.
    """

    process: str = ""
    version: int = 0
    since: str = ""
    until: str = ""
    unit: str = ""
    files: bool = False

    def where(self, actor: Actor) -> tuple[str, dict[str, Any]]:
        """Return SQL for root process instances `p`, and its values. The version needs their definition `d` beside them."""
        sight, values = case_sight(actor, "p.key", "p")
        parts = ["p.parent_key IS NULL", "p.receipt_number IS NOT NULL", *([sight] if sight else ())]
        if self.files:
            parts.append("p.secret = 0")
        if self.unit:
            held = "SELECT 1 FROM case_party u WHERE u.case_key = p.key AND u.kind = 'group' AND u.name LIKE :unit"
            parts.append(f"EXISTS ({held})")
            values["unit"] = f"%@{self.unit}"
        given = (
            ("process", "p.process_id ="),
            ("version", "d.version ="),
            ("since", "p.started_at >="),
            ("until", "p.started_at <"),
        )
        for name, sql in given:
            if getattr(self, name):
                parts.append(f"{sql} :{name}")
                values[name] = getattr(self, name)
        return " AND ".join(parts), values


def newest_process(store: Reader, actor: Actor) -> str:
    """Return the process of the newest case that the actor sees; empty where there is none."""
    where, values = CaseChoice().where(actor)
    return str(store.value(f"SELECT p.process_id FROM process_instance p WHERE {where} ORDER BY p.key DESC LIMIT 1", **values) or "")


def versions_of(store: Reader, actor: Actor, process: str) -> Sequence[Mapping[str, Any]]:
    """Return version, digest and number of cases of each version of a process by which cases run or ran, the newest first."""
    where, values = CaseChoice(process).where(actor)
    return store.all(
        "SELECT d.version, d.digest, COUNT(*) AS cases FROM process_instance p JOIN definition d ON d.key = p.definition_key"
        f" WHERE {where} GROUP BY d.version, d.digest ORDER BY d.version DESC",
        **values,
    )
