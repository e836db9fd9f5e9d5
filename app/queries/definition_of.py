"""Definitions by their keys: their rows and files."""

from collections.abc import Mapping
from typing import Any

from app.audit.surroundings import Surroundings
from app.domain.rejection import Rejection
from app.store import read_definitions
from app.store.database import Reader

Row = Mapping[str, Any]


def definition_of(store: Reader, kind: str | None, key: int) -> tuple[Row, bytes]:
    """Return row and file of a definition that is in force. kind: process, decision or form; None for any.

    Raises Rejection("not_found").
    """
    row = read_definitions.by_key(store, key)
    if row is None or row["state"] != "active" or kind not in (None, row["kind"]):
        raise Rejection(
            "not_found", "Expected a deployed %(kind)s with the key %(key)s, but there is none", kind=kind or "resource", key=key
        )
    return row, read_definitions.resource(store, row["digest"])


def form_of_task(store: Reader, form_key: int | None) -> tuple[Row, bytes] | None:
    """Return the form that a task was bound to, in force or not; None where it has none."""
    row = read_definitions.by_key(store, form_key) if form_key is not None else None
    return None if row is None else (row, read_definitions.resource(store, row["digest"]))


def start_form_of(store: Reader, surroundings: Surroundings, process_key: int) -> tuple[Row, bytes] | None:
    """Return the form with which a process is started; None where it has none. Raises Rejection("not_found")."""
    row, _ = definition_of(store, "process", process_key)
    said = surroundings.process_detail(store, row["digest"], row["id"]).start_form
    if said is None:
        return None
    form = read_definitions.bound(
        store, "form", said.form_id, binding=said.binding.type, version_tag=said.binding.version_tag, deployment_key=row["deployment_key"]
    )
    return None if form is None else (form, read_definitions.resource(store, form["digest"]))
