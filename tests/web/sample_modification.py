"""Sample data of a case that is moved outside its course."""

from app.domain.rejection import Message
from app.web.presentation.modification_view import MoveView, Outlook, Standing, TargetGroup
from tests.web.sample_forms import at

MOVE = MoveView(
    "/cases/TZ-2026-000001-7/move",
    "TZ-2026-000001-7",
    "/cases/TZ-2026-000001-7",
    "年产三万吨饲料项目",
    "1048576",
    (("1048576", "招商引资项目联审"), ("1048590", "延期申请")),
    (
        Standing("1048577", "各部门并联审批", inside=True),
        Standing("1048578", "各部门并联审批 · 市规划局", 1, True),
        Standing("1048579", "审批", 2),
        Standing("1048580", "名单", 0, to="issue-notice"),
    ),
    (TargetGroup("", (("issue-notice", "拟核定结果通知"),)), TargetGroup("各部门并联审批", (("reply", "审批"),))),
    ("1048579",),
    ("issue-notice", "reply"),
    "部门已经当面答复",
    "9",
    Message("Expected one rule of %(decision)s to match, but found none", {"decision": "investment-rules"}),
    Outlook(
        (Message("%(step)s ends, undone", {"step": "审批"}),),
        (Message("the deadline of %(step)s runs to %(at)s", {"step": "拟核定结果通知", "at": at(12, 1, 17, 30)}),),
        (Message("the process ends with this", {}),),
        (Message("the deadline of %(step)s runs on to %(at)s", {"step": "名单", "at": at(12, 2, 17, 30)}),),
    ),
)
MOVE_REFUSED = MoveView(
    "/cases/TZ-2026-000001-7/move",
    "TZ-2026-000001-7",
    "/cases/TZ-2026-000001-7",
    "年产三万吨饲料项目",
    "1048576",
    (),
    (Standing("1048579", "审批"),),
    (TargetGroup("", (("issue-notice", "拟核定结果通知"),)),),
    errors={"end": Message("Choose what is to be ended", {}), "reason": Message("Say why; it goes into the history", {})},
)
