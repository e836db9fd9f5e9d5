"""Rows of another table gathered into one column: what belongs to a row is asked together with it, in one journey."""

import json
from typing import Any

from app.store.database import Reader


def gathering(store: Reader, columns: str, source: str) -> str:
    """Return SQL of one column that holds those columns of all rows of a source, in no order, for `gathered` to read.

    source: what follows FROM, mostly a table with a condition on the row beside it.
    """
    made = f"json_group_array(json_array({columns}))" if store.is_sqlite else f"CAST(json_agg(json_build_array({columns})) AS TEXT)"
    return f"(SELECT {made} FROM {source})"  # names are ours


def gathered(column: str | None) -> list[list[Any]]:
    """Return the rows that a gathering column holds; PostgreSQL says null for none."""
    rows: list[list[Any]] = json.loads(column) if column else []
    return rows
