"""Auditors read values as the forms and the diagram call them; what programs call them stays beside it, and is kept from staff."""

import json
import re
from pathlib import Path

import pytest

from app.diagram import Process, labels_in, read_diagram
from app.form import read_form
from app.queries.asked_fields import fields_of
from tests.builders.drawing import each, end, ext, path, process, properties, script, start, sub, user, z
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words

ROOT = Path(__file__).parents[3]
PUT = z("assignmentDefinition", candidateGroups="hotline")


def form(id: str, *components: dict[str, object]) -> bytes:
    fields = [{"id": f"Field_{place}", **component} for place, component in enumerate(components)]
    return json.dumps({"type": "default", "id": id, "schemaVersion": 19, "components": fields}).encode()


def changes(city: ApiCity, number: str, event: int, who: str = "auditor") -> str:
    text = desk(city, who).get(f"/cases/{number}/replay?event={event}")
    return words("<aside" + text.split('class="replay__panes"')[1]).split("当时的期限")[0]


KINDS = [{"label": "罚款", "value": "fine"}, {"label": "没收", "value": "taken"}]
GRADING = form(
    "grading-form",
    {"type": "radio", "key": "degree", "label": "违法情节", "values": [{"label": "严重", "value": "serious"}]},
    {"type": "checklist", "key": "kinds", "label": "处罚种类", "values": KINDS},
    {"type": "checkbox", "key": "first", "label": "首次违法"},
    {"type": "textfield", "key": "remark", "label": "备注"},
)
GRADED = process(
    "grading",
    ext(
        properties(
            owner="hotline",
            receipt__code="WD",
            label__held="会议安排",
            label__held__at="开始时间",
            label__held__units="参加单位",
            label__held__way="方式",
            label__held__way__hall="现场",
        )
    ),
    start(),
    user("grade", z("formDefinition", formId="grading-form"), PUT),
    script(
        "plan",
        "held",
        '={at: date and time("2026-12-03T09:30:00@Asia/Shanghai"), on: date("2026-12-04"), units: [{unit: "health-bureau"}], way: "hall",'
        ' who: "office-director", cycle: "R/P30D", none: null}',
    ),
    user("again", PUT),
    end(),
    path("s grade plan again e"),
)


@pytest.fixture(scope="module")
def graded(either_api: ApiCity) -> str:
    """Return the number of a case in which a penalty was graded: its second event writes what the form asked for, and a plan."""
    assert either_api.deploy({"grading.bpmn": GRADED, "grading-form.form": GRADING}).status_code == 200
    key = either_api.start("grading")
    answers = {"degree": "serious", "kinds": ["fine", "taken"], "first": True, "remark": "serious"}
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": answers}, 204, who="hotline")
    return either_api.number(key)


def test_what_was_chosen_is_shown_by_the_words_of_the_form(either_api: ApiCity, graded: str) -> None:
    text = changes(either_api, graded, 2)
    assert "违法情节 degree 原 没有 新 严重 serious 李敏" in text
    assert '处罚种类 kinds 原 没有 新 罚款；没收 ["fine", "taken"] 李敏' in text
    assert "首次违法 first 原 没有 新 是 true 李敏" in text


def test_what_somebody_typed_is_shown_as_it_was_typed(either_api: ApiCity, graded: str) -> None:
    assert "备注 remark 原 没有 新 serious 李敏" in changes(either_api, graded, 2)


def test_a_value_with_parts_is_shown_as_named_fields_and_instants_as_people_write_them(either_api: ApiCity, graded: str) -> None:
    text = changes(either_api, graded, 2)
    assert "会议安排 held 原 没有 新" in text
    assert "开始时间 at 12月3日 周四 09:30 2026-12-03T09:30:00@Asia/Shanghai" in text
    assert "on 12月4日 周五 2026-12-04" in text
    assert "第1项 参加单位" not in text, "the label of a list is not that of what lies in it"
    assert "units[1].unit 市卫健局 health-bureau" in text
    assert "方式 way 现场 hall" in text
    assert "who 市政府办公室主任 office-director" in text
    assert "cycle 每 30 天 R/P30D" in text
    assert re.search(r"none 无", text)
    assert "{" not in text


def test_staff_do_not_read_what_programs_call_things(either_api: ApiCity) -> None:
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    number = either_api.number(key)
    either_api.post(f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    for event in (1, 2):
        text = changes(either_api, number, event, who="hotline").replace("Ctrl", "")
        assert re.findall(r"(?<![\w/])[a-z]+[A-Z]?\w*(?![\w/])", text) == [], event
    assert "责任单位 原 没有 新 市卫健局 李敏" in changes(either_api, number, 2, who="hotline")
    assert "可订工作方案的工作日 30" in changes(either_api, number, 1, who="hotline")


def test_each_of_several_items_at_once_has_its_own_value_before(either_api: ApiCity) -> None:
    """Three departments are asked at once: what the second says replaces nothing of the first."""
    asked = user("ask", z("ioMapping", z("input", source="=null", target="reply")), PUT, z("formDefinition", formId="reply-form"))
    several = sub(
        "each",
        start("is"),
        asked,
        end("ie"),
        path("is ask ie"),
        parts=[z("ioMapping", z("input", source="=null", target="reply"))],
        loop=each("=[1, 2]", "one"),
    )
    drawn = process("asking-all", ext(properties(owner="hotline", receipt__code="WD")), start(), several, end(), path("s each e"))
    answered = form("reply-form", {"type": "textfield", "key": "reply", "label": "意见"})
    assert either_api.deploy({"asking-all.bpmn": drawn, "reply.form": answered}).status_code == 200
    key = either_api.start("asking-all")
    found = either_api.post("/v2/user-tasks/search", {"filter": {"processInstanceKey": key, "state": "CREATED"}}, who="hotline")
    for task, reply in zip(found["items"], ("甲的意见", "乙的意见"), strict=True):
        either_api.post(f"/v2/user-tasks/{task['userTaskKey']}/completion", {"variables": {"reply": reply}}, 204, who="hotline")
    text = changes(either_api, either_api.number(key), 3)
    assert "新 乙的意见" in text
    assert "甲的意见" not in text
    assert "原值出自事件 1 ，系统" in text


def written_by(drawn: Process) -> set[str]:
    """Return the variables that a diagram writes itself."""
    names = set()
    for element in drawn.elements.values():
        names |= {mapping.target for mapping in (*element.io.inputs, *element.io.outputs)}
        names |= {result.result_variable for result in (element.script, element.called_decision) if result}
        if element.task_definition is not None:
            names |= {name for key, name in element.task_definition.headers.items() if key == "resultVariable"}
        if element.loop is not None:
            names |= {name for name in (element.loop.element, element.loop.output_collection) if name}
    return names


@pytest.mark.parametrize("process_id", sorted(file.stem for file in (ROOT / "processes").glob("*/*.bpmn")))
def test_each_variable_of_our_processes_has_a_name_for_people(process_id: str) -> None:
    file = ROOT / "processes" / process_id / f"{process_id}.bpmn"
    drawn = read_diagram(file.read_bytes(), file.name).process(process_id)
    assert drawn is not None
    labelled = {name for name in labels_in(drawn, "zh-Hans", str) if "." not in name}
    reasons = {element.properties["reasonVariable"] for element in drawn.elements.values() if "reasonVariable" in element.properties}
    for id in {element.form.form_id for element in drawn.elements.values() if element.form}:
        asking = read_form((ROOT / "forms" / f"{id}.form").read_bytes(), id)
        labelled |= {field.path for field in fields_of(asking) if field.component.label}
    assert written_by(drawn) - labelled - reasons == set()
