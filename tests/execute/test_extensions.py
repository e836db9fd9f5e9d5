"""A request for an extension through the door: what it brings, what it refuses, and that a replay comes to the same."""

from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.actor import Holding
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.queries.extension_requests import ExtensionRequest, extension_requests
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.enter_leave import EnterLeave
from app.service.register_account import RegisterAccount
from app.service.request_extension import RequestExtension
from app.service.start_instance import StartInstance
from app.service.withdraw_extension import WithdrawExtension
from tests.builders.city import MONDAY, City
from tests.builders.commission import APPROVER as APPROVER_GROUP
from tests.builders.commission import ASKED, PROCESS, commission, extension_files, with_commissions
from tests.domain.city_time import at, civil

ASKER, APPROVER = "handler-health", "director"


@pytest.fixture
def commissioned(city: City) -> City:
    return with_commissions(city)


def begun(city: City) -> int:
    """Start a commission on Monday 16 November: 7 working days end on Wednesday the 25th, so that the 22nd is the last day to ask."""
    city.at(MONDAY)
    return city.start(PROCESS, topic="东湖片区二次供水")


def ask(city: City, case: int, who: str = ASKER, **answers: Any) -> int:
    return int(city.do(RequestExtension(case, None, {**ASKED, **answers}), who)["key"])


def decide(city: City, case: int, decision: str = "approve", who: str = APPROVER, **answers: Any) -> None:
    kept = {"newDate": "2026-11-30"} if decision == "approve" else {}
    city.do(CompleteTask(city.task(case, "decide"), {"decision": decision, **kept, **answers}), who)


def ends(city: City, case: int, element: str = "work") -> str:
    sql = "SELECT deadline_at FROM deadline WHERE case_key = :case AND element_id = :element ORDER BY key DESC"
    return civil(read_instant(city.value(sql, case=case, element=element)))


def state(city: City, case: int, element: str = "work") -> str:
    return str(
        city.value(
            "SELECT state FROM deadline WHERE case_key = :case AND element_id = :element ORDER BY key DESC", case=case, element=element
        )
    )


def requests(city: City, case: int) -> list[ExtensionRequest]:
    return city.door.ask(extension_requests, case)


def refused(city: City, command: Any, who: str) -> Rejection:
    before = city.dump()
    with pytest.raises(Rejection) as rejection:
        city.do(command, who)
    assert city.dump() == before
    return rejection.value


def verified(city: City, case: int) -> bool:
    return city.door.ask(lambda store: replay(store, city.surroundings, case)).verdict == "verified"


