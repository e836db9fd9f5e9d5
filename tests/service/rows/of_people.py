"""Commands of people, units and what they keep."""

from datetime import timedelta

from app.domain.actor import Holding
from app.domain.staff_sheet import SheetRow
from app.service.change_password import ChangePassword
from app.service.change_post import ChangePost
from app.service.change_roles import ChangeRoles
from app.service.create_token import CreateToken
from app.service.disable_account import DisableAccount
from app.service.draw_sample import DrawSample
from app.service.drop_filter import DropFilter
from app.service.enable_account import EnableAccount
from app.service.end_leave import EndLeave
from app.service.end_sessions import EndSessions
from app.service.enter_leave import EnterLeave
from app.service.import_people import ImportPeople
from app.service.register_account import RegisterAccount
from app.service.register_post import RegisterPost
from app.service.register_unit import RegisterUnit
from app.service.revoke_token import RevokeToken
from app.service.save_filter import SaveFilter
from app.service.set_mail_address import SetMailAddress
from app.service.sign_in import note_failure, open_session
from app.service.unlock_account import UnlockAccount
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.service.rows.row import IN_UNIT, Row, case_at_handle, row

TOKEN = CreateToken("handler-health", "1a2b3c4d", "ab" * 32, MONDAY, MONDAY + timedelta(days=90), "the archive's program", ("jobs",))
ACCOUNT = RegisterAccount("new-hand", "新手", "hash", ((Holding("handler", "health-bureau"), "B"),))
POST = RegisterPost(Holding("handler", "health-bureau"), "来信", "handler-health", "handler-health-b")
LEAVE = EnterLeave("handler-health", MONDAY, MONDAY + timedelta(days=2), "年休假", "handler-health-b")
IMPORT = ImportPeople(
    (
        SheetRow("单位", 2, {"代码": "parks", "名称": "市园林局", "上级代码": ""}),
        SheetRow("人员", 2, {"用户名": "gu-xin", "姓名": "顾欣", "角色": "handler@parks", "岗": "A"}),
        SheetRow("岗位", 2, {"岗位名称": "来信", "角色": "handler@parks", "A岗": "gu-xin", "B岗": ""}),
    )
)


def disabled_before(city: City) -> EnableAccount:
    """Disable somebody who is none of those by whom rights are tried."""
    city.do(RegisterAccount("returns", "回岗", None, ()), "admin")
    city.do(DisableAccount("returns"), "security")
    return EnableAccount("returns", "返岗")


def to_draw_from(city: City) -> DrawSample:
    case_at_handle(city)
    return DrawSample("", "", "", 1, "2026-11-24-a")


ROWS: dict[type[Command], Row] = {
    ChangePassword: row(
        lambda city: ChangePassword("handler-health", "another hash"),
        "handler-health",
        "password_changed",
        "password_changed",
        {"account"},
        {"handler-health", "security"},
    ),
    ChangeRoles: row(
        lambda city: ChangeRoles("handler-health", ((Holding("reviewer", "fire-brigade"), "B"),), (Holding("handler", "health-bureau"),)),
        "security",
        "roles_changed",
        "roles_changed",
        {"account", "holding"},
        {"security"},
    ),
    CreateToken: row(lambda city: TOKEN, "security", "token_created", "token_created", {"access_token"}, {"security"}),
    DisableAccount: row(
        lambda city: DisableAccount("handler-health"), "security", "account_disabled", "account_disabled", {"account"}, {"security"}
    ),
    EnableAccount: row(
        disabled_before,
        "security",
        "account_enabled",
        "account_enabled",
        {"account"},
        {"security"},
    ),
    UnlockAccount: row(
        lambda city: (city.door.keep(note_failure, "handler-health", MONDAY), UnlockAccount("handler-health"))[1],
        "security",
        "account_unlocked",
        "account_unlocked",
        {"account"},
        {"security"},
    ),
    EndSessions: row(
        lambda city: (city.door.keep(open_session, "handler-health", 1, "10.0.0.1", MONDAY), EndSessions("handler-health"))[1],
        "handler-health",
        "sessions_ended",
        "sessions_ended",
        {"session"},
        {"handler-health", "security"},
    ),
    RegisterAccount: row(lambda city: ACCOUNT, "admin", "account_registered", "account_registered", {"account", "holding"}, {"admin"}),
    ImportPeople: row(
        lambda city: IMPORT,
        "admin",
        "people_imported",
        "people_imported unit_registered account_registered post_registered",
        {"unit", "account", "holding", "post", "counter"},
        {"admin"},
    ),
    RegisterPost: row(lambda city: POST, "admin", "post_registered", "post_registered", {"post", "counter"}, {"admin"}),
    ChangePost: row(
        lambda city: ChangePost(int(city.do(POST, "admin")["id"]), "来信经办", "handler-health-b", "handler-health"),
        "admin",
        "post_changed",
        "post_changed",
        {"post"},
        {"admin"},
    ),
    EnterLeave: row(
        lambda city: LEAVE,
        "handler-health",
        "leave_entered",
        "leave_entered",
        {"leave", "counter"},
        {"handler-health", "head-health", "admin"},
    ),
    EndLeave: row(
        lambda city: EndLeave(int(city.do(LEAVE, "handler-health")["id"])),
        "head-health",
        "leave_ended",
        "leave_ended",
        {"leave"},
        {"handler-health", "head-health", "admin"},
    ),
    RegisterUnit: row(lambda city: RegisterUnit("parks", "市园林局"), "admin", "unit_registered", "unit_registered", {"unit"}, {"admin"}),
    SetMailAddress: row(
        lambda city: SetMailAddress("handler-health", "chen.jing@city.example"),
        "handler-health",
        "mail_address_set",
        "mail_address_set",
        {"account"},
        {"handler-health", "admin"},
    ),
    RevokeToken: row(
        lambda city: (city.do(TOKEN, "security"), RevokeToken(TOKEN.id, MONDAY))[1],
        "handler-health",
        "token_revoked",
        "token_revoked",
        {"access_token"},
        {"handler-health", "security"},
    ),
    DrawSample: row(
        to_draw_from,
        "auditor",
        "sample_drawn",
        "sample_drawn",
        allowed={"auditor", "inspection", "supervision"},
    ),
    SaveFilter: row(
        lambda city: SaveFilter("临期的", {"light": "yellow"}, "health-bureau"),
        "handler-health",
        "filter_saved",
        "filter_saved",
        {"saved_filter", "counter"},
        IN_UNIT,
    ),
    DropFilter: row(
        lambda city: DropFilter(int(city.do(SaveFilter("七日内", {"light": "red"}, "health-bureau"), "handler-health")["id"])),
        "handler-health",
        "filter_dropped",
        "filter_dropped",
        {"saved_filter"},
        {"handler-health", "head-health"},
        {"handler-health-b"},
    ),
}
