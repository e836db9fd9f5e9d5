"""A clock that the diagram stops and starts is told in the history and the replay, as one is that a person stops. Licensing Law 45."""

import re
from typing import Any

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.service.pin_clock import pin_clock
from tests.domain.city_time import at
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, part, words
from tests.web.pages.test_dossier import printed, text_of
from tests.web.pages.test_session_calls import PROJECT, done


@pytest.fixture(scope="module")
def hall(api: ApiCity) -> ApiCity:
    files = gather_files(ROOT / "processes" / "investment-approval" / "investment-approval.bpmn")
    assert api.deploy(dict(files)).status_code == 200
    return api


def test_the_history_and_the_replay_say_which_clock_the_diagram_stopped_and_started_by_which_rule_and_when_it_is_due(hall: ApiCity) -> None:
    case = hall.start("investment-approval", **{**PROJECT, "approvals": PROJECT["approvals"][1:]})

    def step(name: str, instant: str, **answers: Any) -> int:
        hall.duban.door.keep(pin_clock, at(instant))
        hall.duban.door.fire_due(int(case))
        done(hall, case, name, **answers)
        return int(hall.duban.door.ask(lambda store: store.value("SELECT MAX(seq) FROM audit_event WHERE case_key = :key", key=case)))

    step("check-papers", "2026-11-24 10:45", papersResult="complete")
    step("call-session", "2026-11-24 10:50", sessionAt="2026-11-25T09:30+08:00", sessionPlace="服务大厅三楼")
    step("close-attendance", "2026-11-25 09:35", present=["fire-brigade"])
    stopped = step("reply-to-project", "2026-11-26 10:00", reply="papers", wantedPapers="总平面图")
    at_stop = hall.number(case)
    dossier = text_of(printed(hall, at_stop)).partition("五、期限")[2].partition("六、材料和文书")[0]
    pane = words(desk(hall, "auditor").get(f"/cases/{at_stop}/replay?event={stopped}"))
    assert "-期限停走2026年11月26日自2026年11月26日10:00:00起停止计时" in dossier
    assert "计入" not in pane.partition("审批并答复 第35条")[2].partition("逐日看")[0]
    started = step("bring-papers", "2026-11-30 09:00", broughtNote="总平面图一份")

    number, office = hall.number(case), desk(hall, "investment")
    history = office.get(f"/cases/{number}?tab=history")
    ran = "（5 个工作日，第35条）"
    assert f"{ran}自 11月26日 10:00 起停止计时；此前期限为 12月2日 17:30" in part(history, f"event-{stopped}")
    assert f"{ran}自 11月26日 10:00 起停止，今天 09:00 起恢复计时" in part(history, f"event-{started}")
    assert "12月2日 17:30 → 12月4日 17:30" in part(history, f"event-{started}")
    assert "流程没有写明最迟到哪天" in part(history, f"event-{stopped}")
    only = office.get(f"/cases/{number}?tab=history&h=deadline")
    assert {f"event-{stopped}", f"event-{started}"} <= set(re.findall(r'id="(event-\d+)"', only))
    for seq, said in ((stopped, "起停止计时"), (started, "起恢复计时")):
        assert said in words(office.get(f"/cases/{number}/replay?event={seq}")), said
