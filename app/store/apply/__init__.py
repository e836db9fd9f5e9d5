"""The only writer of projections. Only the door, app/execute.py, imports it."""

from app.store.apply import city, delegations, disposal, identities, messages, migration, notices, papers, points, returns, urgings
from app.store.apply.batch import Batch
from app.store.apply.deadlines import show_deadlines
from app.store.apply.event import append_event
from app.store.apply.facts import apply_facts

__all__ = [
    "Batch",
    "append_event",
    "apply_facts",
    "city",
    "delegations",
    "disposal",
    "identities",
    "messages",
    "migration",
    "notices",
    "papers",
    "points",
    "returns",
    "show_deadlines",
    "urgings",
]
