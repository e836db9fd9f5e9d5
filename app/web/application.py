"""The Flask application."""

import errno
import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.audit.evidence.bundle import EvidenceMaker
from app.audit.verify_case import CaseVerifier
from app.audit.verify_whole import WholeCheck
from app.domain.lost_definitions import DefinitionChanged
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.execute import Door
from app.web import pages
from app.web.access import is_change, note_refusal
from app.web.access_lines import add_access_lines, request_id
from app.web.api import casework, v2
from app.web.behind_proxy import BehindProxy
from app.web.configuration import Documents, WebConfiguration
from app.web.headers import add_headers
from app.web.health import add_health
from app.web.identity import Identity
from app.web.numbers_in_addresses import KeyConverter
from app.web.problem import problem_response
from app.web.surface import EXTENSION, Surface

Application = Flask
LOG = logging.getLogger("duban.web")
_NO_ROOM = marked("There is no room to take this at the moment; nothing was changed. Try again later")
_TAMPERED = marked(
    "Expected a deployed file as it was deployed, but the database holds another content: nothing goes on by it. Tell the administrators"
)
API_PREFIXES = ("/v2/", "/casework/")


def make_application(
    door: Door,
    identity: Identity,
    documents: Documents,
    configuration: WebConfiguration,
    proof: tuple[CaseVerifier, EvidenceMaker, WholeCheck],
) -> Flask:
    """Return the application. proof: what checks a case, what takes it out of the house so that others can, and what checks
    the whole history."""
    application = Flask("app.web", static_folder="static", static_url_path="/static")
    application.extensions[EXTENSION] = Surface(door, identity, documents, configuration, *proof)
    application.config.update(
        MAX_CONTENT_LENGTH=configuration.upload_max_bytes + 1024 * 1024, MAX_FORM_PARTS=2000, MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024
    )
    application.url_map.converters["int"] = KeyConverter
    application.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    application.wsgi_app = BehindProxy(application.wsgi_app, configuration.host)  # type: ignore[method-assign]  # how Flask wants it wrapped
    add_access_lines(application)
    add_headers(application)
    application.register_blueprint(v2.blueprint)
    application.register_blueprint(casework.blueprint)
    pages.register(application)
    add_health(application)
    _add_error_handlers(application)
    return application


def _is_api() -> bool:
    return request.path.startswith(API_PREFIXES)


def _add_error_handlers(application: Flask) -> None:
    @application.errorhandler(Rejection)
    def _rejected(rejection: Rejection, status: int | None = None) -> Response:
        if is_change():
            note_refusal(rejection)
        return problem_response(rejection, request.path, status) if _is_api() else pages.rejection_page(rejection, status)

    @application.errorhandler(RequestEntityTooLarge)
    def _too_large(_error: RequestEntityTooLarge) -> Response:
        limit = application.config["MAX_CONTENT_LENGTH"]
        return _rejected(Rejection("too_large", "Expected a request of at most %(limit)s bytes, but it is larger", limit=limit))

    @application.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response | HTTPException:
        if error.code == 404:
            return _rejected(
                Rejection("not_found", "Expected an address of this product, but there is nothing at %(path)s", path=request.path[:200])
            )
        if error.code == 405:
            message = "Expected another method for this address than %(method)s"
            answer = _rejected(Rejection("bad_request", message, method=request.method), 405)
            answer.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
            return answer
        if error.code is not None and error.code < 400:
            return error
        return _rejected(
            Rejection("bad_request", "Expected a well-formed request, but found: %(problem)s", problem=error.description or error.name),
            error.code,
        )

    @application.errorhandler(DefinitionChanged)
    def _tampered(_error: DefinitionChanged) -> Response:
        return _rejected(Rejection("store_unavailable", _TAMPERED))

    @application.errorhandler(OSError)
    def _no_room(error: OSError) -> Response:
        """A large request waits on the disk while it comes: a full one is no mistake of ours, and mends."""
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return _unexpected(error)
        LOG.error("no room on the disk for a request", exc_info=error, extra={"request": request_id()})
        return _rejected(Rejection("store_unavailable", _NO_ROOM))

    @application.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        """A mistake of ours: the log has it whole, the person a number to quote."""
        number = request_id()
        LOG.error("unexpected error", exc_info=error, extra={"request": number})
        message = "Something went wrong on our side and nothing was changed; quote the number %(number)s"
        return _rejected(Rejection("store_unavailable", message, number=number), 500)
