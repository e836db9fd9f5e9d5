"""What the shipped forms ask for, show, and refuse."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from app.domain.demo_city import UNITS
from app.feel import FeelWorld, parse_expression, to_json
from app.form import check_answers, read_form, translate_form, view_form
from app.form.view_form import view_all

ROOT: Final = Path(__file__).resolve().parents[2]
WORLD: Final = FeelWorld(datetime(2026, 11, 24, 2, 42, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
PLAN: Final = {"unit": "planning-bureau", "approval": "用地规划", "kind": "general"}


def errors(name: str, sent: Mapping[str, Any], variables: Mapping[str, Any] | None = None) -> dict[str, str]:
    form = read_form((ROOT / f"forms/{name}.form").read_bytes(), name)
    return {field: str(said) for field, said in check_answers(form, sent, variables or {}, WORLD).errors.items()}


def shown(name: str, variables: Mapping[str, Any]) -> str:
    form = read_form((ROOT / f"forms/{name}.form").read_bytes(), name)
    return "\n".join(one.text for one in view_all(view_form(form, {}, variables, WORLD, {})))


def chosen(name: str, field: str, variables: Mapping[str, Any], sent: Mapping[str, Any] | None = None) -> dict[str, bool]:
    """Return the values to choose from in a field, and which are chosen, as the page first shows it."""
    form = read_form((ROOT / f"forms/{name}.form").read_bytes(), name)
    found = next(one for one in view_all(view_form(form, sent or {}, variables, WORLD, {})) if one.name == field)
    return {option.value: option.chosen for option in found.options}


def test_a_unit_has_one_name_in_forms_and_on_pages() -> None:
    names = dict(UNITS)
    told = {(id, name) for path in (ROOT / "forms").glob("*.form") for id, name in pairs(json.loads(path.read_text())) if id in names}
    assert {id for id, _ in told} == set(names)
    assert {(id, name) for id, name in told if names[id] != name} == set()
    full = (
        "市卫生健康局",
        "市住房和城乡建设局",
        "市自然资源和规划局",
        "市生态环境局",
        "市消防救援支队",
        "市市场监督管理局",
        "市交通运输局",
    )
    assert [path.name for path in (ROOT / "forms").glob("*.form") for name in full if name in path.read_text()] == []


def pairs(found: Any) -> list[tuple[str, str]]:
    if isinstance(found, dict):
        own = [(found["value"], found["label"])] if {"value", "label"} <= found.keys() else []
        return own + [pair for one in found.values() for pair in pairs(one)]
    return [pair for one in found for pair in pairs(one)] if isinstance(found, list) else []


def test_a_project_names_at_least_one_approval() -> None:
    assert "approvals" in errors("investment-registration", {"approvals": []})
    assert "approvals" not in errors("investment-registration", {"approvals": [PLAN]})


def test_a_project_names_no_approval_of_a_department_twice() -> None:
    other = {**PLAN, "unit": "fire-brigade"}
    found = errors("investment-registration", {"approvals": [PLAN, other, PLAN]})
    assert {name: said for name, said in found.items() if name.startswith("approvals")} == {
        "approvals.2.approval": "Row 1 has this already"
    }


@pytest.mark.parametrize("kind", ["siteInspection", "jointStudy"])
def test_an_inspection_of_the_site_and_a_joint_study_carry_their_own_limit(kind: str) -> None:
    assert "approvals.0.days" in errors("investment-registration", {"approvals": [{**PLAN, "kind": kind}]})
    assert "approvals.0.days" not in errors("investment-registration", {"approvals": [{**PLAN, "kind": kind, "days": 10}]})
    assert "approvals.0.days" not in errors("investment-registration", {"approvals": [PLAN]})


def test_a_unit_does_not_co_organize_with_itself() -> None:
    assigned = {"disposition": "assign", "kind": "severalUnits", "unit": "health-bureau"}
    assert "coUnits" in errors("letter-assignment", {**assigned, "coUnits": ["health-bureau"]})
    assert "coUnits" not in errors("letter-assignment", {**assigned, "coUnits": ["market-bureau"]})
    for co_unit, wrong in (("health-bureau", True), ("market-bureau", False)):
        divided = {"step": "divide", "coUnits": [co_unit], "division": "各管一段。"}
        assert ("coUnits" in errors("letter-coordination", divided, {"unit": "health-bureau", "kind": "severalUnits"})) is wrong
    changed = {"result": "changeKind", "newKind": "severalUnits"}
    known = {"unit": "health-bureau", "kind": "clear", "explainUntil": "2026-11-25T17:30:00+08:00"}
    assert "coUnits" in errors("letter-handling", {**changed, "coUnits": ["health-bureau"]}, known)
    assert "coUnits" not in errors("letter-handling", {**changed, "coUnits": ["market-bureau"]}, known)


def test_objections_under_one_name_are_reconciled_one_by_one() -> None:
    said = {"reply": "object", "note": "不行", "ground": None, "article": "34"}
    plan, fire = ({**said, "unit": unit, "approval": "现场核验"} for unit in ("planning-bureau", "fire-brigade"))
    alone = {**said, "unit": "market-bureau", "approval": "登记"}
    found = chosen("investment-reconciliation", "reconciled", {"replies": [plan, fire, alone]})
    assert set(found) == {"planning-bureau/现场核验", "fire-brigade/现场核验", "登记"}
    drawn = (ROOT / "processes/investment-approval/investment-approval.bpmn").read_text()
    (rule,) = re.findall(r"source='=(for r in replies return if r.reply = \"object\" and [^']*)'", drawn)
    known = {"replies": [plan, fire, alone], "reconciled": ["planning-bureau/现场核验"], "reconciliation": "退让"}
    left = to_json(parse_expression(rule).evaluate(known, WORLD))
    assert [(one["unit"], one["reply"]) for one in left] == [
        ("planning-bureau", "conditions"),
        ("fire-brigade", "object"),
        ("market-bureau", "object"),
    ]


@pytest.mark.parametrize("form", ["penalty-legal-review", "penalty-approval", "penalty-own-decision"])
@pytest.mark.parametrize(
    ("hearing", "said"),
    [
        ({"hearing": "held", "hearingOn": "2026-11-12"}, "听证：已举行，2026-11-12"),
        ({"hearing": "notAsked", "hearingOn": "2026-11-12"}, "听证：已告知，当事人没有要求"),
        ({"hearing": "notProvided"}, "听证：法律没有规定听证"),
    ],
)
def test_who_reviews_a_penalty_sees_whether_there_was_a_hearing(form: str, hearing: dict[str, str], said: str) -> None:
    assert f"{said}\n" in shown(form, {"noticeOn": "2026-11-10", "penalties": ["罚款"], **hearing}) + "\n"


@pytest.mark.parametrize("form", ["penalty-legal-review", "penalty-approval", "penalty-own-decision"])
def test_what_the_party_did_before_a_penalty_is_said_in_the_characters_of_the_reader(form: str) -> None:
    read = translate_form(read_form((ROOT / f"forms/{form}.form").read_bytes(), form), "zh-Hant", lambda text: f"<{text}>" if text else "")
    told = view_form(read, {}, {"noticeOn": "2026-11-10", "penalties": ["罚款"], "hearing": "notAsked"}, WORLD, {})
    said = next(one.text for one in view_all(told) if "听证：" in one.text)
    assert "<没有提出>" in said
    assert "<已告知，当事人没有要求>" in said


def test_who_approves_a_penalty_sees_a_hearing_during_the_review() -> None:
    assert "审核期间的听证情况**：11月20日举行" in shown("penalty-approval", {"penalties": [], "hearingDuring": "11月20日举行"})
    assert "审核期间" not in shown("penalty-approval", {"penalties": [], "hearingDuring": None})


def test_a_change_of_kind_is_not_offered_filled_in_a_second_time() -> None:
    known = {"kind": "largeWorkload", "explained": True, "explanation": "量大", "explainUntil": "2026-11-25T17:30:00+08:00", "result": None}
    assert chosen("letter-handling", "result", known) == {"handled": True, "changeKind": False}
    assert chosen("letter-handling", "newKind", known, {"result": "changeKind"}) == {"severalUnits": False}
    first = {**known, "kind": "clear", "explained": None, "explanation": None}
    filled = {"result": "changeKind", "newKind": "largeWorkload", "explanation": "量大", "citizenToldBy": "phone"}
    assert errors("letter-handling", filled, first) == {}


DECIDED_ANEW: Final = {
    "citizen-letter": {"check": {"checkResult"}, "call-back": {"callbackResult", "satisfaction"}},
    "meeting-decision": {"check": {"checkResult"}, "decide": {"decideResult"}},
    "penalty-review": {"legal-review": {"legalResult"}, "approve": {"approval"}, "revise": {"revision"}},
    "investment-approval": {
        "call-session": {"sessionAt"},
        "supervise": {"workResult", "newDueOn"},
        "track": {"landed"},
        "decide": {"ruling"},
    },
}


@pytest.mark.parametrize("process", DECIDED_ANEW)
def test_a_step_that_comes_round_again_is_decided_anew_and_not_by_the_answer_of_the_round_before(process: str) -> None:
    drawn = ElementTree.parse(ROOT / f"processes/{process}/{process}.bpmn")
    for step, fields in DECIDED_ANEW[process].items():
        inputs = drawn.findall(f".//*[@id='{step}']//{{http://camunda.org/schema/zeebe/1.0}}input")
        assert {one.get("target") for one in inputs if one.get("source") == "=null"} == fields, step
