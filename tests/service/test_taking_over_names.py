"""Paper cases whose rows name steps, procedures, units, roles, posts and people as people call them, or by their codes."""

import io

import openpyxl
import pytest

from app.domain.actor import Holding
from app.domain.paper_sheet import HOLDER, STEP
from app.domain.staff_sheet import SheetRow
from app.feel import FeelWorld
from app.queries.holder_names import holder_names
from app.queries.paper_sheet import procedure_on_paper
from app.queries.paper_workbook import paper_workbook
from app.service.deploy_definition import DeployDefinition
from app.service.register_account import RegisterAccount
from app.service.register_office import RegisterOffice
from app.service.register_post import RegisterPost
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, deploy, files_of, looked_at, paper, said, taken, verified
from tests.service.test_taking_over_branches import at_departments, part


def handled(holder: str, step: str = "handle", process: str = "citizen-letter", **cells: str) -> SheetRow:
    return paper(process, "信 1", step, "2026-11-10", "2026-11-12 10:00", holder, **{**LETTER, **cells})


def settled(city: City) -> City:
    deploy(city, "citizen-letter")
    city.do(RegisterOffice("health-bureau", "云州市卫生健康局", "云卫"), "system")
    city.do(RegisterPost(Holding("handler", "health-bureau"), "来信经办", "handler-health", "handler-health-b"), "system")
    return city


@pytest.mark.parametrize("process", ["citizen-letter", "群众来信来话"])
@pytest.mark.parametrize("step", ["handle", "责任单位办理"])
@pytest.mark.parametrize("holder", ["handler-health", "陈静"])
def test_procedure_step_and_person_are_named_both_ways(city: City, process: str, step: str, holder: str) -> None:
    settled(city)
    sheet = looked_at(city, handled(holder, step, process))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert city.value("SELECT assignee FROM user_task WHERE case_key = :case", case=case) == "handler-health"
    assert verified(city, case) == "verified"


@pytest.mark.parametrize(
    "holder",
    [
        "health-bureau",
        "市卫健局",
        "市卫生健康局",
        "云州市卫生健康局",
        "handler@health-bureau",
        "市卫健局经办",
        "经办@市卫生健康局",
        "来信经办",
    ],
)
def test_a_unit_a_role_or_a_post_is_named_by_all_its_names_and_the_task_stays_open_to_it(city: City, holder: str) -> None:
    settled(city)
    sheet = looked_at(city, handled(holder))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert city.value("SELECT assignee FROM user_task WHERE case_key = :case", case=case) is None


@pytest.mark.parametrize("unit", ["health-bureau", "市卫健局", "市卫生健康局", "云州市卫生健康局"])
def test_a_form_s_field_takes_a_unit_by_each_name_that_the_sheet_lists(city: City, unit: str) -> None:
    settled(city)
    sheet = looked_at(city, handled("", unit=unit))
    assert said(sheet) == []
    (line,) = sheet.lines
    assert line.landing.course.answers["assign"]["unit"] == "health-bureau"


def test_several_units_in_one_cell_are_taken_by_their_names(city: City) -> None:
    settled(city)
    row = handled("", unit="市住建局", kind="severalUnits", coUnits="市卫健局、市教育局")
    sheet = looked_at(city, SheetRow(row.sheet, row.number, {**row.cells, "step": "divide"}))
    assert said(sheet) == []
    assert sheet.lines[0].landing.course.answers["assign"]["coUnits"] == ["health-bureau", "education-bureau"]


@pytest.mark.parametrize(
    ("holder", "problem"),
    [
        ("市教育局", "expected a unit that the step goes to"),
        ("市教育局经办", "expected a role or a post that the step goes to"),
        ("李敏", "somebody in the groups of the step"),
        ("经办员", "a person, a unit, a role or a post by its name, found 经办员"),
        ("同名", "several are called 同名: same-a、same-b"),
        ("两处", "several are called 两处: handler@education-bureau、handler@health-bureau"),
    ],
)
def test_a_name_that_is_nobodys_or_of_several_is_refused_with_the_choices(city: City, holder: str, problem: str) -> None:
    settled(city)
    for account in ("same-a", "same-b"):
        city.do(RegisterAccount(account, "同名", None, ((Holding("handler", "health-bureau"), "A"),)), "system")
    for unit in ("health-bureau", "education-bureau"):
        city.do(RegisterPost(Holding("handler", unit), "两处", None, None), "system")
    ((column, message),) = said(looked_at(city, handled(holder)))
    assert column == HOLDER
    assert problem in message


def test_of_two_people_with_one_name_the_one_whose_task_it_is_gets_it(city: City) -> None:
    settled(city)
    for account, unit in (("same-a", "health-bureau"), ("same-b", "education-bureau")):
        city.do(RegisterAccount(account, "同名", None, ((Holding("handler", unit), "A"),)), "system")
    (case,) = taken(city, looked_at(city, handled("同名")))
    assert city.value("SELECT assignee FROM user_task WHERE case_key = :case", case=case) == "same-a"


def test_steps_that_are_done_bodies_and_items_are_named_as_people_call_them(city: City) -> None:
    deploy(city, "investment-approval")
    city.do(RegisterOffice("planning-bureau", "云州市自然资源和规划局", "云规"), "system")
    item = part("联 1", "各部门并联审批", "1", "已办完 提出审批意见", "2026-11-12 10:00", reply="agree")
    sheet = looked_at(city, *at_departments(item, step="各部门并联审批、已办完 登记会议交办工作、落实帮办人员"))
    assert said(sheet) == []
    (case,) = taken(city, sheet)
    assert sorted(city.open(case)) == ["name-assistants"] + ["reply-to-project"] * 19


def test_a_step_whose_name_several_have_is_refused_with_the_choices(city: City) -> None:
    files = files_of("citizen-letter")
    drawn = files["citizen-letter.bpmn"].decode()
    assert drawn.count('id="assign" name="分派来信"') == 1
    city.do(
        DeployDefinition(
            files | {"citizen-letter.bpmn": drawn.replace('id="assign" name="分派来信"', 'id="assign" name="责任单位办理"').encode()}
        ),
        "designer",
    )
    ((column, message),) = said(looked_at(city, handled("", "责任单位办理")))
    assert column == STEP
    assert "several are called 责任单位办理: 责任单位办理 (assign)、责任单位办理 (handle)" in message
    assert said(looked_at(city, handled("", "handle"))) == []


def test_the_workbook_lists_who_can_hold_a_task_by_name_and_by_code(city: City) -> None:
    settled(city)
    procedure = city.door.ask(procedure_on_paper, city.surroundings, city.actor("operator"), "citizen-letter")
    world: FeelWorld = city.door.ask(city.surroundings.feel_world, city.door.now())
    book = openpyxl.load_workbook(io.BytesIO(paper_workbook(procedure, world, city.door.ask(holder_names))))
    rows = [tuple(cell.value for cell in row) for row in book["单位和岗位"].iter_rows()]
    assert ("单位", "市卫健局", "health-bureau", "全称 云州市卫生健康局") in rows
    assert ("角色", "市卫健局经办", "handler@health-bureau", "") in rows
    assert ("岗位", "来信经办", "handler@health-bureau", "市卫健局经办") in rows
    assert any(row[:3] == ("人员", "陈静", "handler-health") for row in rows)
