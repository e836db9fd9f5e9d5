"""Handing mails to a real SMTP server: taken, refused, put off, away."""

import socket
from typing import Any

from app.domain.mail import Mail, Sent
from app.gateways.mail import Server, SmtpMailer
from tests.fixtures.post import PostOffice

MAIL = Mail("notice-7-chen", "chen.jing@city.example", "督办 QZ-2026-000001-7 临期提醒", "陈静：\n办理 临期\n")
SENDER = "督办 <duban@city.example>"


def send(port: int, *mails: Mail, **more: Any) -> list[Sent]:
    return SmtpMailer(Server("127.0.0.1", port, **more), SENDER).send(mails or (MAIL,))


def test_a_mail_arrives_as_it_was_written(post_office: PostOffice) -> None:
    assert send(post_office.open()) == [Sent.TAKEN]
    ((to, message),) = post_office.taken
    assert to == ["chen.jing@city.example"]
    assert (message["Subject"], message["To"], message["From"]) == (MAIL.subject, MAIL.to, SENDER)
    assert message.get_content().replace("\r\n", "\n") == MAIL.text
    assert message["Message-ID"] == "<notice-7-chen@city.example>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_each_mail_has_its_own_answer_and_one_that_is_refused_holds_up_no_other(post_office: PostOffice) -> None:
    post_office.answers = {"gone@city.example": "550 no such person", "full@city.example": "452 mailbox full"}
    mails = [Mail(str(n), to, "s", "t\n") for n, to in enumerate(("gone@city.example", "full@city.example", "li@city.example"))]
    assert send(post_office.open(), *mails) == [Sent.REFUSED, Sent.PUT_OFF, Sent.TAKEN]
    assert [to for to, _ in post_office.taken] == [["li@city.example"]]


def test_a_server_that_is_not_there_is_away_for_all() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert send(taken.getsockname()[1], MAIL, MAIL) == [Sent.AWAY, Sent.AWAY]


def test_a_password_is_sent_without_tls_to_this_machine_alone(post_office: PostOffice) -> None:
    port = post_office.open(authenticator=post_office.authenticate, auth_require_tls=False)
    assert send(port, user="duban", password="secret", plain_password=False) == [Sent.AWAY]
    assert post_office.signed_in == []
    assert send(port, user="duban", password="secret", plain_password=True) == [Sent.TAKEN]
    assert post_office.signed_in == ["duban"]


def test_a_password_that_is_refused_loses_no_mail(post_office: PostOffice) -> None:
    port = post_office.open(authenticator=post_office.authenticate, auth_require_tls=False)
    assert send(port, user="duban", password="wrong", plain_password=True) == [Sent.AWAY]
    assert post_office.taken == []
