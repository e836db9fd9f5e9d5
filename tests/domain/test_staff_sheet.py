"""What is wrong with the rows of an import, by row and column."""

import pytest

from app.domain.actor import Holding
from app.domain.staff_sheet import COLUMNS, Known, SheetRow, StaffPlan, check_sheets

DESK = Holding("handler", "health-bureau")
KNOWN = Known(frozenset({"health-bureau"}), frozenset({"chen", "gone"}), {"chen": frozenset({DESK})})


def rows(sheet: str, *lines: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(sheet, number, dict(zip(COLUMNS[sheet], line, strict=True))) for number, line in enumerate(lines, 2)]


def told(plan: StaffPlan) -> list[tuple[int, str, str]]:
    return [(one.number, one.column, str(one.message)) for one in plan.errors]


def test_rows_may_refer_to_each_other_whatever_their_order() -> None:
    posts = rows("岗位", ("来信", "handler@parks", "gu", ""))
    people = rows("人员", ("gu", "顾欣", "handler@parks、reviewer@health-bureau", ""))
    units = rows("单位", ("parks", "市园林局", "health-bureau"))
    plan = check_sheets([*posts, *people, *units], KNOWN)
    assert plan.errors == []
    assert plan.people == [("gu", "顾欣", (Holding("handler", "parks"), Holding("reviewer", "health-bureau")), "A")]
    assert plan.posts == [(Holding("handler", "parks"), "来信", "gu", None)]


@pytest.mark.parametrize("said", ["市园林局经办", "经办@市园林局", "handler@市园林局", "经办@parks", "handler@parks"])
def test_roles_and_units_are_named_by_what_people_call_them_or_by_code(said: str) -> None:
    people = rows("人员", ("gu", "顾欣", f"{said}、市卫健局复核、政务热线办公室", ""))
    known = Known(KNOWN.units, KNOWN.accounts, KNOWN.holdings, {"市卫健局": "health-bureau"})
    plan = check_sheets([*people, *rows("单位", ("parks", "市园林局", "")), *rows("岗位", ("来信", said, "gu", ""))], known)
    assert plan.errors == []
    assert plan.people[0][2] == (Holding("handler", "parks"), Holding("reviewer", "health-bureau"), Holding("hotline"))
    assert plan.posts == [(Holding("handler", "parks"), "来信", "gu", None)]


@pytest.mark.parametrize(
    ("sheet", "line", "column", "problem"),
    [
        ("单位", ("Parks", "园林", ""), "代码", "found Parks"),
        ("单位", ("health-bureau", "卫健", ""), "代码", "health-bureau is registered"),
        ("单位", ("parks", "", ""), "名称", "found nothing"),
        ("单位", ("parks", "园林", "nowhere"), "上级代码", "found nowhere"),
        ("单位", ("parks", "园林", "parks"), "上级代码", "found parks"),
        ("人员", ("Gu Xin", "顾欣", "hotline", "A"), "用户名", "found Gu Xin"),
        ("人员", ("clock", "钟", "hotline", "A"), "用户名", "found clock"),
        ("人员", ("gone", "旧人", "hotline", "A"), "用户名", "gone is taken"),
        ("人员", ("gu", "", "hotline", "A"), "姓名", "found nothing"),
        ("人员", ("gu", "顾欣", "", "A"), "角色", "expected a role"),
        ("人员", ("gu", "顾欣", "clerk", "A"), "角色", "found clerk"),
        ("人员", ("gu", "顾欣", "auditor", "A"), "角色", "administrators are not imported"),
        ("人员", ("gu", "顾欣", "handler", "A"), "角色", "as handler@unit"),
        ("人员", ("gu", "顾欣", "handler@nowhere", "A"), "角色", "found nowhere"),
        ("人员", ("gu", "顾欣", "hotline", "C"), "岗", "found C"),
        ("岗位", ("", "handler@health-bureau", "chen", ""), "岗位名称", "found nothing"),
        ("岗位", ("来信", "handler@health-bureau", "gone", ""), "A岗", "found gone"),
        ("岗位", ("来信", "handler@health-bureau", "chen", "chen"), "B岗", "chen twice"),
        ("岗位", ("来信", "hotline", "", "chen"), "B岗", "holds 政务热线办公室, found chen"),
    ],
)
def test_each_mistake_names_its_row_and_column(sheet: str, line: tuple[str, ...], column: str, problem: str) -> None:
    ((number, where, words),) = told(check_sheets(rows(sheet, line), KNOWN))
    assert (number, where) == (2, column)
    assert problem in words


def test_the_role_that_somebody_lacks_is_named_as_people_call_it_and_the_account_as_it_was_typed() -> None:
    known = Known(KNOWN.units, KNOWN.accounts, KNOWN.holdings, {"市卫健局": "health-bureau"})
    ((_, _, words),) = told(check_sheets(rows("岗位", ("来信", "handler@health-bureau", "nobody", "")), known))
    assert words == "expected an account that holds 市卫健局经办, found nobody"


def test_an_account_that_stands_in_two_rows_is_told_at_the_second() -> None:
    line = ("gu", "顾欣", "hotline", "A")
    ((number, column, words),) = told(check_sheets(rows("人员", line, line), KNOWN))
    assert (number, column) == (3, "用户名")
    assert "twice" in words
