"""The ruling: a small procedure in which something is put before a leader, who decides by one choice and one opinion.

propose (a bureau, the secretary or the leader) -> approve (deputy mayor; 3 working days; somebody else than who proposed) -> done
"""

import json
from typing import Any

from app.service.add_document import AddDocument
from tests.builders.city import City
from tests.builders.drawing import end, event_sub, ext, message, path, process, properties, start, user, z
from tests.service.rows.row import DOCUMENT

PROCESS = "ruling"
FORM: dict[str, Any] = {
    "type": "default",
    "id": "ruling-form",
    "schemaVersion": 18,
    "components": [
        {"type": "text", "id": "about", "text": "**{{topic}}**"},
        {
            "type": "radio",
            "key": "ruling",
            "id": "ruling",
            "label": "审批",
            "values": [{"label": "同意", "value": "yes"}, {"label": "退回", "value": "no"}],
            "validate": {"required": True},
        },
        {
            "type": "textarea",
            "key": "why",
            "id": "why",
            "label": "理由",
            "validate": {"required": True},
            "conditional": {"hide": '=not(ruling = "no")'},
        },
    ],
}


def ruling(*beside: str, **keys: str) -> bytes:
    """beside: what else the process holds. keys: by message, the expression of its correlation key."""
    deadline = properties(deadline__length="3", deadline__unit="working day", deadline__article="42", fourEyes="propose")
    put = z("assignmentDefinition", candidateGroups="handler@health-bureau,assisting-secretary,deputy-mayor")
    decided = z("assignmentDefinition", candidateGroups="deputy-mayor")
    return process(
        PROCESS,
        ext(properties(owner="hotline", receipt__code="SQ", titleTemplate="=topic")),
        start("s", ext(properties(candidateGroups="hotline"))),
        user("propose", put, name="提请审批"),
        user("approve", decided, z("formDefinition", formId="ruling-form"), deadline, name="领导审批"),
        end("done"),
        path("s propose approve done"),
        *beside,
        keys=keys,
        name="请领导拍板",
    )


def files() -> dict[str, bytes]:
    return {"ruling.bpmn": ruling(), "ruling-form.form": json.dumps(FORM).encode()}


def withdrawable() -> dict[str, bytes]:
    """Return the ruling with a way to take the proposal back at any time."""
    back = event_sub("back", message("back"), end("withdrawn", name="撤回申请"), path("back_s withdrawn"))
    return {**files(), "ruling.bpmn": ruling(back, back="=case.receiptNumber")}


def put_before(city: City, by: str = "handler-health") -> int:
    """Return a case that waits for the deputy mayor."""
    case = city.start(PROCESS, topic="a new bridge")
    city.complete(case, "propose", by)
    return case


def scanned(city: City, case: int, by: str = "secretary") -> int:
    """Return the key of a scan in the case."""
    return int(city.do(AddDocument(case, **DOCUMENT), by)["key"])
