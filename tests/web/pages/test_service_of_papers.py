"""The service of a decision: which record counts, how a wrong one is struck off, and what the case says of it once it has ended; and
what can still be put right then."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from app.domain.actor import SYSTEM
from app.service.enter_calendar_year import EnterCalendarYear
from tests.architecture.sources import ROOT
from tests.domain.city_time import YEAR_2027
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import desk, words

PROCESS = "penalty-review"
CASE: dict[str, Any] = {
    "unit": "market-bureau",
    "subject": "enterprise",
    "enterprise": "云州鲜达食品有限公司",
    "enterpriseCode": "91440000MA00000000",
    "legalRepresentative": "王某某",
    "address": "云州市东部园区兴业路 6 号",
    "protected": False,
    "topic": "食品标签未标明生产日期",
    "violationKind": "labelling",
    "degree": "ordinary",
    "firstViolation": False,
    "violation": "两批次食品标签未标明生产日期。",
    "evidenceList": "现场检查笔录一份",
    "legalBasis": "《食品安全法》第六十七条第一款",
}
WAY = (
    {"kinds": ["fine"], "fineAmount": 1000},
    {"noticeOn": "2026-11-20", "hearing": "notProvided"},
    {"ownDecision": "impose"},
    {"imposition": True},
)
DIRECT = {"at": "2026-11-24T16:00", "how": "direct", "by": "马超", "to": "王某某"}
COPY = {"at": "2026-11-25T10:00", "how": "mail", "by": "马超", "to": "王某某"}


class Decided(NamedTuple):
    """A case whose decision is to be served: its key and number, and the address of the decision."""

    instance: str
    number: str
    decision: str


@pytest.fixture(scope="module")
def city(api: ApiCity) -> ApiCity:
    folder = ROOT / "processes" / PROCESS
    files = [*(ROOT / "forms").glob("penalty-*.form"), *folder.glob("*.*mn"), *folder.glob("papers/*.paper")]
    assert api.deploy({file.name: file.read_bytes() for file in files}).status_code == 200
    return api


@pytest.fixture(scope="module")
def to_serve(city: ApiCity) -> Iterator[Decided]:
    """Yield cases decided on 24 November at 15:00; it is 11:00 on the next day."""
    at(city, "2026-11-24T15:00")
    cases = [_decided(city) for _ in range(8)]
    at(city, "2026-11-25T11:00")
    return iter(cases)


def at(city: ApiCity, instant: str) -> None:
    stamp = int(datetime.fromisoformat(f"{instant}+08:00").timestamp() * 1000)
    assert city.ask("PUT", "/v2/clock", {"timestamp": stamp}).status_code == 204


def _decided(city: ApiCity) -> Decided:
    instance = city.start(PROCESS, who="enforcer-market", **CASE)
    for answers in WAY:
        city.post(f"/v2/user-tasks/{city.task(instance)}/completion", {"variables": answers}, 204, who="enforcer-market")
    number = city.number(instance)
    key = city.rows("SELECT key FROM paper WHERE case_key = :key AND paper = 'penalty-decision'", key=int(instance))[0]["key"]
    return Decided(instance, number, f"/cases/{number}/papers/{key}")


def records(city: ApiCity, instance: str) -> list[str]:
    rows = city.rows("SELECT key FROM paper_service WHERE case_key = :key ORDER BY recorded_at, key", key=int(instance))
    return [str(row["key"]) for row in rows]


def signed(city: ApiCity, instance: str, number: str) -> str:
    """Add a signed record to the case, and return its key."""
    window = desk(city, "enforcer-market")
    assert window.send(f"/cases/{number}/documents", file=(io.BytesIO(b"%PDF-1.7\n"), "送达回证.pdf")).status_code == 303
    return str(city.rows("SELECT MAX(key) AS key FROM document WHERE case_key = :key", key=int(instance))[0]["key"])


def test_the_first_service_to_take_effect_counts_and_a_second_one_says_so(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    instance, _, decision = next(to_serve)
    ma = desk(city, "enforcer-market")
    ma.send(f"{decision}/service", **DIRECT)
    assert "的送达（直接送达），期限从这次起算" in words(ma.get(decision))
    page = words(ma.follow(ma.send(f"{decision}/service", **COPY)))
    assert page.index("以此次为准") < page.index("不起算期限：另一次送达生效在先")
    # 15 days, 60 days (a Saturday, so Monday) and 6 months from 24 November.
    said = "自送达之日 2026年11月24日 起计算：罚款缴至 2026年12月9日 ，行政复议至 2027年1月25日 （暂定），行政诉讼至 2027年5月24日 （暂定："
    assert said in page
    city.duban.door.execute(EnterCalendarYear(YEAR_2027), SYSTEM)
    assert said.replace(" （暂定）", " ").replace(" （暂定：", " 。") in words(ma.get(decision))
    task = words(ma.get(f"/tasks/{city.task(instance)}"))
    assert "送达已在决定书的页面登记 ：2026年11月24日 16:00" in task


def test_a_service_by_announcement_counts_only_thirty_days_later(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    _, _, decision = next(to_serve)
    ma = desk(city, "enforcer-market")
    ma.send(f"{decision}/service", **{**DIRECT, "how": "announcement"})
    page = words(ma.follow(ma.send(f"{decision}/service", **COPY)))
    assert "12月24日视为送达" in page
    assert page.index("不起算期限") < page.index("以此次为准")
    assert "自送达之日 2026年11月25日 起计算" in page


def test_a_wrong_record_is_struck_off_with_a_reason_and_the_one_that_stands_counts(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    instance, number, decision = next(to_serve)
    ma = desk(city, "enforcer-market")
    ma.send(f"{decision}/service", **DIRECT)
    ma.send(f"{decision}/service", **COPY)
    wrong, _ = records(city, instance)
    assert f"{wrong}/strike" not in desk(city, "legal").get(decision)
    assert desk(city, "legal").send(f"{decision}/service/{wrong}/strike", reason="不是我登记的").status_code == 403
    assert "请写明理由" in words(ma.follow(ma.send(f"{decision}/service/{wrong}/strike", reason=" ")))
    struck = ma.follow(ma.send(f"{decision}/service/{wrong}/strike", reason="交给了门卫，不是当事人"))
    page = words(struck)
    assert "已撤销" in page
    assert "交给了门卫，不是当事人" in page
    assert 'class="facts field--after facts--struck"' in struck
    assert "自送达之日 2026年11月25日 起计算" in page
    assert f"{wrong}/strike" not in struck
    again = words(ma.follow(ma.send(f"{decision}/service/{wrong}/strike", reason="再撤一次")))
    assert "这条送达记录已经撤销" in again
    assert "送达已在决定书的页面登记 ：2026年11月25日 10:00" in words(ma.get(f"/tasks/{city.task(instance)}"))
    history = words(ma.get(f"/cases/{number}?tab=history"))
    assert "撤销了一条送达记录" in history
    assert "送达：" in history
    assert "16:00，直接送达" in history
    assert "交给了门卫，不是当事人" in history


def test_the_step_asks_again_once_no_record_stands(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    instance, _, decision = next(to_serve)
    ma = desk(city, "enforcer-market")
    ma.send(f"{decision}/service", **DIRECT)
    ma.send(f"{decision}/service/{records(city, instance)[0]}/strike", reason="录错案件")
    page = ma.get(f"/tasks/{city.task(instance)}")
    assert "送达已在决定书的页面登记" not in words(page)
    assert 'name="servedTo"' in page


def test_an_ended_case_says_which_service_counts_since(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    instance, number, decision = next(to_serve)
    ma = desk(city, "enforcer-market")
    ma.send(f"{decision}/service", **DIRECT, document=signed(city, instance, number))
    task = city.task(instance)
    city.post(f"/v2/user-tasks/{task}/completion", {"variables": {}}, 204, who="enforcer-market")
    correction = desk(city, "legal").get(f"/cases/{number}/correction?task={task}")
    assert f'href="{decision}#service"' in correction
    assert "在文书的页面撤销写错的记录" in words(correction)
    decided = city.rows("SELECT key FROM user_task WHERE case_key = :key AND element_id = 'impose'", key=int(instance))[0]["key"]
    decided_page = desk(city, "legal").get(f"/cases/{number}/correction?task={decided}")
    assert "提交后决定书当即编号印发" not in decided_page
    assert "<textarea" not in decided_page
    assert f'href="{decision}#service"' not in decided_page
    at(city, "2026-11-26T09:00")
    assert "有更正" not in words(ma.get(f"/cases/{number}"))
    ma.send(f"{decision}/service", **COPY)
    assert "有更正" not in words(ma.get(f"/cases/{number}"))
    first, second = records(city, instance)
    ma.send(f"{decision}/service/{first}/strike", reason="交给了门卫")
    for address in (f"/cases/{number}", f"/tasks/{task}"):
        page = words(ma.get(address))
        assert "在登记这一步之后有更正" in page
        assert "自送达之日 2026年11月25日 起计算：罚款缴至 2026年12月10日" in page
    ma.send(f"{decision}/service/{second}/strike", reason="退件")
    assert "现在没有有效的送达" in words(ma.get(f"/cases/{number}"))


def test_a_record_of_service_is_not_served_itself(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    number = next(to_serve).number
    rows = re.findall(r"<tr>.*?</tr>", desk(city, "enforcer-market").get(f"/cases/{number}?tab=documents"), flags=re.S)
    said = {words(row).split()[0]: "未登记" in words(row) for row in rows}
    assert (said["送达回证"], said["行政处罚决定书"]) == (False, True)


def test_what_is_locked_for_the_same_reason_is_said_once(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    page = words(desk(city, "legal").get(f"/cases/{next(to_serve).number}/correction"))
    assert page.count("告知书是对这样写的当事人作的") == 1


def test_an_address_put_right_after_the_decision_marks_the_decision(city: ApiCity, to_serve: Iterator[Decided]) -> None:
    _, number, decision = next(to_serve)
    legal = desk(city, "legal")
    page = legal.get(f"/cases/{number}/correction")
    shown = CASE | {"address": "云州市东部园区兴业路 16 号", "_reason": "门牌号写漏“1”", "protected": None, "firstViolation": None}
    ticked = {"_shown": re.findall(r'name="_shown" value="([^"]+)"', page)}
    answer = legal.client.post(f"/cases/{number}/correction", data=shown | ticked, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303, words(answer.get_data(as_text=True))
    assert "更正后与现在的内容不符" in words(desk(city, "enforcer-market").get(decision))
