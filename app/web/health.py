"""For load balancers and supervisors, without sign-in and without a word on the inside: does it live, can it work?"""

import time
from threading import Lock
from typing import Final

from flask import Blueprint, Flask, Response, json

from app.domain.rejection import Rejection
from app.execute import Door
from app.service.probe_store import probe_store
from app.web.configuration import Documents
from app.web.surface import surface

KEPT_SECONDS: Final = 2.0
"""Trying costs a write to the disk or a request to a store elsewhere, and anybody may ask."""


class Readiness:
    """Whether database and store of documents can be written, as found at most two seconds ago."""

    def __init__(self) -> None:
        self._lock, self._at, self._ready = Lock(), float("-inf"), False

    def ask(self, door: Door, documents: Documents) -> bool:
        with self._lock:
            if time.monotonic() - self._at > KEPT_SECONDS:
                self._ready, self._at = _try(door, documents), time.monotonic()
            return self._ready


def _try(door: Door, documents: Documents) -> bool:
    try:
        door.keep(probe_store)
    except Rejection:
        return False
    return documents.is_there()


def add_health(application: Flask) -> None:
    """Answer GET /healthz (this process answers) and GET /readyz (and its database and its store of documents can be written)."""
    blueprint, readiness = Blueprint("health", __name__), Readiness()

    @blueprint.get("/healthz")
    def _healthz() -> Response:
        return _say("alive", 200)

    @blueprint.get("/readyz")
    def _readyz() -> Response:
        return _say("ready", 200) if readiness.ask(surface().door, surface().documents) else _say("not ready", 503)

    application.register_blueprint(blueprint)


def _say(status: str, code: int) -> Response:
    return Response(json.dumps({"status": status}), code, content_type="application/json")
