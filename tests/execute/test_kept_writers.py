"""A writer who is kept from the unit: asked by way of who knows the writer, put right, and named by nobody who does.

Source: docs/permissions, "never the identity behind a complaint"; docs/decisions, "who wrote in is kept apart".
"""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.actor import Holding
from app.domain.rejection import Rejection
from app.queries.notices import notices
from app.queries.writer_questions import questions_of_case, questions_to_put
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.answer_for_writer import AnswerForWriter
from app.service.answer_urging import AnswerUrging
from app.service.ask_writer import AskWriter
from app.service.assign_task import AssignTask
from app.service.correct_answers import CorrectAnswers
from app.service.correct_identity import CorrectIdentity
from app.service.delegate_task import DelegateTask
from app.service.enter_leave import EnterLeave
from app.service.lift_identity_protection import LiftIdentityProtection
from app.service.register_account import RegisterAccount
from app.service.start_instance import StartInstance
from app.service.urge_tasks import UrgeTasks
from app.service.work import Command
from app.store.read_identity import kept_identity
from tests.audit.test_replay import recomputed
from tests.builders.city import MONDAY, City
from tests.builders.matter import matter_files
from tests.service.rows.row import DOCUMENT

NAME, CONTACT, UNIT = "石青禾", "13987654321", "handler-health"
OTHERS = ("inspection", "operator", "auditor", "demo", "hotline")
"""Who sees the case, and asks nobody by way of others: supervisors and operators handle nothing, the rest may look."""


def kept(city: City, by: str = "handler@health-bureau") -> int:
    """Return the case of a matter whose writer is kept. by: whose first step it is."""
    city.deploy(matter_files("=true", by))
    said = {"topic": "油烟", "name": NAME, "contact": CONTACT}
    return int(city.do(StartInstance("matter", variables=said), "hotline")["key"])


def asked(city: City, case: int, text: str = "哪几天油烟最大？") -> int:
    return int(city.do(AskWriter(case, text), UNIT)["key"])


def told(city: City, account: str) -> list[str]:
    return [row["notice"] for row in city.door.ask(notices, city.actor(account)).rows]


def refused(city: City, command: Command, who: str) -> str:
    with pytest.raises(Rejection) as found:
        city.do(command, who)
    return found.value.code


def test_the_unit_asks_the_owner_is_told_and_the_answer_comes_back(city: City) -> None:
    case = kept(city)
    key = asked(city, case)
    assert told(city, "hotline") == ["writer-asked"]
    assert [row["key"] for row in city.door.ask(questions_to_put, city.actor("hotline"))] == [key]
    assert [city.door.ask(questions_to_put, city.actor(who)) for who in (UNIT, "inspection", "auditor", "operator")] == [[], [], [], []]
    city.do(AnswerForWriter(case, key, "周末晚上。"), "hotline")
    assert told(city, UNIT) == ["writer-answered"]
    assert city.door.ask(questions_to_put, city.actor("hotline")) == []
    (row,) = city.door.ask(questions_of_case, case)
    assert (row["asked_by"], row["question"], row["answered_by"], row["answer"]) == (UNIT, "哪几天油烟最大？", "hotline", "周末晚上。")
    assert [event["kind"] for event in city.events(case)][-2:] == ["writer_asked", "writer_answered"]
    assert "油烟" not in "".join(event["body"] for event in city.events(case)[-2:])
    recomputed(city, case)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_asks_who_handles_nothing_or_may_look(sqlite_city: City, who: str) -> None:
    assert refused(sqlite_city, AskWriter(kept(sqlite_city), "是谁写的？"), who) == "forbidden"


def test_an_answer_does_not_name_the_writer_and_is_given_once(city: City) -> None:
    case = kept(city)
    key = asked(city, case)
    for text in (f"{NAME}说周末晚上。", "可以打 139-8765-4321。", " "):
        assert refused(city, AnswerForWriter(case, key, text), "hotline") == "bad_request"
    assert refused(city, AnswerForWriter(case, key, "周末。"), UNIT) == "forbidden"
    assert refused(city, AnswerForWriter(case, key + 1, "周末。"), "hotline") == "not_found"
    city.do(AnswerForWriter(case, key, "周末。"), "hotline")
    assert refused(city, AnswerForWriter(case, key, "周一。"), "hotline") == "state_forbids"


