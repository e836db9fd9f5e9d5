"""Bulletins that are due month by month: drafted by the clock when a month is over, whatever was down then, and seen to be due."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.paper import every_word
from app.domain.rejection import Rejection
from app.queries.periodic_bulletins import PeriodRow, periodic_bulletins
from app.service.add_document import AddDocument
from app.service.complete_task import CompleteTask
from app.service.deploy_definition import DeployDefinition
from app.service.draft_paper import DraftPaper
from app.service.edit_paper import EditPaper
from app.service.issue_paper import IssuePaper
from app.service.publish_message import PublishMessage
from app.service.record_receipt import RecordReceipt
from app.service.set_limit import SetLimit
from app.service.start_instance import StartInstance
from app.service.work import Command
from tests.audit.test_replay import recomputed
from tests.builders.city import ZONE, City
from tests.service.rows.row import DOCUMENT
from tests.service.test_taking_over import LETTER as PAPER_LETTER
from tests.service.test_taking_over import deploy, looked_at, paper, taken

LETTER: dict[str, Any] = {
    "channel": "letter", "anonymous": True, "topic": "路灯不亮", "place": "春晖路", "content": "三盏路灯不亮，王女士家门口。",
}  # fmt: skip
ASSIGNED: dict[str, Any] = {
    "disposition": "assign", "unit": "health-bureau", "basis": "line", "kind": "clear", "statutory": False, "separateReply": False,
}  # fmt: skip

NOT_NEEDED = {"disposition": "notNeeded", "notIssuedReason": "拟重了"}


def at(city: City, month: int, day: int, clock: str = "09:00") -> City:
    return city.at(datetime.fromisoformat(f"2026-{month:02}-{day:02} {clock}").replace(tzinfo=ZONE))


def register(city: City, topic: str, *, assigned: bool = True) -> int:
    command = StartInstance("citizen-letter", variables={**LETTER, "topic": topic}, by_form=True)
    case = int(city.do(command, "hotline")["key"])
    if assigned:
        city.do(CompleteTask(city.task(case, "assign"), ASSIGNED), "hotline")
    return case


def answer(city: City, case: int) -> None:
    if "sign" in city.open(case):
        city.do(CompleteTask(city.task(case, "sign"), {"accepted": "yes"}), "handler-health")
    city.do(
        CompleteTask(city.task(case, "handle"), {"result": "handled", "findings": "已修好。", "measure": "policyExplained"}),
        "handler-health",
    )
    answers = {"answerText": "已修好。", "answeredBy": "phone", "report": "已办理并答复。"}
    city.do(CompleteTask(city.task(case, "answer"), answers), "handler-health")


@pytest.fixture
def november(city: City) -> dict[str, int]:
    """A November with one letter in time, one late, one of the day before its end; a worker that is away over the month's end."""
    at(city, 11, 2)
    deploy(city, "citizen-letter")
    deploy(city, "letter-bulletin")
    cases = {"in time": register(city, "路灯不亮"), "late": register(city, "井盖缺失")}
    at(city, 11, 3)
    answer(city, cases["in time"])
    at(city, 11, 16)
    city.door.fire_due(cases["late"])
    at(city, 11, 30)
    cases["new"] = register(city, "污水外溢", assigned=False)
    return cases


def bulletins(city: City) -> list[dict[str, Any]]:
    return city.rows(
        "SELECT p.key, p.case_key, p.state, p.content, p.title, i.started_at, i.received_at FROM paper p"
        " JOIN process_instance i ON i.key = p.case_key ORDER BY p.key"
    )


def figures(content: dict[str, Any]) -> dict[str, tuple[str, int]]:
    return {figure["label"]: (figure["value"], len(figure["cases"])) for figure in content["figures"]}


def rows(city: City, who: str = "hotline") -> list[PeriodRow]:
    return city.door.ask(periodic_bulletins, city.actor(who), ZONE, city.door.now())


