"""Paper cases whose rows choose what a form offers, by the words that people read or by the code, also where the case decides it."""

import io

import openpyxl
import pytest

from app.domain.staff_sheet import SheetRow
from app.feel import FeelWorld
from app.queries.paper_sheet import procedure_on_paper
from app.queries.paper_workbook import paper_workbook
from tests.builders.city import City
from tests.service.test_taking_over import LETTER, deploy, looked_at, paper, said
from tests.service.test_taking_over_branches import DEPARTMENTS, at_departments, part

STEP = "departments、已办完 record-session、name-assistants"
CALLED = "、".join(("市规划局", "市环保局", "市消防支队", "市市场监管局"))


def answered(reply: str, **more: str) -> SheetRow:
    return part("联 1", "departments", "1", "已办完 reply-to-project", "2026-11-12 10:00", reply=reply, **more)


def handled(**cells: str) -> SheetRow:
    return paper(
        "citizen-letter",
        "信 1",
        "answer",
        "2026-11-10",
        "2026-11-12 10:00",
        "",
        **{**LETTER, "findings": "已修", "measure": "现场解决", **cells},
    )


@pytest.mark.parametrize(("word", "code"), [("同意", "agree"), ("agree", "agree"), ("同意，附条件", "conditions")])
def test_what_an_expression_offers_is_chosen_as_people_read_it(city: City, word: str, code: str) -> None:
    deploy(city, "investment-approval")
    sheet = looked_at(city, *at_departments(answered(word, note="先做环评"), step=STEP))
    assert said(sheet) == []
    assert sheet.lines[0].landing.course.answers["reply-to-project@0"]["reply"] == code


def test_units_that_a_case_names_are_chosen_by_what_the_form_calls_them(city: City) -> None:
    deploy(city, "investment-approval")
    row, *parts = at_departments(answered("agree"), step=STEP)
    sheet = looked_at(city, SheetRow(row.sheet, row.number, {**row.cells, "present": CALLED}), *parts)
    assert said(sheet) == []
    answers = sheet.lines[0].landing.course.answers.values()
    assert [given["present"] for given in answers if "present" in given] == [list(DEPARTMENTS)]


def test_what_is_not_offered_is_refused_with_all_that_is_as_people_read_it(city: City) -> None:
    deploy(city, "investment-approval")
    ((column, message),) = said(looked_at(city, *at_departments(answered("可以"), step=STEP)))
    assert column == "reply"
    for label in ("同意", "同意，附条件", "不同意，有法律依据", "要求补充材料（只能一次）"):
        assert label in message


def test_what_the_case_itself_does_not_offer_is_refused_whatever_other_cases_are_offered(city: City) -> None:
    deploy(city, "citizen-letter")
    assert said(looked_at(city, handled(result="已经办理，转答复群众"))) == []
    ((column, message),) = said(looked_at(city, handled(result="再协调一轮")))
    assert column == "result"
    assert "已经办理，转答复群众" in message


def test_the_workbook_names_what_an_expression_can_offer(city: City) -> None:
    deploy(city, "investment-approval")
    deploy(city, "citizen-letter")
    found = {}
    for process in ("investment-approval", "citizen-letter"):
        procedure = city.door.ask(procedure_on_paper, city.surroundings, city.actor("operator"), process)
        world: FeelWorld = city.door.ask(city.surroundings.feel_world, city.door.now())
        book = openpyxl.load_workbook(io.BytesIO(paper_workbook(procedure, world, [])))
        found |= {row[0]: row[1:3] for row in book["字段"].iter_rows(min_row=2, values_only=True)}
    by_key = {head.partition("[")[2].rstrip("]"): told for head, told in found.items() if "[" in head}
    assert by_key["reply"][0] == "选一项"
    for key, label in {
        "reply": "不同意，有法律依据",
        "result": "不能当即办结，改定类别（第7个工作日届满前）",
        "step": "需要较长时间，订工作方案（第30个工作日届满前）",
        "newKind": "涉及多个单位：从受理起 30 个工作日（第13条）",
        "coUnits": "市卫健局",
        "present": "由案件算出",
    }.items():
        assert label in by_key[key][1], key
