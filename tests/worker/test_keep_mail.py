"""Notices by mail: to whom, what they say and never say, and what happens while the server is away. A real SMTP server takes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.gateways.mail import Server, SmtpMailer
from app.service.assign_task import AssignTask
from app.service.disable_account import DisableAccount
from app.service.set_mail_address import SetMailAddress
from app.web.mail_words import mail_writer
from app.worker.keep_mail import Post, send_mails
from app.worker.mails import FIRST_PAUSE, GIVEN_UP_AFTER, LONGEST_PAUSE, pause_after
from tests.builders.city import ZONE, City
from tests.fixtures.post import PostOffice
from tests.service.rows import case_at_handle

YELLOW = timedelta(days=7, hours=6)
CHEN, LIU = "chen.jing@city.example", "liu.yang@city.example"


def post_to(city: City, port: int, public_url: str | None = None) -> Post:
    return Post(SmtpMailer(Server("127.0.0.1", port), "duban@city.example"), mail_writer(city.door, "zh_Hans", ZONE, public_url))


def addresses(city: City, **of: str) -> None:
    for account, address in of.items():
        city.do(SetMailAddress(account.replace("_", "-"), address), "admin")


def reminded(city: City, holder: str = "handler-health") -> int:
    """Return a case whose holder has just been reminded."""
    case = case_at_handle(city)
    if holder:
        city.do(AssignTask(city.task(case, "handle"), holder), holder)
    city.at(YELLOW)
    assert city.door.fire_due(case) == 1
    return case


def mails(city: City) -> list[dict[str, Any]]:
    return city.rows("SELECT * FROM mail ORDER BY notice_key, account")


def hasten(city: City) -> None:
    """Let what waits for its next try be due now."""
    with city.database.write() as store:
        store.run("UPDATE mail SET due_at = created_at, claimed_until = NULL")


def test_the_holder_is_reminded_by_mail_once(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN, handler_health_b=LIU)
    post = post_to(city, post_office.open())
    case = reminded(city)
    assert [send_mails(city.door, post) for _ in range(3)] == [1, 0, 0]
    ((to, message),) = post_office.taken
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    assert to == [CHEN]
    assert message["Subject"] == f"督办 {number} 临期提醒"
    text = message.get_content()
    assert "办理 临期：11月25日 17:30 到期" in text
    assert number in text
    assert "a leaking tap" not in text  # the title is the citizen's words
    assert "urgent" not in text
    assert city.value("SELECT mailed_at FROM notice WHERE kind = 'account'") is not None


def test_a_mail_leads_to_the_task_where_the_city_says_how_people_reach_it(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN)
    case = reminded(city)
    assert send_mails(city.door, post_to(city, post_office.open(), "https://duban.city.example")) == 1
    ((_, message),) = post_office.taken
    task = city.task(case, "handle")
    text = message.get_content()
    assert f"登录后打开：https://duban.city.example/tasks/{task}" in text.splitlines()


def test_a_mail_about_what_is_no_task_leads_to_the_case(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN)
    case = reminded(city)
    with city.database.write() as store:
        store.run("UPDATE notice SET element_instance_key = :case WHERE case_key = :case", case=case)
    assert send_mails(city.door, post_to(city, post_office.open(), "https://duban.city.example")) == 1
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    way = f"登录后打开：https://duban.city.example/cases/{number}?tab=history"
    assert way in post_office.taken[0][1].get_content().splitlines()


def test_without_an_address_of_its_own_a_mail_leads_nowhere(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN)
    reminded(city)
    assert send_mails(city.door, post_to(city, post_office.open())) == 1
    text = post_office.taken[0][1].get_content()
    assert "http" not in text
    assert "登录督办" in text


def test_a_task_that_nobody_has_reminds_all_of_its_group_who_have_an_address(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN, handler_health_b=LIU, handler_housing="wang@city.example")
    post = post_to(city, post_office.open())
    reminded(city, holder="")
    assert send_mails(city.door, post) == 2
    assert sorted(to for to, _ in post_office.taken) == [[CHEN], [LIU]]


def test_who_has_no_address_reads_the_notice_here_alone(city: City, post_office: PostOffice) -> None:
    reminded(city)
    assert send_mails(city.door, post_to(city, post_office.open())) == 0
    assert mails(city) == []


def test_a_secret_case_is_left_out_of_mails(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health=CHEN)
    case = reminded(city)
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
    assert send_mails(city.door, post_to(city, post_office.open())) == 0
    assert mails(city) == []


@pytest.fixture
def closed(post_office: PostOffice) -> int:
    """The port of an office that has just closed."""
    port = post_office.open()
    post_office.close()
    return port


def test_a_server_that_is_away_loses_nothing_and_gets_all_when_it_is_back(city: City, post_office: PostOffice, closed: int) -> None:
    addresses(city, handler_health=CHEN)
    reminded(city)
    post = post_to(city, closed)
    before = datetime.now(UTC)
    assert send_mails(city.door, post) == 0
    (waiting,) = mails(city)
    assert (waiting["problem"], waiting["tries"], waiting["sent_at"]) == ("away", 1, None)
    assert waiting["due_at"] >= (before + FIRST_PAUSE).isoformat()[:19]
    assert send_mails(city.door, post) == 0  # it is not tried before its time
    assert mails(city)[0]["tries"] == 1
    post_office.open(closed)
    hasten(city)
    assert send_mails(city.door, post) == 1
    assert [to for to, _ in post_office.taken] == [[CHEN]]
    assert mails(city)[0]["problem"] is None


def test_a_refused_address_is_given_up_and_others_get_theirs(city: City, post_office: PostOffice) -> None:
    addresses(city, handler_health="gone@city.example", handler_health_b=LIU)
    post_office.answers = {"gone@city.example": "550 no such person"}
    reminded(city, holder="")
    assert send_mails(city.door, post_to(city, post_office.open())) == 1
    assert [(row["account"], row["problem"], row["given_up_at"] is not None) for row in mails(city)] == [
        ("handler-health", "refused", True),
        ("handler-health-b", None, False),
    ]


def test_what_the_server_puts_off_for_days_is_given_up(sqlite_city: City, post_office: PostOffice) -> None:
    addresses(sqlite_city, handler_health=CHEN)
    post_office.answers = {CHEN: "450 later"}
    reminded(sqlite_city)
    post = post_to(sqlite_city, post_office.open())
    send_mails(sqlite_city.door, post)
    assert mails(sqlite_city)[0]["given_up_at"] is None
    with sqlite_city.database.write() as store:
        long_ago = (datetime.now(UTC) - GIVEN_UP_AFTER - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        store.run("UPDATE mail SET created_at = :at", at=long_ago)
    hasten(sqlite_city)
    send_mails(sqlite_city.door, post)
    assert mails(sqlite_city)[0]["given_up_at"] is not None


def test_whoever_went_meanwhile_gets_no_mail(sqlite_city: City, post_office: PostOffice, closed: int) -> None:
    addresses(sqlite_city, handler_health=CHEN)
    reminded(sqlite_city)
    post = post_to(sqlite_city, closed)
    send_mails(sqlite_city.door, post)
    sqlite_city.do(DisableAccount("handler-health"), "security")
    post_office.open(closed)
    hasten(sqlite_city)
    assert send_mails(sqlite_city.door, post) == 0
    assert mails(sqlite_city) == []


def test_notices_of_long_ago_are_not_mailed_when_mail_is_turned_on(sqlite_city: City, post_office: PostOffice) -> None:
    addresses(sqlite_city, handler_health=CHEN)
    reminded(sqlite_city)
    sqlite_city.at(YELLOW + timedelta(days=4))
    assert send_mails(sqlite_city.door, post_to(sqlite_city, post_office.open())) == 0
    assert post_office.taken == []


def test_each_try_waits_twice_as_long_as_the_one_before_up_to_an_hour() -> None:
    assert [pause_after(tries) / FIRST_PAUSE for tries in range(5)] == [1, 2, 4, 8, 16]
    assert pause_after(500) == LONGEST_PAUSE
