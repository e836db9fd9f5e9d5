"""Sample views of what stopped."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation import incident_view, task_view
from tests.web.sample_forms import HANDLING, at

INCIDENT = incident_view.IncidentRow(
    "9",
    "/incidents?key=9",
    "QZ-2026-003198-0",
    "/cases/QZ-2026-003198-0",
    "群众来信来话",
    7,
    "算期限",
    Message("Expected one rule of %(decision)s to match, but found none", {"decision": "letter-days"}),
    at(11, 24, 9, 14),
    is_open=True,
    trouble="决策表没有得出结果",
    remedy="请设计员改好决策表并部署，或改正它读的变量，然后重试。",
)
INCIDENTS = incident_view.IncidentsView(
    "open",
    (INCIDENT, replace(INCIDENT, key="10", is_open=False, deadline=HANDLING)),
    2,
    48,
    "/incidents",
    "/incidents?state=resolved",
    1281,
    incident_view.IncidentDetail(
        INCIDENT,
        "/incidents/9/resolution",
        (task_view.Fact("kind", "null"),),
        1,
        "/incidents?trouble=table",
        errors=(("reason", Message("Fill this in", {})),),
    ),
    found=2,
    troubles=(("table", "决策表没有得出结果"),),
    processes=(("citizen-letter", "群众来信来话"),),
)
TRIED = replace(
    INCIDENTS,
    rows=tuple(replace(row, is_open=False) for row in INCIDENTS.rows),
    detail=None,
    found=300,
    tried=(incident_view.Tried("QZ-2026-003198-0", "/cases/QZ"), incident_view.Tried("QZ-2026-003199-9", "/incidents/9", INCIDENT.cause)),
    wrong=Message("Fill this in", {}),
)


def _proven(reply: incident_view.ProvenReply) -> incident_view.IncidentsView:
    detail = incident_view.IncidentDetail(INCIDENT, "/incidents/9/resolution", proven=reply, errors=(("how", Message("Fill this in", {})),))
    return replace(INCIDENTS, detail=detail)


OF_PROVEN_REPLIES = (
    (
        "incident-proven",
        _proven(
            incident_view.ProvenReply(
                True,
                values=(incident_view.RightValue("各部门意见 第 2 项 审批意见", "replies[2].reply", "视为同意", "不同意，有法律依据"),),
                overwritten=("结果",),
                onward=("协调不同意见",),
                papers="云招〔2026〕2号",
            )
        ),
    ),
    ("incident-proven-right", _proven(incident_view.ProvenReply(True, is_right=True))),
    ("incident-proven-unknown", _proven(incident_view.ProvenReply(False))),
    ("incident-proven-same", _proven(incident_view.ProvenReply(True))),
)