def test_a_month_that_is_over_is_drafted_with_its_figures_and_cases(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1, "00:00")
    assert city.door.start_due() == 1
    (paper,) = bulletins(city)
    content = json.loads(paper["content"])
    assert paper["title"] == "关于2026年11月群众来信来话办理情况的通报"
    assert figures(content) == {
        "收到": ("3", 3),
        "办结": ("0", 0),
        "在办": ("3", 3),
        "未及时办理": ("1", 1),
        "办理不规范": ("0", 0),
        "逾期事项新的办结期限": ("2026年12月15日", 1),
    }
    words = "".join(word for _, word in every_word(content))
    assert "井盖缺失" in words
    assert "2026年11月11日" in words, "Expected the limit of the late one: 3, 4, 5, 6, 9, 10, 11 November"
    assert "污水外溢" not in words
    assert "2026年12月15日前办结" in words, "Expected 5 working days to issue it and 5 for the units: until the 15th"
    assert "王女士" not in words
    assert city.open(paper["case_key"]) == ["issue-bulletin"]
    recomputed(city, paper["case_key"])


def test_a_letter_taken_over_from_paper_counts_in_the_month_in_which_it_is_entered(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (draft,) = bulletins(city)
    at(city, 12, 4)
    # Received on the 2nd of November: counted 3, 4, 5, 6, 9, 10, 11, so late as of the 11th, and entered on the 4th of December.
    rows_on_paper = paper("citizen-letter", "信 1", "handle", "2026-11-02", "2026-11-03", **PAPER_LETTER)
    taken(city, looked_at(city, rows_on_paper, now=city.door.now()))
    city.do(EditPaper(draft["case_key"], draft["key"], 1, {}, anew=True), "hotline")
    before, (draft,) = figures(json.loads(draft["content"])), bulletins(city)
    after = figures(json.loads(draft["content"]))
    assert [after[label] for label in ("收到", "在办", "未及时办理")] == [before[label] for label in ("收到", "在办", "未及时办理")]
    at(city, 12, 31, "23:59")
    city.door.fire_due(november["new"])
    city.at(datetime(2027, 1, 1, tzinfo=ZONE))
    city.door.start_due()
    said = figures(json.loads(bulletins(city)[1]["content"]))
    assert (said["收到"][0], said["在办"][0]) == ("1", "4")
    assert said["未及时办理"][0] == "1"


def test_a_month_missed_while_everything_was_down_is_due_all_the_same(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1, "09:00")
    register(city, "十二月的来信")
    at(city, 12, 3)
    assert [row.state for row in rows(city)] == ["begins"]
    assert city.door.start_due() == 1
    (paper,) = bulletins(city)
    assert (paper["started_at"], paper["received_at"]) == ("2026-11-30T16:00:00.000000Z",) * 2
    content = json.loads(paper["content"])
    assert figures(content)["收到"] == ("3", 3), "Expected the letter of December to wait for its own month"
    found = rows(city)
    assert [(row.period, row.state) for row in found] == [("2026年12月", "coming"), ("2026年11月", "due")]
    assert found[1].until == datetime(2026, 12, 8, 17, 30, tzinfo=ZONE)
    assert rows(city, "designer") == []
    assert city.door.start_due() == 0


def test_months_that_were_missed_are_made_up_one_by_one(city: City, november: dict[str, int]) -> None:
    city.at(datetime(2027, 2, 3, 9, tzinfo=ZONE))
    assert city.door.start_due() == 3
    assert [paper["title"] for paper in bulletins(city)] == [
        f"关于{month}群众来信来话办理情况的通报" for month in ("2026年11月", "2026年12月", "2027年1月")
    ]
    assert [figures(json.loads(paper["content"]))["收到"][0] for paper in bulletins(city)] == ["3", "0", "0"]
    assert [figures(json.loads(paper["content"]))["未及时办理"][0] for paper in bulletins(city)] == ["1", "0", "0"]


def test_an_issued_bulletin_is_issued_and_one_left_lying_is_late(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    with pytest.raises(Rejection):
        city.do(IssuePaper(paper["case_key"], paper["key"]), "office")
    at(city, 12, 9)
    city.door.fire_due(paper["case_key"])
    assert [row.state for row in rows(city)] == ["coming", "late"]
    city.do(IssuePaper(paper["case_key"], paper["key"]), "hotline")
    late = rows(city)[1]
    assert (late.state, late.number, late.paper_key) == ("issued late", "〔2026〕1号", paper["key"])
    city.do(CompleteTask(city.task(paper["case_key"], "issue-bulletin"), {"disposition": "issued"}), "hotline")
    assert city.value("SELECT value FROM variable WHERE name = 'bulletinNumber'") == '"〔2026〕1号"'
    assert rows(city)[1].state == "issued late"
    recomputed(city, paper["case_key"])


def test_a_secret_letter_goes_round_in_no_bulletin(city: City, november: dict[str, int]) -> None:
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :key", key=november["late"])
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    assert figures(json.loads(paper["content"]))["收到"] == ("2", 2)
    assert "井盖缺失" not in paper["content"]


def test_a_letter_that_closes_after_the_month_was_open_at_its_end(city: City, november: dict[str, int]) -> None:
    at(city, 12, 2)
    case = november["in time"]
    city.do(CompleteTask(city.task(case, "check"), {"checkResult": "pass", "irregular": False}), "hotline")
    assert city.value("SELECT state FROM process_instance WHERE key = :key", key=case) == "COMPLETED"
    city.door.start_due()
    (paper,) = bulletins(city)
    assert figures(json.loads(paper["content"]))["在办"] == ("3", 3)
    city.at(datetime(2027, 1, 1, 1, tzinfo=ZONE) + timedelta(days=1))
    city.door.start_due()
    assert figures(json.loads(bulletins(city)[1]["content"]))["办结"] == ("1", 1)


def by_hand(city: City) -> int:
    return int(city.do(StartInstance("letter-bulletin"), "hotline")["key"])


def refusal(city: City, command: Command) -> str:
    with pytest.raises(Rejection) as refused:
        city.do(command, "hotline")
    assert refused.value.code == "state_forbids"
    return str(refused.value)


def test_a_second_bulletin_of_a_month_is_refused_and_names_the_first(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=paper["case_key"])
    before = city.dump()
    assert refusal(city, StartInstance("letter-bulletin")) == (
        f"Expected the first bulletin of 2026年11月, but the case {number} is there to issue it"
    )
    assert "a draft of it is there" in refusal(city, DraftPaper(paper["case_key"], "letter-bulletin"))
    assert city.dump() == before
    city.do(IssuePaper(paper["case_key"], paper["key"]), "hotline")
    for again in (StartInstance("letter-bulletin"), DraftPaper(paper["case_key"], "letter-bulletin")):
        assert "〔2026〕1号 was issued for it" in refusal(city, again)
    correction = int(city.do(DraftPaper(paper["case_key"], "letter-bulletin", corrects=paper["key"]), "hotline")["key"])
    city.do(IssuePaper(paper["case_key"], correction), "hotline")
    assert [row["state"] for row in bulletins(city)] == ["issued", "issued"]
    at(city, 12, 31)
    assert "〔2026〕1号" in refusal(city, StartInstance("letter-bulletin"))
    recomputed(city, paper["case_key"])


def test_a_case_that_ended_without_a_bulletin_leaves_room_for_another(sqlite_city: City) -> None:
    city = sqlite_city
    at(city, 11, 2)
    deploy(city, "citizen-letter")
    deploy(city, "letter-bulletin")
    first = by_hand(city)
    assert "2026年10月" in refusal(city, StartInstance("letter-bulletin"))
    city.do(CompleteTask(city.task(first, "issue-bulletin"), NOT_NEEDED), "hotline")
    second = by_hand(city)
    (paper,) = (row for row in bulletins(city) if row["case_key"] == second)
    city.do(IssuePaper(second, paper["key"]), "hotline")


def test_of_two_drafts_of_one_month_only_one_is_issued(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    first = by_hand(city)  # while no clock ran: it is not refused its own case later, and nobody need issue that one
    assert city.door.start_due() == 1
    drafts = {row["case_key"]: row["key"] for row in bulletins(city)}
    assert len(drafts) == 2
    (second,) = drafts.keys() - {first}
    city.do(IssuePaper(first, drafts[first]), "hotline")
    before = city.dump()
    assert "〔2026〕1号 was issued for it" in refusal(city, IssuePaper(second, drafts[second]))
    assert city.dump() == before
    city.do(CompleteTask(city.task(second, "issue-bulletin"), NOT_NEEDED), "hotline")
    recomputed(city, second)


def limits(city: City, case: int) -> dict[str, tuple[str, str, str]]:
    rows = city.rows("SELECT element_id, state, deadline_at, detail FROM deadline WHERE case_key = :key ORDER BY key", key=case)
    return {row["element_id"]: (row["state"], row["deadline_at"], json.loads(row["detail"])["article"]) for row in rows}


def test_issuing_sets_the_new_limit_of_each_late_letter_by_an_event_of_its_own(city: City, november: dict[str, int]) -> None:
    late, new = november["late"], november["new"]
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    city.door.fire_due(late)
    assert limits(city, late)["handling"][0] == limits(city, late)["handle"][0] == "missed"
    others = limits(city, new)
    at(city, 12, 2)
    city.do(IssuePaper(paper["case_key"], paper["key"]), "hotline")

    until = "2026-12-15T09:30:00.000000Z"
    assert {name: limits(city, late)[name] for name in ("handling", "handle")} == {
        "handling": ("running", until, "15"), "handle": ("running", until, "15"),
    }  # fmt: skip
    assert limits(city, new) == others
    event = city.rows("SELECT kind, actor, body FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=str(late))[0]
    facts = {fact["fact"]: fact for fact in json.loads(event["body"])["facts"]}
    assert (event["kind"], event["actor"]) == ("limit_set", "system")
    assert (facts["limit_set"]["on"], facts["limit_set"]["paperNumber"], facts["limit_set"]["moved"]) == ("2026-12-15", "〔2026〕1号", 2)
    assert facts["deadline_moved"]["missedAt"], "Expected the record to keep that it was missed"
    told = [fact for fact in json.loads(event["body"])["facts"] if fact.get("notice") == "new-limit"]
    assert [(one["notice"], one["deadlineAt"], one["paperNumber"]) for one in told] == [("new-limit", until, "〔2026〕1号")]
    assert told[0]["to"] == ["group:handler@health-bureau", "group:unit-head@health-bureau"]
    assert facts["message_taken"]["thrownBy"] == str(paper["case_key"])
    assert city.value("SELECT deadline_at FROM user_task WHERE element_id = 'handle' AND case_key = :key", key=late) == until
    recomputed(city, late)
    recomputed(city, paper["case_key"])
    at(city, 12, 16)
    city.door.fire_due(late)
    assert limits(city, late)["handling"][0] == "missed"


def test_a_bulletin_that_orders_a_day_which_is_over_is_not_issued_until_its_figures_are_taken_anew(
    city: City, november: dict[str, int]
) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    at(city, 12, 15, "17:30")
    city.door.fire_due(paper["case_key"])
    before = city.dump()
    assert "Expected a new limit that is still ahead" in refusal(city, IssuePaper(paper["case_key"], paper["key"], note="照发"))
    assert city.dump() == before
    city.do(EditPaper(paper["case_key"], paper["key"], 1, anew=True), "hotline")
    city.do(IssuePaper(paper["case_key"], paper["key"]), "hotline")
    assert limits(city, november["late"])["handling"][1:] == ("2026-12-22T09:30:00.000000Z", "15")
    assert "2026年12月22日前办结" in "".join(word for _, word in every_word(json.loads(bulletins(city)[0]["content"])))


def test_taking_the_figures_anew_before_the_last_day_gives_the_units_no_more_days(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    at(city, 12, 8, "09:00")
    city.do(EditPaper(paper["case_key"], paper["key"], 1, anew=True), "hotline")
    assert "2026年12月15日前办结" in "".join(word for _, word in every_word(json.loads(bulletins(city)[0]["content"])))


def test_a_letter_that_was_answered_meanwhile_keeps_its_limit_and_says_so(city: City, november: dict[str, int]) -> None:
    at(city, 12, 1)
    city.door.start_due()
    (paper,) = bulletins(city)
    city.door.fire_due(november["late"])
    answer(city, november["late"])
    before = limits(city, november["late"])
    city.do(IssuePaper(paper["case_key"], paper["key"]), "hotline")
    body = city.value("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=str(november["late"]))
    assert [fact["moved"] for fact in json.loads(body)["facts"] if fact["fact"] == "limit_set"] == [0]
    assert limits(city, november["late"]) == before
    recomputed(city, november["late"])


def test_only_what_a_paper_sent_sets_a_limit(city: City, november: dict[str, int]) -> None:
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=november["late"])
    said = {"on": "2026-12-31", "elements": ["handling"], "article": "15", "paperNumber": "〔2026〕9号"}
    city.do(PublishMessage("duban:limit-set", number, 1000, None, said), "operator")
    before = limits(city, november["late"])
    city.door.deliver_messages()
    assert limits(city, november["late"]) == before
    command = SetLimit(november["late"], date(2026, 12, 31), ("handling",), "15", "〔2026〕9号", 1)
    with pytest.raises(Rejection):
        city.do(command, "operator")


def test_a_reply_proven_before_the_first_limit_undoes_the_lateness_though_the_bulletin_set_a_new_one(city: City) -> None:
    at(city, 11, 2)
    for process in ("citizen-letter", "letter-bulletin"):
        deploy(city, process)
    city.do(DeployDefinition({"points.dmn": Path("processes/points/points.dmn").read_bytes()}), "designer")
    at(city, 11, 19)
    late = register(city, "井盖缺失")  # 20, 23, 24, 25, 26, 27, 30 November
    at(city, 12, 1)
    city.door.fire_due(late)
    city.door.start_due()
    (draft,) = bulletins(city)
    at(city, 12, 2)
    city.do(IssuePaper(draft["case_key"], draft["key"]), "hotline")
    assert limits(city, late)["handling"][:2] == ("running", "2026-12-15T09:30:00.000000Z")
    assert city.value("SELECT points FROM points_movement WHERE case_key = :key", key=late) == "-0.50"
    proof = int(city.do(AddDocument(late, **DOCUMENT), "hotline")["key"])
    key = city.value("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'handling'", key=late)
    city.do(RecordReceipt(late, datetime(2026, 11, 30, 16, tzinfo=ZONE), "答复件当天收到", proof, key), "hotline")
    event = city.rows("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=str(late))[0]
    met = next(fact for fact in json.loads(event["body"])["facts"] if fact["fact"] == "deadline_met")
    assert (met["undoesMissAt"], met["deadlineAt"]) == ("2026-11-30T09:30:00.000000Z",) * 2
    assert limits(city, late)["handling"][:2] == ("met", "2026-11-30T09:30:00.000000Z")
    moved = city.rows("SELECT event, points FROM points_movement WHERE case_key = :key ORDER BY key", key=late)
    assert [(one["event"], one["points"]) for one in moved] == [("missed", "-0.50"), ("undone", "0.50")]
    recomputed(city, late)


def test_a_reply_received_after_the_first_limit_meets_the_new_one_and_was_late(city: City, november: dict[str, int]) -> None:
    late = november["late"]
    at(city, 12, 1)
    city.door.start_due()
    (draft,) = bulletins(city)
    at(city, 12, 2)
    city.do(IssuePaper(draft["case_key"], draft["key"]), "hotline")
    at(city, 12, 4)
    proof = int(city.do(AddDocument(late, **DOCUMENT), "hotline")["key"])
    key = city.value("SELECT key FROM deadline WHERE case_key = :key AND element_id = 'handling'", key=late)
    city.do(RecordReceipt(late, datetime(2026, 12, 3, 16, tzinfo=ZONE), "答复件当天收到", proof, key), "hotline")
    detail = city.value("SELECT detail FROM deadline WHERE key = :key", key=key)
    assert (json.loads(detail)["state"], json.loads(detail)["missed_at"]) == ("met", "2026-11-11T09:30:00.000000Z")
    recomputed(city, late)
