"""The only place where a rejection becomes an HTTP answer."""

from http import HTTPStatus
from typing import Any, Final

from flask import Response, json

from app.domain.rejection import CODES, Rejection
from app.web.asked_language import asked_language, language_tag
from app.web.presentation.told import ENGLISH, told
from app.web.surface import surface

STATUS: Final[dict[str, int]] = {
    **dict.fromkeys(("signed_out",), 401),
    **dict.fromkeys(("forbidden", "four_eyes", "cross_site"), 403),
    **dict.fromkeys(("not_found",), 404),
    **dict.fromkeys(
        (
            "state_forbids",
            "task_completed",
            "task_claimed",
            "task_unclaimed",
            "task_cancelled",
            "deadline_lapsed",
            "deadline_moved",
            "deadline_suspended",
            "extension_too_late",
            "not_extendable",
            "not_suspendable",
            "case_closed",
            "conflict",
            "duplicate_message",
            "figures_differ",
            "nothing_waits",
            "clock_backwards",
            "incident_resolved",
            "too_late",
        ),
        409,
    ),
    "too_large": 413,
    "idempotency_mismatch": 422,
    "too_many": 429,
    "store_unavailable": 503,
    "provider_unavailable": 503,
    "newer_release": 503,
    "timed_out": 504,
}
RETRY_AFTER_SECONDS: Final = {"too_many": 60, "store_unavailable": 5, "provider_unavailable": 10, "newer_release": 30}


def status_of(code: str) -> int:
    """Return the status of a code of the closed list; whatever is not named above is badly formed input."""
    if code not in CODES:
        raise ValueError(f"Expected a code of app.domain.rejection, but found {code!r}")
    return STATUS.get(code, 400)


def problem_of(rejection: Rejection, instance: str, status: int | None = None) -> dict[str, Any]:
    """Return the problem document (RFC 9457) of a rejection, in the language that the request asks for.

    instance: the path asked for. status: where not the code says it, but HTTP.
    """
    language = asked_language()
    status = status or status_of(rejection.code)
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _detail(rejection, language),
        "instance": instance,
        "code": rejection.code,
    }
    if rejection.code == "task_claimed":
        problem["holder"] = rejection.facts.get("holder")
    if rejection.findings:
        problem["findings"] = [
            {
                "rule": found.rule,
                "severity": found.severity,
                "file": found.file,
                "elementId": found.element_id,
                "line": found.line,
                "message": told(found.message, language),
                "instead": told(found.instead, language) if found.instead else None,
            }
            for found in rejection.findings
        ]
    if rejection.field_errors:
        problem["fieldErrors"] = {field: told(message, language) for field, message in rejection.field_errors.items()}
    return problem


def _detail(rejection: Rejection, language: str) -> str:
    """Return what happened; for refused answers with the names of the fields, which a program's log may show without the rest."""
    said = told(rejection.message, language)
    return f"{said}: {', '.join(sorted(rejection.field_errors))}"[:500] if rejection.field_errors else said


def problem_response(rejection: Rejection, instance: str, status: int | None = None) -> Response:
    problem = problem_of(rejection, instance, status)
    response = Response(json.dumps(problem, ensure_ascii=False), status=problem["status"], content_type="application/problem+json")
    if asked_language() != ENGLISH:
        response.headers["Content-Language"] = language_tag(asked_language())
    if rejection.code in RETRY_AFTER_SECONDS and problem["status"] == status_of(rejection.code):
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[rejection.code])
    if problem["status"] == 401:
        basic = surface().configuration.demo
        response.headers["WWW-Authenticate"] = 'Basic realm="duban", charset="UTF-8"' if basic else 'Bearer realm="duban"'
    return response
