"""Every table, and the metadata that holds them. `TABLES` says which kind a table is, for rebuilding and for the tests."""

from app.store.tables import cases, chain, columns, definitions, papers, people, points, retention, side

METADATA = columns.METADATA

__all__ = ["METADATA", "cases", "chain", "definitions", "papers", "people", "points", "retention", "side"]
