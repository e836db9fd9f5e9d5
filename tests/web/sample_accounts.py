"""Sample data of accounts and sign-ins: locked, without a password, signed in; and choosing one's own password."""

from app.domain.rejection import Message
from app.web.presentation.account_view import AccountView, OwnPasswordView
from app.web.presentation.accounts_view import AccountDetail, AccountRow, AccountsView, SessionRow
from app.web.presentation.staff_view import AdminLink
from app.web.presentation.task_view import Choice
from tests.web.sample_forms import NOW, at
from tests.web.sample_leaders import MAIL, MAIL_REFUSED

LINKS = tuple(AdminLink(part, f"/admin/{part}", current=part == "accounts") for part in ("people", "posts", "roles", "accounts", "access"))
HREF = "/admin/accounts/handler-health"
LOCKED = AccountRow(
    "handler-health", "陈静", HREF, ("市卫健局 · 经办",), True, 6, at(11, 24, 11, 12), "own", at(11, 23, 8, 31), 2, is_open=True
)
SESSIONS = (
    SessionRow("0123456789abcdef", at(11, 24, 8, 30), NOW, "10.1.20.7", f"{HREF}/sessions/0123456789abcdef/end"),
    SessionRow("fedcba9876543210", at(11, 24, 8, 2), at(11, 24, 8, 40), "", f"{HREF}/sessions/fedcba9876543210/end", must_change=True),
)
ACCOUNTS = AccountsView(
    LINKS,
    (
        LOCKED,
        AccountRow("gu-xin", "顾欣", "/admin/accounts/gu-xin", ("市园林局 · 经办", "市园林局 · 审查"), True, 0, None, "none", None, 0),
        AccountRow("hotline", "李敏", "/admin/accounts/hotline", ("政务热线办公室",), True, 2, None, "temporary", at(11, 24, 8, 3), 1),
        AccountRow("legal", "方媛", "/admin/accounts/legal", ("法制办公室",), True, 0, None, "printed", at(11, 24, 8, 3), 1),
        AccountRow("enforcer-old", "马超", "/admin/accounts/enforcer-old", (), False, 0, None, "own", None, 0),
    ),
    4,
    (Choice("", "全部账号", "", chosen=True), Choice("locked", "锁定中")),
    (Choice("health-bureau", "市卫健局"),),
    "",
    keeps=True,
    detail=AccountDetail(LOCKED, SESSIONS, f"{HREF}/unlocking", f"{HREF}/sessions/end", f"{HREF}/password"),
    next_href="/admin/accounts?page=2",
    done=Message("The session is ended", {}),
)
GIVEN = AccountsView(
    LINKS,
    (LOCKED,),
    1,
    (Choice("", "全部账号", "", chosen=True),),
    (),
    "",
    keeps=True,
    detail=AccountDetail(LOCKED, (), password_href=f"{HREF}/password", password="k7pm-3hxd-9qwt-r2vn"),
)
LOOKED_AT = AccountsView(
    LINKS,
    (AccountRow("admin", "何伟", "/admin/accounts/admin", ("系统管理员",), True, 0, None, "own", NOW, None, is_open=True),),
    1,
    (Choice("", "全部账号", "", chosen=True),),
    (),
    "",
    keeps=False,
    detail=AccountDetail(
        AccountRow("admin", "何伟", "/admin/accounts/admin", ("系统管理员",), True, 0, None, "own", NOW, None), None, own=True
    ),
)
NO_ACCOUNTS = AccountsView(LINKS, (), 0, (Choice("locked", "锁定中", "", chosen=True),), (), "陈", keeps=True)
OWN_SESSIONS = AccountView(
    "handler-health",
    sessions=(SessionRow("0123456789abcdef", NOW, NOW, "10.1.20.7", here=True), *SESSIONS),
    ended=True,
)
CHOOSING = OwnPasswordView("gu-xin", "顾欣", "/work-list")
CHOOSING_REFUSED = OwnPasswordView(
    "gu-xin", "顾欣", "/work-list", Message("Expected another password than the one before", {}), wrong=True, differs=True
)
OF_ACCOUNTS = (("accounts", ACCOUNTS), ("accounts-given", GIVEN), ("accounts-looked-at", LOOKED_AT), ("accounts-none", NO_ACCOUNTS))
TOO_SHORT = Message("Expected a password of %(least)s to %(most)s characters, but found %(found)s", {"least": 12, "most": 256, "found": 9})
DUTIES = (("查验流程文件", "duban lint FILES"), ("查看访问日志", "/admin/access"))
OF_ONES_ACCOUNT = (
    ("account", AccountView("handler-health", mail=MAIL, mail_set=True)),
    ("account-mail-refused", AccountView("handler-health", mail=MAIL_REFUSED)),
    ("account-with-duties", AccountView("designer", duties=DUTIES)),
    ("account-changed", AccountView("handler-health", changed=True)),
    ("account-refused", AccountView("handler-health", TOO_SHORT, True, at(11, 24, 11), True)),
    ("account-of-the-demo", AccountView("handler-health", printed=True)),
    ("account-sessions", OWN_SESSIONS),
)
