"""Rows gathered from the facts of one event, then written with as few statements as there are kinds of row."""

from collections.abc import Mapping
from typing import Any, Final

from app.store.database import Reader

Row = Mapping[str, Any]
VARIABLE: Final = ("case_key", "process_instance_key", "scope_key", "name", "value")
MOST_TOGETHER: Final = 20
"""Variables written by one statement: a form's fields, mostly. More would only make more texts that differ in length."""


class Batch:
    """What one event changes in the projections of one case.

    case_key, at: the case, and the event's effective instant as text. seq: the event's place in its chain. returned: by element, from
    where and why the task comes back that is about to be made.
    """

    def __init__(self, store: Reader, case_key: int, at: str, actor: str, acting_for: str | None) -> None:
        self.store, self.case_key, self.at, self.actor, self.acting_for = store, case_key, at, actor, acting_for
        self.seq = 0
        self.inserts: dict[str, list[Row]] = {}
        self.updates: dict[str, dict[int, dict[str, Any]]] = {}
        self.variables: dict[tuple[int, str], Row] = {}
        self.parties: dict[tuple[str, str], None] = {}
        self.ended_tasks: list[int] = []
        self.last_end: str | None = None
        self.assigned: dict[int, int] = {}
        self.sorted_at: dict[int, str] = {}
        self.closed_subscriptions: list[int] = []
        self.returned: dict[str, dict[str, Any]] = {}

    @property
    def secret(self) -> bool:
        """Whether the case is a secret one. Most commands have seen that already."""
        known = self.store.secret
        if self.case_key not in known:
            known[self.case_key] = bool(self.store.value("SELECT secret FROM process_instance WHERE key = :key", key=self.case_key))
        return known[self.case_key]

    def insert(self, table: str, row: Row) -> None:
        self.inserts.setdefault(table, []).append(row)

    def update(self, table: str, key: int, **changes: Any) -> None:
        """Change a row by its key; a row that this event itself inserts is changed before it is written."""
        for row in self.inserts.get(table, ()):
            if row["key"] == key:
                row.update(changes)  # type: ignore[attr-defined]  # rows of ours are dicts; Mapping only shields them from appliers
                return
        self.updates.setdefault(table, {}).setdefault(key, {}).update(changes)

    def party(self, kind: str, name: str) -> None:
        self.parties[kind, name] = None

    def flush(self) -> None:
        """Write everything, rows that others refer to first."""
        for table in ("process_instance", "user_task", "task_candidate", "incident", "subscription", "deadline"):
            self._insert(table, self.inserts.pop(table, []))
        for table, rows in self.inserts.items():
            self._insert(table, rows)
        self._update()
        self._flush_tasks()
        self._flush_variables()
        # Most who do something are parties already, and the command has seen that.
        parties = [party for party in self.parties if (self.case_key, *party) not in self.store.parties]
        self.store.run_many(
            "INSERT INTO case_party (case_key, kind, name) VALUES (:case_key, :kind, :name) ON CONFLICT DO NOTHING",
            [{"case_key": self.case_key, "kind": kind, "name": name} for kind, name in parties],
        )

    def _insert(self, table: str, rows: list[Row]) -> None:
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            by_columns.setdefault(tuple(row), []).append(row)
        for columns, same in by_columns.items():
            self.store.run_many(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})", same
            )  # names are ours

    def _update(self) -> None:
        for table, rows in self.updates.items():
            by_columns: dict[tuple[str, ...], list[Row]] = {}
            for key, changes in rows.items():
                by_columns.setdefault(tuple(sorted(changes)), []).append({"key": key, **changes})
            for columns, same in by_columns.items():
                settings = ", ".join(f"{name} = :{name}" for name in columns)
                self.store.run_many(f"UPDATE {table} SET {settings} WHERE key = :key", same)  # names are ours

    def _flush_tasks(self) -> None:
        ended = [{"key": key} for key in self.ended_tasks]
        changed = [{"key": key, "assigned": assigned} for key, assigned in self.assigned.items() if key not in self.ended_tasks]
        self.store.run_many("UPDATE task_candidate SET assigned = :assigned WHERE task_key = :key", changed)
        moved = [{"key": key, "sort_at": at} for key, at in self.sorted_at.items() if key not in self.ended_tasks]
        self.store.run_many("UPDATE task_candidate SET sort_at = :sort_at WHERE task_key = :key", moved)
        self.store.run_many("DELETE FROM task_candidate WHERE task_key = :key", ended)
        self.store.run_many(
            "DELETE FROM subscription WHERE element_instance_key = :key", [{"key": key} for key in self.closed_subscriptions]
        )

    def _flush_variables(self) -> None:
        rows = list(self.variables.values())
        for at in range(0, len(rows), MOST_TOGETHER):
            together = rows[at : at + MOST_TOGETHER]
            places = ", ".join(f"({', '.join(f':{name}_{place}' for name in VARIABLE)})" for place in range(len(together)))
            self.store.run_many(
                f"INSERT INTO variable ({', '.join(VARIABLE)}) VALUES {places}"
                " ON CONFLICT (scope_key, name) DO UPDATE SET value = excluded.value",
                [{f"{name}_{place}": row[name] for place, row in enumerate(together) for name in VARIABLE}],
            )
