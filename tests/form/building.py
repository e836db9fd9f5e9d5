"""Builds forms for the tests of app.form."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.feel import FeelWorld
from app.form import Checked, Form, check_answers, read_form

CITY = ZoneInfo("Asia/Shanghai")
# 2026-11-24, a Tuesday, 00:30 in the city and still the 23rd in UTC.
NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


def world(now: datetime = NOW) -> FeelWorld:
    return FeelWorld(now=now, zone=CITY)


def form(*components: Mapping[str, Any], **document: Any) -> Form:
    numbered = [{"id": f"c{number}", **component} for number, component in enumerate(components)]
    return read_form(json.dumps({"type": "default", "id": "f", "components": numbered, **document}).encode(), "f.form")


def field(kind: str, key: str = "x", **settings: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "id": key, **settings}


def check(
    components: list[dict[str, Any]], sent: Mapping[str, Any], variables: Mapping[str, Any] | None = None, now: datetime = NOW
) -> Checked:
    return check_answers(form(*components), sent, variables or {}, world(now))


def problem(component: dict[str, Any], value: Any, variables: Mapping[str, Any] | None = None, now: datetime = NOW) -> str | None:
    """Return what is said about one answer to a form of one field."""
    found = check([component], {component["key"]: value}, variables, now).errors.get(component["key"])
    return str(found) if found else None