def test_a_request_is_decided_by_whom_the_diagram_names_and_takes_effect_then(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    assert commissioned.open(case) == ["decide", "work"]
    assert ends(commissioned, case) == "2026-11-25 17:30", "the deadline runs on until it is approved"
    assert ends(commissioned, case, "decide") == "2026-11-25 17:30"
    commissioned.at(timedelta(days=1))
    decide(commissioned, case)
    assert commissioned.open(case) == ["work"]
    assert ends(commissioned, case) == "2026-11-30 17:30"
    (request,) = requests(commissioned, case)
    assert (request.state, request.asked_by, request.decided_by) == ("granted", ASKER, APPROVER)
    event = commissioned.events(case)[-1]
    assert event["kind"] == "task_completed"
    assert '"fact":"deadline_moved"' in event["body"]
    assert verified(commissioned, case)


def test_a_refusal_leaves_the_deadline_and_says_why(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    decide(commissioned, case, "refuse", decisionReason="可以按时办结")
    (request,) = requests(commissioned, case)
    assert (request.state, request.said["decisionReason"]) == ("refused", "可以按时办结")
    assert ends(commissioned, case) == "2026-11-25 17:30"
    assert verified(commissioned, case)


def test_who_asked_withdraws_and_may_ask_again(commissioned: City) -> None:
    case = begun(commissioned)
    request = ask(commissioned, case)
    commissioned.do(WithdrawExtension(request, "报告提前出来了"), ASKER)
    assert commissioned.open(case) == ["work"]
    assert [one.state for one in requests(commissioned, case)] == ["withdrawn"]
    ask(commissioned, case)
    assert [one.state for one in requests(commissioned, case)] == ["withdrawn", "asked"]
    assert verified(commissioned, case)


def test_undecided_it_lapses_at_the_deadline_as_the_approvers_lateness(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    commissioned.at(at("2026-11-25 17:30"))
    commissioned.door.fire_due(case)
    assert commissioned.open(case) == ["work"]
    assert (state(commissioned, case), state(commissioned, case, "decide")) == ("missed", "missed")
    assert [one.state for one in requests(commissioned, case)] == ["lapsed"]
    notices = [row["notice"] for row in commissioned.rows("SELECT notice FROM notice WHERE element_id = 'decide' ORDER BY key")]
    assert notices == ["extension-asked", "reminder", "extension-lapsed"], "who had to decide is told of it once"
    assert verified(commissioned, case)


def test_it_ends_with_the_step_that_it_is_about(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    commissioned.complete(case, "work", ASKER)
    assert commissioned.open(case) == ["check"]
    assert [one.state for one in requests(commissioned, case)] == ["dropped"]
    assert state(commissioned, case, "decide") == "void"
    assert verified(commissioned, case)


def test_a_second_extension_needs_the_approvers_word_with_a_reason(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    decide(commissioned, case)
    ask(commissioned, case, days="2")
    task = commissioned.task(case, "decide")
    second = {"decision": "approve", "newDate": "2026-12-02"}
    unticked = refused(commissioned, CompleteTask(task, second), APPROVER)
    assert (unticked.code, list(unticked.field_errors)) == ("bad_answers", ["secondAllowed"]), str(unticked)
    without = refused(commissioned, CompleteTask(task, {**second, "secondAllowed": True}), APPROVER)
    assert list(without.field_errors) == ["decisionReason"], str(without)
    decide(commissioned, case, newDate="2026-12-02", secondAllowed=True, decisionReason="检测机构停电")
    assert ends(commissioned, case) == "2026-12-02 17:30"
    assert [one.said["number"] for one in requests(commissioned, case)] == [1, 2]
    assert verified(commissioned, case)


def test_the_approver_may_grant_another_date_but_none_that_is_no_later(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    task = commissioned.task(case, "decide")
    for on in ("2026-11-25", "2026-11-20"):
        rejection = refused(commissioned, CompleteTask(task, {"decision": "approve", "newDate": on}), APPROVER)
        assert rejection.code == "bad_answers"
        assert str(rejection.field_errors["newDate"]) == f"Expected a new date after 2026-11-25, but found {on}"
    decide(commissioned, case, newDate="2026-11-27")
    assert ends(commissioned, case) == "2026-11-27 17:30"


def test_too_late_is_refused_with_the_rule_and_the_last_day(commissioned: City) -> None:
    first, other = begun(commissioned), begun(commissioned)
    commissioned.at(at("2026-11-22 23:59"))  # a Sunday, the last day
    ask(commissioned, first)
    commissioned.at(at("2026-11-23 00:00"))
    commissioned.door.fire_due(other)
    rejection = refused(commissioned, RequestExtension(other, None, ASKED), ASKER)
    assert rejection.code == "extension_too_late"
    assert "by the end of 2026-11-22, 3 calendar days before the deadline" in str(rejection)


def test_one_request_at_a_time(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case)
    rejection = refused(commissioned, RequestExtension(case, None, ASKED), ASKER)
    assert (rejection.code, str(rejection)) == (
        "conflict",
        "Expected no request about this deadline, but one is waiting for its decision: withdraw it first",
    )


def test_what_has_ended_or_may_not_be_extended_is_refused_in_words(commissioned: City) -> None:
    case = begun(commissioned)
    work = commissioned.value("SELECT key FROM deadline WHERE case_key = :case", case=case)
    commissioned.complete(case, "work", ASKER)
    check = commissioned.value("SELECT key FROM deadline WHERE case_key = :case AND element_id = 'check'", case=case)
    ended = refused(commissioned, RequestExtension(case, work, ASKED), ASKER)
    assert (ended.code, str(ended)) == ("state_forbids", "Expected a running deadline, but it has ended as met")
    rigid = refused(commissioned, RequestExtension(case, check, ASKED), "hotline")
    assert rigid.code == "not_extendable"
    assert "(article 6)" in str(rigid)
    assert refused(commissioned, RequestExtension(case, None, ASKED), "hotline").code == "not_extendable"
    assert refused(commissioned, RequestExtension(case, 7, ASKED), "hotline").code == "not_found"
    commissioned.complete(case, "check", "hotline")
    assert refused(commissioned, RequestExtension(case, check, ASKED), "hotline").code == "case_closed"


def test_a_missed_deadline_is_too_late(commissioned: City) -> None:
    case = begun(commissioned)
    commissioned.at(at("2026-11-26 09:00"))
    commissioned.door.fire_due(case)
    assert refused(commissioned, RequestExtension(case, None, ASKED), ASKER).code == "extension_too_late"


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [
        ({"days": None}, "newDate", "Expected a new date, or how many days more, but found neither"),
        ({"days": None, "newDate": "2026-11-25"}, "newDate", "Expected a new date after 2026-11-25, but found 2026-11-25"),
        ({"days": None, "newDate": "2026-01-05"}, "newDate", "Expected a new date after 2026-11-25, but found 2026-01-05"),
        ({"newDate": "2026-12-01"}, "newDate", "Expected 2026-11-30, to which 3 more days come, but found 2026-12-01"),
        ({"days": None, "newDate": "2126-12-01"}, "newDate", "Expected a date up to 2036, but found 2126"),
        ({"days": "0"}, "days", ""),
        ({"days": "-3"}, "days", ""),
        ({"days": "1.5"}, "days", ""),
        ({"reason": " "}, "reason", ""),
        ({"measures": ""}, "measures", ""),
        ({"note": "x"}, "note", ""),
    ],
)
def test_bad_answers_are_refused_at_their_field(sqlite_city: City, answers: dict[str, Any], field: str, says: str) -> None:
    case = begun(with_commissions(sqlite_city))
    given = {name: value for name, value in {**ASKED, **answers}.items() if value is not None}
    rejection = refused(sqlite_city, RequestExtension(case, None, given), ASKER)
    assert rejection.code == "bad_answers"
    assert list(rejection.field_errors) == [field]
    assert not says or str(rejection.field_errors[field]) == says


def test_a_date_and_the_days_that_come_to_it_are_the_same(commissioned: City) -> None:
    case = begun(commissioned)
    ask(commissioned, case, newDate="2026-11-30")
    (request,) = requests(commissioned, case)
    assert (request.said["askedDate"], request.said["days"], request.said["presentDate"]) == ("2026-11-30", 3, "2026-11-25")
    assert (request.said["lastDay"], request.said["askedOn"], request.said["approver"]) == ("2026-11-22", "2026-11-16", APPROVER_GROUP)


def test_it_is_no_case_of_its_own(commissioned: City) -> None:
    assert refused(commissioned, StartInstance("extension-request", variables=ASKED), "hotline").code == "state_forbids"


def test_a_colleague_of_who_asked_may_withdraw_and_others_may_not(commissioned: City) -> None:
    case = begun(commissioned)
    request = ask(commissioned, case)
    for who, code in (("operator", "forbidden"), (APPROVER, "forbidden"), ("legal", "not_found")):
        assert refused(commissioned, WithdrawExtension(request, "x"), who).code == code
    assert refused(commissioned, WithdrawExtension(request, " "), ASKER).code == "bad_request"
    commissioned.do(WithdrawExtension(request, "不需要了"), "handler-health-b")
    assert refused(commissioned, WithdrawExtension(request, "x"), ASKER).code == "state_forbids"
    assert refused(commissioned, WithdrawExtension(request + 1, "x"), ASKER).code == "not_found"


def test_who_was_stood_in_for_when_it_was_asked_does_not_decide_on_it(commissioned: City) -> None:
    city = commissioned
    city.do(RegisterAccount("both", "both", None, ((Holding("handler", "health-bureau"), "A"), (Holding("office-director"), "A"))), "admin")
    case = begun(city)
    task = city.task(case, "work")
    city.do(AssignTask(task, "both"), "both")
    city.do(EnterLeave("both", MONDAY, MONDAY + timedelta(hours=4), "外出", "handler-health-b"), "both")
    assert refused(city, RequestExtension(case, None, ASKED), "handler-health").code == "forbidden"
    ask(city, case, "handler-health-b")
    event = city.events(case)[-1]
    assert (event["actor"], event["acting_for"]) == ("handler-health-b", "both")
    assert verified(city, case)
    city.at(timedelta(days=1))
    rejection = refused(city, CompleteTask(city.task(case, "decide"), {"decision": "approve", "newDate": "2026-11-30"}), "both")
    assert rejection.code == "four_eyes"
    decide(city, case)
    assert ends(city, case) == "2026-11-30 17:30"


def test_a_date_that_the_deadline_has_come_to_meanwhile_is_refused_at_its_field(commissioned: City) -> None:
    city = commissioned
    case = begun(city)
    ask(city, case)
    city.at(timedelta(hours=1))
    before = ends(city, case)
    with pytest.raises(Rejection) as refused:
        decide(city, case, newDate="2026-11-25")
    assert refused.value.code == "bad_answers"
    assert "after 2026-11-25" in str(refused.value.field_errors["newDate"])
    assert ends(city, case) == before


def test_the_approver_reads_the_unit_of_a_secret_case_too(city: City) -> None:
    owner = b'<zeebe:property name="owner" value="hotline">'
    city.deploy({"commission.bpmn": commission().replace(owner, b'<zeebe:property name="secret" value="=true"></zeebe:property>' + owner)})
    city.deploy(extension_files())
    case = int(city.do(StartInstance(PROCESS, variables={"topic": "涉密事项"}), "hotline")["key"])
    assert city.value("SELECT secret FROM process_instance WHERE key = :key", key=case)
    city.do(AssignTask(city.task(case, "work"), ASKER), "hotline")
    ask(city, case, newDate="2026-12-31", days=None)
    (request,) = requests(city, case)
    unit = city.value("SELECT name FROM unit WHERE id = 'health-bureau'")
    assert (request.said["unitName"], request.said["about"]) == (unit, f"涉密事项 · {unit}")
