"""What people wrote, and what was worked out of it, stands in no event: it can be erased and the chain still holds."""

from collections.abc import Iterator

import pytest

from app.domain.actor import Actor, Holding
from app.domain.attached_file import Attachment
from app.domain.rejection import Rejection
from app.execute import COMMANDS
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.cancel_instance import CancelInstance
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.publish_message import PublishMessage
from app.service.register_account import RegisterAccount
from app.service.resolve_incident import ResolveIncident
from app.service.set_variables import SetVariables
from app.service.start_instance import StartInstance
from tests.builders.city import PASSWORD_HASH, City
from tests.builders.drawing import decide, end, ext, path, process, properties, script, start, user, z
from tests.builders.errand import PROCESS

TEXTS = ["mark-7f3a", "李四，住东城", 'a "quoted" \\ text', '{"json": ["7f3a"]}', "line\nand line", "𠮷野家 13900000001"]


class Written:
    """Gives every place a text of its own, so that one that comes to light tells where it came from."""

    def __init__(self, text: str) -> None:
        self.text, self.places = text, list[str]()

    def at(self, place: str) -> str:
        self.places.append(f"{self.text} in {place}")
        return self.places[-1]

    def found_in(self, column: str) -> list[str]:
        from app.domain.canonical import string_text

        return [place for place in self.places if place in column or string_text(place)[1:-1] in column]


def mirror() -> bytes:
    """Draw a process that works new values out of what was written, and one task with a title."""
    assigned = z("assignmentDefinition", candidateGroups="hotline")
    return process(
        "mirror",
        ext(properties(owner="hotline", titleTemplate="=topic")),
        start(),
        script("copy", "copied", '="so: " + topic'),
        decide("rank", "tier", "tier"),
        user("look", assigned, properties(title="=copied"), name="看"),
        script("fail", "failed", "=if repaired then copied else function(x) copied"),
        end(),
        path("s copy rank look fail e"),
    )


def write_everywhere(city: City, said: Written) -> None:
    at = said.at
    city.deploy({"mirror.bpmn": mirror()})
    files = (Attachment("papers", at("name of a file") + ".pdf", "cd" * 32, 9, b"%PDF-1.7\n"),)
    variables = {"topic": at("variable"), "nested": {"inside": [at("nested variable")]}}
    started = StartInstance(PROCESS, variables=variables, business_id=at("number of the caller's"), attachments=files)
    case = city.do(started, "hotline")["key"]
    city.complete(case, "take", "hotline", worth=3, note=at("answer"))
    city.do(AddComment(case, at("comment")), "hotline")
    city.do(AddDocument(case, at("document") + ".pdf", "ab" * 32, 9, b"%PDF-1.7\n", purpose=at("purpose")), "hotline")
    task = city.task(case, "handle")
    city.do(AssignTask(task, "handler-health", reason=at("reason")), "handler-health")
    city.do(AssignTask(task, "handler-health-b", allow_override=True, reason=at("reason for taking it")), "head-health")
    city.do(SetVariables(case, {"set": at("set variable")}, reason=at("reason for setting")), "operator")
    other = city.start("mirror", "demo", topic=at("text that others are made of"))
    city.do(CompleteTask(city.task(other, "look"), {"seen": at("answer without a form")}), "hotline")
    incident = city.value("SELECT key FROM incident WHERE case_key = :case", case=other)
    city.do(SetVariables(other, {"repaired": True}), "operator")
    city.do(ResolveIncident(incident, at("reason for resolving")), "operator")
    city.do(CancelInstance(city.start(PROCESS), at("reason for cancelling")), "operator")
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    city.do(CorrelateMessage(case, "withdraw", number, {"why": at("message")}, at("reason for the message")), "hotline")
    city.do(PublishMessage("news", at("correlation key"), 1000, at("message id"), {"v": at("published")}), "operator")
    admin = Actor("admin", "田原", frozenset({Holding("system-admin")}))
    city.do(RegisterAccount("new-hand", at("name of a person"), at("password hash")), admin)


def columns_of_events(city: City) -> Iterator[str]:
    for table in ("audit_event", "access_event"):
        for row in city.rows(f"SELECT * FROM {table}"):
            yield from (str(value) for value in row.values())


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_that_people_wrote_stands_in_an_event(sqlite_city: City, text: str) -> None:
    said = Written(text)
    write_everywhere(sqlite_city, said)
    assert len(said.places) > 20
    assert [place for column in columns_of_events(sqlite_city) for place in said.found_in(column)] == []


def test_what_people_wrote_is_kept_beside_the_events_but_for_password_hashes(sqlite_city: City) -> None:
    said = Written("mark-7f3a")
    write_everywhere(sqlite_city, said)
    beside = "\n".join(row["content"] for row in sqlite_city.rows("SELECT content FROM event_content"))
    lost = [place for place in said.places if place not in said.found_in(beside)]
    assert lost == ["mark-7f3a in password hash"]


def test_no_hash_of_a_password_stands_in_an_event_or_beside_one(sqlite_city: City) -> None:
    assert sqlite_city.value("SELECT COUNT(*) FROM account WHERE password_hash = :hash", hash=PASSWORD_HASH) > 20
    texts = [*columns_of_events(sqlite_city), *(row["content"] for row in sqlite_city.rows("SELECT content FROM event_content"))]
    assert [text for text in texts if "argon2" in text] == []


def test_the_search_finds_a_text_that_stands_in_an_event() -> None:
    said = Written('a "quoted" text')
    said.at("body")
    assert said.found_in('{"name":"a \\"quoted\\" text in body"}') == ['a "quoted" text in body']


def test_a_refused_command_leaves_what_was_written_nowhere(sqlite_city: City) -> None:
    case = sqlite_city.start(PROCESS)
    with pytest.raises(Rejection):
        sqlite_city.do(CancelInstance(case, "mark-7f3a"), "handler-health")
    assert "mark-7f3a" not in repr(sqlite_city.dump())
    assert len(COMMANDS) >= 18
