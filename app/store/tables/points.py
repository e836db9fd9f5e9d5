"""Points that units were given, or that were taken from them, and what came of their appeals."""

from sqlalchemy import Index, Table

from app.store.tables.columns import METADATA, instant, integer, maybe_instant, maybe_integer, maybe_text, text

# One row a movement, never changed but for its appeal and never deleted. seq: of the event that it stands in. year: the account that it
# belongs to; on: the civil day. event: missed, overdue, late, met, lapsed, step, or of a counter-movement undone or appeal, which names in
# reverses the movement that it gives back. points: two decimals, with a sign. code: of the row of the table that answered, matched_rule
# its place, decision_digest the table's file. state: none, open, granted, upheld: of the appeal.
points_movement = Table(
    "points_movement",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    integer("seq"),
    text("unit"),
    integer("year"),
    text("moved_on"),
    text("rule"),
    text("event"),
    integer("days"),
    text("points"),
    text("code"),
    text("article"),
    maybe_text("element_id"),
    maybe_integer("element_instance_key"),
    maybe_instant("deadline_at"),
    maybe_integer("reverses"),
    maybe_text("decision_digest"),
    maybe_integer("decision_version"),
    maybe_integer("matched_rule"),
    instant("moved_at"),
    text("state", server_default="none"),
    maybe_text("appealed_by"),
    maybe_text("appealed_for"),
    maybe_instant("appealed_at"),
    maybe_text("appeal_reason"),
    maybe_text("decided_by"),
    maybe_instant("decided_at"),
    maybe_text("decision_reason"),
    Index("points_movement_by_unit", "year", "unit", "key"),
    Index("points_movement_by_case", "case_key"),
    Index("points_movement_by_element", "element_instance_key"),
    Index("points_movement_reversed", "reverses"),
)
