"""Sample data of the access log: looks, a refused change, sign-ins good and refused."""

from msgspec.structs import replace

from app.web.presentation.access_view import AccessRow, AccessView
from app.web.presentation.staff_view import AdminLink
from tests.web.sample_forms import at

NUMBERS = tuple((f"QZ-2026-00318{n}-{n}", f"/cases/QZ-2026-00318{n}-{n}") for n in range(6))
LINKS = tuple(AdminLink(part, f"/admin/{part}", current=part == "access") for part in ("people", "posts", "roles", "access", "calendar"))
ACCESS = AccessView(
    LINKS,
    (
        AccessRow(
            at(11, 24, 10, 41),
            "查看个人信息",
            False,
            "handler-health",
            "陈静",
            "刘洋",
            ("来信人身份", "答复群众"),
            (("QZ-2026-003187-4", ""),),
            where="POST /cases/<number>/sender",
        ),
        AccessRow(
            at(11, 24, 10, 40),
            "查看个人信息",
            False,
            "auditor",
            "孙丽",
            details=("全部案件的事件",),
            numbers=NUMBERS,
            more=12,
            unnamed=1,
            where="GET /events",
        ),
        AccessRow(
            at(11, 24, 10, 30),
            "操作被拒绝",
            True,
            "hotline",
            "李敏",
            details=("无权办理",),
            unnamed=1,
            where="POST /cases/<number>/comments",
        ),
        AccessRow(at(11, 24, 9), "登录被拒绝", True, "public", details=("登录页", "没有这个用户名"), where="10.1.20.7"),
    ),
    {"who": "handler-health", "kind": "personal_data_read", "from": "2026-11-01", "to": "", "case": "QZ-2026-003187-4"},
    10_000,
    capped=True,
    kinds=(("personal_data_read", "查看个人信息"), ("signed_in", "登录")),
    people=(("handler-health", "陈静"),),
    newer_href="/admin/access?before=x",
    older_href="/admin/access?after=x",
    newest_href="/admin/access",
    csv_href="/admin/access.csv",
    xlsx_href="/admin/access.xlsx",
)
NO_ACCESS = replace(ACCESS, rows=(), total=0, capped=False, newer_href="", older_href="", newest_href="")
