"""S1: every address of the REST surface, asked by each kind of account. An address without a row fails the test.

A row says what is answered to nobody, a stranger (staff of another unit), one who works on the case, an operator, an auditor and an
administrator.
400 and 409 mean that the asker may: the request itself says nothing that could be done.
"""

from typing import Final

import pytest

from tests.fixtures.api_city import ApiCity

WHO: Final = (None, "legal", "hotline", "operator", "auditor", "admin")
ALL: Final = (401, 200, 200, 200, 200, 200)
OPEN: Final = (200, 200, 200, 200, 200, 200)
SEEN: Final = (401, 404, 200, 200, 200, 404)

ROWS: Final[dict[str, tuple[int, ...]]] = {
    "GET /v2/status": (204,) * 6,
    "GET /v2/topology": ALL,
    "GET /v2/license": ALL,
    "GET /v2/authentication/me": ALL,
    "PUT /v2/clock": (401, 400, 400, 400, 400, 400),
    "POST /v2/clock/reset": (401, 204, 204, 204, 204, 204),
    "POST /v2/deployments": (401, 403, 403, 403, 403, 403),
    "POST /v2/process-definitions/search": ALL,
    "GET /v2/process-definitions/<key>": ALL,
    "GET /v2/process-definitions/<key>/xml": ALL,
    "GET /v2/process-definitions/<key>/form": (401, 204, 204, 204, 204, 204),
    "POST /v2/decision-definitions/search": ALL,
    "GET /v2/decision-definitions/<key>": ALL,
    "GET /v2/decision-definitions/<key>/xml": ALL,
    "POST /v2/decision-definitions/evaluation": (401, 400, 400, 400, 400, 400),
    "POST /v2/expression/evaluation": (401, 400, 400, 400, 400, 400),
    "GET /v2/resources/<key>": ALL,
    "POST /v2/resources/<key>/deletion": (401, 403, 403, 403, 403, 403),
    "GET /v2/resources/<key>/content": ALL,
    "GET /v2/resources/<key>/content/binary": ALL,
    "GET /v2/forms/<key>": ALL,
    "POST /v2/process-instances": (401, 400, 400, 400, 400, 400),
    "POST /v2/process-instances/search": ALL,
    "GET /v2/process-instances/<key>": SEEN,
    "POST /v2/process-instances/<key>/cancellation": (401, 404, 403, 400, 403, 404),
    "POST /v2/process-instances/<key>/modification": (401, 404, 403, 400, 403, 404),
    "POST /v2/process-instances/<key>/incidents/search": SEEN,
    "POST /v2/process-instances/<key>/incident-resolution": (401, 404, 403, 400, 403, 404),
    "POST /v2/process-instances/<key>/migration": (401, 404, 403, 400, 403, 404),
    "POST /v2/incidents/search": ALL,
    "GET /v2/incidents/<key>": SEEN,
    "POST /v2/incidents/<key>/resolution": (401, 404, 403, 400, 403, 404),
    "POST /v2/audit-logs/search": (401, 403, 403, 403, 200, 403),
    "GET /v2/audit-logs/<key>": (401, 403, 403, 403, 200, 403),
    "POST /v2/user-tasks/search": ALL,
    "GET /v2/user-tasks/<key>": SEEN,
    "PATCH /v2/user-tasks/<key>": (401, 404, 403, 400, 403, 404),
    "GET /v2/user-tasks/<key>/form": SEEN,
    "POST /v2/user-tasks/<key>/completion": (401, 404, 400, 403, 403, 404),
    "POST /v2/user-tasks/<key>/assignment": (401, 404, 400, 400, 403, 404),
    "DELETE /v2/user-tasks/<key>/assignee": (401, 404, 409, 409, 409, 404),
    "POST /v2/user-tasks/<key>/variables/search": SEEN,
    "POST /v2/user-tasks/<key>/effective-variables/search": SEEN,
    "PUT /v2/element-instances/<key>/variables": (401, 404, 403, 400, 403, 404),
    "POST /v2/variables/search": ALL,
    "GET /v2/variables/<key>": SEEN,
    "POST /v2/messages/publication": (401, 403, 403, 400, 403, 403),
    "POST /v2/messages/correlation": (401, 400, 400, 400, 400, 400),
    "GET /casework/v1/openapi.json": OPEN,
    "GET /casework/v1/work-list": ALL,
    "POST /casework/v1/cases/search": ALL,
    "GET /casework/v1/cases/<receiptNumber>": SEEN,
    "GET /casework/v1/cases/<receiptNumber>/history": SEEN,
    "GET /casework/v1/cases/<receiptNumber>/deadlines": SEEN,
    "GET /casework/v1/cases/<receiptNumber>/replay": SEEN,
    "GET /casework/v1/cases/<receiptNumber>/verification": SEEN,
    "GET /casework/v1/cases/<receiptNumber>/evidence.zip": (401, 404, 403, 403, 200, 404),
    "GET /casework/v1/events": (401, 403, 403, 403, 200, 403),
    "GET /casework/v1/export/xes": (401, 403, 403, 403, 200, 403),
    "GET /casework/v1/export/ocel": (401, 403, 403, 403, 200, 403),
    "GET /casework/v1/cases/<receiptNumber>/writer": (401, 404, 404, 404, 404, 404),
    "GET /casework/v1/cases/<receiptNumber>/writer/questions": SEEN,
    "POST /casework/v1/cases/<receiptNumber>/writer/questions": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/writer/questions/<questionKey>/answer": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/writer/corrections": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/writer/protection": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/writer/protection/lifting": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/clock/suspension": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/clock/resumption": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/deadlines/<deadlineKey>/confirmation": (401, 404, 403, 400, 403, 404),
    "GET /casework/v1/cases/<receiptNumber>/extension-requests": SEEN,
    "POST /casework/v1/cases/<receiptNumber>/extension-requests": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/extension-requests/<requestKey>/withdrawal": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/receipts": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/reply-corrections": (401, 404, 403, 400, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/late-remarks": (401, 404, 400, 400, 403, 404),
    "GET /casework/v1/cases/<receiptNumber>/comments": SEEN,
    "POST /casework/v1/cases/<receiptNumber>/comments": (401, 404, 400, 400, 403, 404),
    "GET /casework/v1/cases/<receiptNumber>/urgings": SEEN,
    "POST /casework/v1/cases/<receiptNumber>/urgings": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/urgings/<urgingKey>/answer": (401, 404, 400, 400, 400, 404),
    "POST /casework/v1/cases/<receiptNumber>/delegations": (401, 404, 400, 400, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/delegations/<userTaskKey>/return": (401, 404, 400, 400, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/returns": (401, 404, 400, 400, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/corrections": (401, 404, 403, 403, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/withdrawals": (401, 404, 400, 400, 403, 404),
    "POST /casework/v1/cases/<receiptNumber>/user-tasks/<userTaskKey>/paper-decision": (401, 404, 404, 404, 404, 404),
    "GET /casework/v1/cases/<receiptNumber>/documents": SEEN,
    "POST /casework/v1/cases/<receiptNumber>/documents": (401, 404, 400, 400, 403, 404),
    "GET /casework/v1/cases/<receiptNumber>/documents/<documentKey>": (401, 404, 404, 404, 404, 404),
    "GET /casework/v1/bulletins": (401, 200, 200, 403, 200, 403),
    "GET /casework/v1/bulletins/<bulletinKey>.pdf": (401, 400, 400, 400, 400, 400),
    "GET /casework/v1/bulletins/<bulletinKey>.docx": (401, 400, 400, 400, 400, 400),
    "GET /casework/v1/supervision/points": (401, 403, 403, 403, 200, 403),
    "GET /casework/v1/supervision/points/<unit>": (401, 404, 404, 404, 200, 404),
    "POST /casework/v1/points/<movementKey>/appeal": (401, 404, 404, 404, 404, 404),
    "POST /casework/v1/points/<movementKey>/decision": (401, 404, 404, 404, 404, 404),
    "GET /casework/v1/deadlines/preview": (401, 400, 400, 400, 400, 400),
    "GET /casework/v1/calendars/<year>": ALL,
    "PUT /casework/v1/calendars/<year>": (401, 403, 403, 403, 403, 400),
    "GET /casework/v1/public/cases/<receiptNumber>": (404,) * 6,
    "POST /casework/v1/public/letters": (400,) * 6,
}
BAD: Final = {
    "PUT /v2/clock",
    "PUT /v2/element-instances/<key>/variables",
    "POST /v2/deployments",
    "POST /v2/resources/<key>/deletion",
    "POST /v2/process-instances",
    "POST /v2/process-instances/<key>/cancellation",
    "POST /v2/process-instances/<key>/incident-resolution",
    "POST /v2/process-instances/<key>/migration",
    "POST /v2/process-instances/<key>/modification",
    "POST /v2/incidents/<key>/resolution",
    "PATCH /v2/user-tasks/<key>",
    "POST /v2/user-tasks/<key>/completion",
    "POST /v2/user-tasks/<key>/assignment",
    "POST /v2/messages/publication",
    "POST /v2/messages/correlation",
    "POST /casework/v1/cases/<receiptNumber>/comments",
    "POST /casework/v1/cases/<receiptNumber>/clock/suspension",
    "POST /casework/v1/cases/<receiptNumber>/receipts",
    "POST /casework/v1/cases/<receiptNumber>/reply-corrections",
    "POST /casework/v1/cases/<receiptNumber>/late-remarks",
    "POST /casework/v1/cases/<receiptNumber>/urgings",
    "POST /casework/v1/cases/<receiptNumber>/delegations",
    "POST /casework/v1/cases/<receiptNumber>/delegations/<userTaskKey>/return",
    "POST /casework/v1/cases/<receiptNumber>/returns",
    "POST /casework/v1/cases/<receiptNumber>/withdrawals",
    "POST /casework/v1/cases/<receiptNumber>/corrections",
    "POST /casework/v1/cases/<receiptNumber>/urgings/<urgingKey>/answer",
    "POST /casework/v1/cases/<receiptNumber>/clock/resumption",
    "POST /casework/v1/cases/<receiptNumber>/deadlines/<deadlineKey>/confirmation",
    "PUT /casework/v1/calendars/<year>",
    "POST /casework/v1/public/letters",
    "POST /v2/decision-definitions/evaluation",
    "POST /v2/expression/evaluation",
}
"""Sent with a body that no one could mean: who may not do the thing is told that and nothing of the body."""


def addresses(api: ApiCity) -> list[str]:
    found = []
    for rule in api.app.url_map.iter_rules():
        if rule.rule.startswith(("/v2/", "/casework/")):
            found += [f"{method} {rule.rule}" for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def test_every_address_of_the_rest_surface_has_its_row(api: ApiCity) -> None:
    assert sorted(addresses(api)) == sorted(ROWS)


@pytest.fixture(scope="module")
def names(api: ApiCity) -> dict[str, str]:
    """What stands for <key> under each kind of address: a case stuck with an incident, and one with an open task of the hotline."""
    stuck, working = api.start("stuck", ready="perhaps"), api.start("two-steps", word="x")
    (definition,) = api.rows("SELECT key FROM definition WHERE kind = 'process' AND id = 'two-steps'")
    (decision,) = api.rows("SELECT key FROM definition WHERE kind = 'decision' AND id = 'letter-limit'")
    (form,) = api.rows("SELECT key FROM definition WHERE kind = 'form' AND id = 'asked'")
    (variable,) = api.rows("SELECT key FROM variable WHERE scope_key = :key AND name = 'word'", key=int(working))
    (incident,) = api.rows("SELECT key FROM incident WHERE case_key = :key", key=int(stuck))
    return {
        "process-definitions": str(definition["key"]),
        "decision-definitions": str(decision["key"]),
        "resources": str(definition["key"]),
        "forms": str(form["key"]),
        "process-instances": working,
        "incidents": str(incident["key"]),
        "audit-logs": str(int(working) + 1),
        "user-tasks": api.task(working),
        "variables": str(variable["key"]),
        "element-instances": working,
        "receiptNumber": api.number(working),
        "year": "2026",
        "documentKey": "1",
        "deadlineKey": "1",
        "requestKey": "1",
        "urgingKey": "1",
        "userTaskKey": "1",
        "unit": "health-bureau",
        "movementKey": "1",
        "questionKey": "1",
    }


@pytest.mark.parametrize("address", sorted(ROWS))
def test_each_account_is_answered_as_its_rights_say(api: ApiCity, names: dict[str, str], address: str) -> None:
    method, rule = address.split(" ")
    kind = rule.split("/")[2]
    path = rule.replace("<key>", names.get(kind, ""))
    for name, value in names.items():
        path = path.replace(f"<{name}>", value)
    body = None if method == "GET" else {"nonsense": 1} if address in BAD else {}
    found = tuple(api.ask(method, path, body, who=who).status_code for who in WHO)
    expected = ROWS[address]
    if address in ("GET /v2/incidents/<key>", "POST /v2/incidents/<key>/resolution"):
        # A case without a task so far: nobody but who started it, operators and auditors sees it.
        expected = (*expected[:2], 404, *expected[3:])
    assert found == expected