def test_a_question_that_guesses_the_name_is_taken_as_any_other_so_that_nothing_is_learnt(sqlite_city: City) -> None:
    case = kept(sqlite_city)
    for name in (NAME, "王小明"):
        asked(sqlite_city, case, f"是不是{name}写的？")


def test_once_the_protection_is_lifted_nobody_is_asked_by_way_of_others(city: City) -> None:
    case = kept(city)
    key = asked(city, case)
    city.do(LiftIdentityProtection(case, "本人同意"), "hotline")
    assert refused(city, AskWriter(case, "再问一次"), UNIT) == "forbidden"
    assert refused(city, AnswerForWriter(case, key, "周末。"), "hotline") == "state_forbids"
    assert city.door.ask(questions_to_put, city.actor("hotline")) == []


def test_in_a_closed_case_nothing_is_asked_and_what_was_asked_is_still_answered(sqlite_city: City) -> None:
    city = sqlite_city
    case = kept(city)
    key = asked(city, case)
    city.complete(case, "look", UNIT, found="管道破裂")
    city.complete(case, "close", "hotline")
    assert refused(city, AskWriter(case, "还有吗？"), UNIT) == "case_closed"
    city.do(AnswerForWriter(case, key, "已经搬走，联系不上。"), "hotline")


def test_a_kept_name_is_put_right_by_an_event_that_holds_neither_the_old_nor_the_new_one(city: City) -> None:
    case = kept(city)
    city.do(CorrectIdentity(case, "听错了", name="石清和"), "hotline")
    with city.database.read() as store:
        assert kept_identity(store, case) == {"name": "石清和", "contact": CONTACT}
    last = city.events(case)[-1]
    assert json.loads(last["body"])["facts"] == [{"fact": "identity_corrected", "names": ["name"]}]
    content = city.value("SELECT content FROM event_content WHERE case_key = :case AND seq = :seq", case=str(case), seq=last["seq"])
    assert NAME not in content
    assert NAME not in json.loads(content)["input"].values()
    recomputed(city, case)


@pytest.mark.parametrize(
    ("command", "who", "code"),
    [
        (lambda case: CorrectIdentity(case, "听错了", name="石清和"), UNIT, "forbidden"),
        (lambda case: CorrectIdentity(case, "听错了", name="石清和"), "auditor", "forbidden"),
        (lambda case: CorrectIdentity(case, "听错了", name=NAME, contact=CONTACT), "hotline", "bad_request"),
        (lambda case: CorrectIdentity(case, "", name="石清和"), "hotline", "bad_request"),
        (lambda case: CorrectIdentity(case, f"不是{NAME}", name="石清和"), "hotline", "bad_request"),
        (lambda case: CorrectIdentity(case, "应为石清和", name="石清和"), "hotline", "bad_request"),
        (lambda case: CorrectIdentity(case, "听错了", name="石" * 101), "hotline", "bad_request"),
    ],
)
def test_a_correction_of_the_name_is_refused(sqlite_city: City, command: Callable[[int], Command], who: str, code: str) -> None:
    case = kept(sqlite_city)
    assert refused(sqlite_city, command(case), who) == code
    assert [event["kind"] for event in sqlite_city.events(case)] == ["process_instance_started"]


def test_after_a_correction_it_is_the_new_name_that_nobody_may_write(sqlite_city: City) -> None:
    case = kept(sqlite_city)
    sqlite_city.do(CorrectIdentity(case, "听错了", name="石清和"), "hotline")
    assert refused(sqlite_city, AddComment(case, "石清和来过电话"), "hotline") == "bad_request"


