"""The demo city: invented units and people. Source: docs/operations, "The demo city"."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "duban-demo-2026"  # noqa: S105  # printed on the sign-in page of a demo city, and nowhere else taken

UNITS: Final = (
    ("health-bureau", "市卫健局"),
    ("housing-bureau", "市住建局"),
    ("planning-bureau", "市规划局"),
    ("environment-bureau", "市环保局"),
    ("fire-brigade", "市消防大队"),
    ("market-bureau", "市市场监管局"),
    ("education-bureau", "市教育局"),
    ("transport-bureau", "市交通局"),
    ("east-park", "东部园区管委会"),
    ("riverside-street", "滨河街道"),
)


@dataclass(frozen=True)
class DemoPerson:
    """holdings: `role` or `role@unit`; post: A or B, the first or second holder."""

    account: str
    name: str
    title: str
    holdings: tuple[str, ...]
    post: str = "A"
    everything: bool = False


PEOPLE: Final = (
    DemoPerson("handler-health", "陈静", "市卫健局经办，A岗", ("handler@health-bureau",)),
    DemoPerson("handler-health-b", "刘洋", "市卫健局经办，B岗", ("handler@health-bureau",), "B"),
    DemoPerson("handler-housing", "王建国", "市住建局经办", ("handler@housing-bureau",)),
    DemoPerson("hotline", "李敏", "政务热线办公室", ("hotline",)),
    DemoPerson("inspection", "周海涛", "市政府督查室", ("inspection-office",)),
    DemoPerson("office", "许文", "市政府办公室", ("city-government-office",)),
    DemoPerson("director", "韩峰", "市政府办公室主任", ("office-director",)),
    DemoPerson("secretary", "方媛", "协助秘书", ("assisting-secretary",)),
    DemoPerson("mayor-deputy", "赵明远", "分管副市长", ("deputy-mayor",)),
    DemoPerson("party", "沈立", "市委", ("party-committee",)),
    DemoPerson("investment", "郑凯", "市招商局", ("investment-office",)),
    DemoPerson("centre", "钱芳", "市行政服务中心", ("service-centre",)),
    DemoPerson("legal", "吴倩", "市政府法制办公室", ("legal-office",)),
    DemoPerson("enforcer-market", "马超", "市市场监管局（处罚）", ("enforcer@market-bureau",)),
    DemoPerson("supervision", "邓洁", "市监察局", ("supervision-bureau",)),
    DemoPerson("head-health", "杨帆", "市卫健局负责人", ("unit-head@health-bureau",)),
    DemoPerson("head-housing", "罗斌", "市住建局负责人", ("unit-head@housing-bureau",)),
    DemoPerson("reviewer-planning", "唐亮", "市规划局审查", ("reviewer@planning-bureau",)),
    DemoPerson("reviewer-environment", "苏梅", "市环保局审查", ("reviewer@environment-bureau",)),
    DemoPerson("reviewer-fire", "彭刚", "市消防大队审查", ("reviewer@fire-brigade",)),
    DemoPerson("designer", "何伟", "流程设计员", ("designer",)),
    DemoPerson("designer-b", "林晓", "流程设计员（复核）", ("designer",)),
    DemoPerson("operator", "曹阳", "运行维护员", ("operator",)),
    DemoPerson("auditor", "孙丽", "审计员", ("auditor",)),
    DemoPerson("admin", "田原", "系统管理员", ("system-admin",)),
    DemoPerson("security", "程安", "安全管理员", ("security-admin",)),
    DemoPerson("demo", "演示", "全部岗位，供试用", (), everything=True),
)
"""In the order of the sign-in page."""
