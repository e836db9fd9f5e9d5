"""The demo city: invented units and people. Source: docs/operations, "The demo city"."""

from typing import Final

from msgspec import Struct

from app.domain.marked import marked

PASSWORD: Final = "duban-demo-2026"  # noqa: S105  # printed on the sign-in page of a demo city, and nowhere else taken

UNITS: Final = (
    ("health-bureau", "市卫健局"),
    ("housing-bureau", "市住建局"),
    ("planning-bureau", "市规划局"),
    ("environment-bureau", "市环保局"),
    ("fire-brigade", "市消防支队"),
    ("market-bureau", "市市场监管局"),
    ("education-bureau", "市教育局"),
    ("transport-bureau", "市交通局"),
    ("east-park", "东部园区管委会"),
    ("riverside-street", "滨河街道"),
)

POSTS: Final = (("handler@health-bureau", "来信经办", "handler-health", "handler-health-b"),)
"""Role and unit, the post's name, its first and its second holder (AB角)."""
OFFICES: Final = (
    ("hotline", "云州市政务热线办公室", "云热"),
    ("inspection-office", "云州市政府督查室", "云政督"),
    ("city-government-office", "云州市政府办公室", "云府办"),
    ("investment-office", "云州市招商局", "云招"),
    ("service-centre", "云州市行政服务中心", "云服"),
    ("legal-office", "云州市政府法制办公室", "云法"),
    ("health-bureau", "云州市卫生健康局", "云卫"),
    ("housing-bureau", "云州市住房和城乡建设局", "云住建"),
    ("planning-bureau", "云州市自然资源和规划局", "云规"),
    ("environment-bureau", "云州市生态环境局", "云环"),
    ("fire-brigade", "云州市消防救援支队", "云消"),
    ("market-bureau", "云州市市场监督管理局", "云市监"),
    ("education-bureau", "云州市教育局", "云教"),
    ("transport-bureau", "云州市交通运输局", "云交"),
    ("east-park", "云州市东部园区管理委员会", "云东园"),
    ("riverside-street", "云州市滨河街道办事处", "云滨"),
)
"""Who issues papers: id, name as papers print it, and the code that numbers begin with."""


class DemoPerson(Struct, frozen=True):
    """title: what the person does, a text that the catalogues translate.

    holdings: `role` or `role@unit`; post: A or B, the first or second holder.
    """

    account: str
    name: str
    title: str
    holdings: tuple[str, ...]
    post: str = "A"
    everything: bool = False


PEOPLE: Final = (
    DemoPerson("handler-health", "陈静", marked("Clerk of the health bureau, post A"), ("handler@health-bureau",)),
    DemoPerson("handler-health-b", "刘洋", marked("Clerk of the health bureau, post B"), ("handler@health-bureau",), "B"),
    DemoPerson("handler-housing", "王建国", marked("Clerk of the housing bureau"), ("handler@housing-bureau",)),
    DemoPerson("hotline", "李敏", marked("Hotline office"), ("hotline",)),
    DemoPerson("inspection", "周海涛", marked("Inspection office"), ("inspection-office",)),
    DemoPerson("office", "许文", marked("City government office"), ("city-government-office",)),
    DemoPerson("director", "韩峰", marked("Director of the city government office"), ("office-director",)),
    DemoPerson("secretary", "方媛", marked("Assisting secretary"), ("assisting-secretary",)),
    DemoPerson("mayor-deputy", "赵明远", marked("Deputy mayor in charge"), ("deputy-mayor",)),
    DemoPerson("party", "沈立", marked("City party committee"), ("party-committee",)),
    DemoPerson("investment", "郑凯", marked("Investment promotion bureau"), ("investment-office",)),
    DemoPerson("centre", "钱芳", marked("Administrative service centre"), ("service-centre",)),
    DemoPerson("legal", "吴倩", marked("Legal affairs office of the city government"), ("legal-office",)),
    DemoPerson("enforcer-market", "马超", marked("Market regulation bureau, penalties"), ("enforcer@market-bureau",)),
    DemoPerson("supervision", "邓洁", marked("Supervision bureau of the city"), ("supervision-bureau",)),
    DemoPerson("head-health", "杨帆", marked("Head of the health bureau"), ("unit-head@health-bureau",)),
    DemoPerson("head-housing", "罗斌", marked("Head of the housing bureau"), ("unit-head@housing-bureau",)),
    DemoPerson("reviewer-planning", "唐亮", marked("Reviewer of the planning bureau"), ("reviewer@planning-bureau",)),
    DemoPerson("reviewer-environment", "苏梅", marked("Reviewer of the environment bureau"), ("reviewer@environment-bureau",)),
    DemoPerson("reviewer-fire", "彭刚", marked("Reviewer of the fire brigade"), ("reviewer@fire-brigade",)),
    DemoPerson("designer", "何伟", marked("Process designer"), ("designer",)),
    DemoPerson("designer-b", "林晓", marked("Process designer, second pair of eyes"), ("designer",)),
    DemoPerson("operator", "曹阳", marked("Operator"), ("operator",)),
    DemoPerson("auditor", "孙丽", marked("Auditor"), ("auditor",)),
    DemoPerson("admin", "田原", marked("System administrator"), ("system-admin",)),
    DemoPerson("security", "程安", marked("Security administrator"), ("security-admin",)),
    DemoPerson("demo", "演示", marked("Every post, for trying out"), (), everything=True),
)
"""In the order of the sign-in page."""