SAYS: dict[str, Callable[[int, int, str], Command]] = {
    "a comment": lambda case, task, text: AddComment(case, text),
    "a file name": lambda case, task, text: AddDocument(case, **{**DOCUMENT, "name": f"{text}.pdf"}),
    "an urging": lambda case, task, text: UrgeTasks(case, text),
    "a correction": lambda case, task, text: CorrectAnswers(case, text, answers={"topic": "楼上饭店的油烟"}),
    "a transfer": lambda case, task, text: AssignTask(task, "demo", allow_override=True, reason=text),
}


@pytest.mark.parametrize("what", SAYS)
def test_who_knows_the_writer_names_nobody_where_the_unit_reads_it(sqlite_city: City, what: str) -> None:
    city = sqlite_city
    case = kept(city)
    task = city.task(case, "look")
    for text in (f"请联系{NAME}", "请打 139 8765 4321"):
        assert refused(city, SAYS[what](case, task, text), "demo") in ("bad_request", "bad_answers")
    city.do(SAYS[what](case, task, "请抓紧"), "demo")


def test_reasons_of_moves_and_answers_to_urgings_name_nobody_either(sqlite_city: City) -> None:
    city = sqlite_city
    case = kept(city, "hotline")
    task = city.task(case, "look")
    city.do(AssignTask(task, "hotline"), "hotline")
    (urging,) = city.do(UrgeTasks(case, "请抓紧"), "inspection")["keys"]
    assert refused(city, AnswerUrging(case, urging, f"已联系{NAME}"), "hotline") == "bad_request"
    assert refused(city, DelegateTask(task, "demo", f"请联系{NAME}"), "hotline") == "bad_request"


def test_who_does_not_know_the_writer_learns_nothing_by_writing_a_name(sqlite_city: City) -> None:
    case = kept(sqlite_city)
    for name in (NAME, "王小明"):
        sqlite_city.do(AddComment(case, f"可能是{name}"), UNIT)
        sqlite_city.do(AddDocument(case, **{**DOCUMENT, "name": f"{name}.pdf"}), UNIT)


def away(city: City, who: str, substitute: str | None = None) -> None:
    city.do(EnterLeave(who, MONDAY, MONDAY + timedelta(days=3), "年休假", substitute), who)


@pytest.mark.parametrize("named", [True, False])
def test_who_stands_in_at_the_owners_desk_answers_in_the_absent_ones_place(city: City, named: bool) -> None:
    city.do(RegisterAccount("liang", "梁静", None, ((Holding("hotline"), "B"),)), "admin")
    case = kept(city)
    key = asked(city, case)
    away(city, "hotline", "liang" if named else None)
    assert [row["key"] for row in city.door.ask(questions_to_put, city.actor("liang"))] == [key]
    assert "writer-asked" in told(city, "liang")
    assert refused(city, AnswerForWriter(case, key, f"{NAME}说周末。"), "liang") == "bad_request"
    city.do(AnswerForWriter(case, key, "周末晚上。"), "liang")
    (row,) = city.door.ask(questions_of_case, case)
    assert (row["answered_by"], row["answered_for"], row["answer"]) == ("liang", "hotline", "周末晚上。")
    recomputed(city, case)


def test_a_second_holder_of_the_owners_post_answers_in_the_own_right_while_the_first_is_there(sqlite_city: City) -> None:
    city = sqlite_city
    city.do(RegisterAccount("liang", "梁静", None, ((Holding("hotline"), "B"),)), "admin")
    case = kept(city)
    city.do(AnswerForWriter(case, asked(city, case), "周末晚上。"), "liang")
    (row,) = city.door.ask(questions_of_case, case)
    assert (row["answered_by"], row["answered_for"]) == ("liang", None)


def test_who_stands_in_for_the_unit_that_asks_answers_nothing(city: City) -> None:
    case = kept(city)
    key = asked(city, case)
    away(city, UNIT)
    assert refused(city, AnswerForWriter(case, key, "周末。"), "handler-health-b") == "forbidden"
