"""The rows that show a case, made again from its events alone, and what the city's tables say otherwise.

Pages, lists, dossiers and the door read those rows. Who has the database could change one without touching an event: nothing that
recomputation judges would come out differently, and people would go by what is shown.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.audit.differences import Difference
from app.audit.shown_rows import ShownRow, rows_made, shown_rows
from app.domain.fact import Fact
from app.domain.query_code import code_hash, query_code
from app.store.apply import Batch, apply_facts, show_deadlines
from app.store.apply.deadlines import HasDeadlines
from app.store.database import Reader
from app.store.empty_store import empty_store

_MOST_TOLD: Final = 50
_OF_THE_FACT: Final = frozenset({"fact", "elementId", "elementInstanceKey"})


class BadRows(Struct, frozen=True):
    """seq: the first event of which a row says something else; of a row that no event made, the last one. what: row, row_missing or
    row_inserted. name: of the first such row. differences: of all, as far as there is room."""

    seq: int
    what: str
    name: str
    differences: tuple[Difference, ...]


class RebuiltRows:
    """What the events of one case write, in a store of its own that nobody else sees. secret: the city's own."""

    def __init__(self, case_key: int, secret: str) -> None:
        self._case_key, self._secret, self._store = case_key, secret, empty_store()

    def take(
        self,
        event: Mapping[str, Any],
        said: Sequence[Mapping[str, Any]],
        private: Mapping[str, Mapping[str, Any]],
        case: HasDeadlines | None,
    ) -> None:
        """Write what the next event says. said: its facts. private: what lies beside them, by their place. case: after it; None for an
        event without the engine."""
        store, seq = self._store, int(event["seq"])
        store.run("UPDATE at SET seq = :seq", seq=seq)
        facts = [self._fact(fact, private.get(str(place), {})) for place, fact in enumerate(said)]
        batch = Batch(store, self._case_key, event["effective_at"], event["actor"], event["acting_for"])
        batch.seq = seq
        apply_facts(batch, facts)
        if case is not None:
            show_deadlines(batch, case, facts)
        batch.flush()
        # The city's own tables have a trigger for it: see the migration "events across cases".
        articles = {str(fact["article"]) for fact in said if fact.get("article") is not None}
        store.run_many(
            "INSERT INTO event_article (article, effective_at, case_key, seq) VALUES (:article, :at, :key, :seq)",
            [{"article": one, "at": event["effective_at"], "key": str(self._case_key), "seq": seq} for one in sorted(articles)],
        )

    def _fact(self, said: Mapping[str, Any], private: Mapping[str, Any]) -> Fact:
        public = {name: value for name, value in said.items() if name not in _OF_THE_FACT}
        key, kept = said.get("elementInstanceKey"), dict(private)
        if said["fact"] == "query_code_given":
            kept["_codeHash"] = code_hash(self._secret, self._case_key, query_code(self._secret, self._case_key, int(said.get("issue", 0))))
        return Fact(said["fact"], said.get("elementId"), None if key is None else int(key), public, kept)

    def rows(self) -> dict[str, ShownRow]:
        """Return the rows as they are after the events taken, by name."""
        return rows_made(self._store)

    def bad_rows(self, store: Reader, last: int) -> BadRows | None:
        """Return in what the rows of the city's store are not these; None where they are. last: the number of the last event."""
        made, shown = self.rows(), shown_rows(store, self._case_key)
        bad = [(made[name].seq if name in made else last, name) for name in {*made, *shown} if not _same(made.get(name), shown.get(name))]
        if not bad:
            return None
        bad.sort()
        seq, name = bad[0]
        what = "row_inserted" if name not in made else "row_missing" if name not in shown else "row"
        found = [one for _, name in bad for one in _differences(name, made.get(name), shown.get(name))]
        return BadRows(seq, what, name, tuple(found[:_MOST_TOLD]))


def _same(made: ShownRow | None, shown: ShownRow | None) -> bool:
    return made is not None and shown is not None and made.values == shown.values


def _differences(name: str, made: ShownRow | None, shown: ShownRow | None) -> list[Difference]:
    if made is None or shown is None:
        return [Difference("row", name, _text(shown.values) if shown else None, _text(made.values) if made else None)]
    return [
        Difference("row", f"{name} {column}", _text(shown.values.get(column)), _text(made.values.get(column)))
        for column in {**made.values, **shown.values}
        if made.values.get(column) != shown.values.get(column)
    ]


def _text(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=repr)
    return None if value is None else str(value)
