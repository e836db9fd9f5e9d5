"""Sample data of a case that does several things one by one: the items of a meeting, open, over and not begun."""

from msgspec.structs import replace

from app.web.presentation.case_view import ItemRow, ItemsView
from app.web.presentation.task_view import Fact
from tests.web.sample_views import CASE, HANDLING, MET

UNIT = Fact("责任单位", "市卫生健康局")
ITEMS = ItemsView(
    "议定事项",
    (
        ItemRow(
            "排水改造，汛期前完成两处积水点",
            (UNIT, Fact("协办单位", "市教育局")),
            HANDLING,
            (Fact("办理", "陈静", "/tasks/1"),),
            "open",
        ),
        ItemRow("路灯更新", (UNIT,), MET, (), "over"),
        ItemRow("校园食堂", (UNIT,), None, (), "waiting"),
    ),
)
OF_A_MEETING = replace(CASE, tab="overview", items=ITEMS)
