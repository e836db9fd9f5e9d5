"""Nobody who knows a kept writer names him where others read it: every text that a command takes is judged, or says here why it is not."""

from collections.abc import Mapping
from typing import Any, get_type_hints

import pytest
from msgspec.structs import fields, replace

from app.domain.attached_file import Attachment
from app.domain.identity import LEAVE_OUT
from app.domain.rejection import Rejection
from app.execute import COMMANDS
from app.service.keep_identity import KeepIdentity
from app.service.work import Command
from tests.builders.city import City
from tests.builders.matter import matter_files
from tests.service.rows import ROWS

NAME, TEXT = "石青禾", "请联系石青禾"

CODE, PERSON, KEY = "one of a closed list", "the account of a member of staff", "a digest or a number, which the program makes"
NO_WORDS: Mapping[tuple[str, str], str] = {
    ("AddDocument", "digest"): KEY,
    ("AskWriter", "text"): "who asks may not learn who it was; to compare it would tell him",
    ("AssignTask", "assignee"): PERSON,
    ("CompleteTask", "on_paper"): "the leader's account, an instant and the key of a scan",
    ("CorrectAnswers", "attachments"): "files of a registration are withheld as its writer is; those of a step are compared as answers are",
    ("CorrectIdentity", "contact"): "who wrote in, kept apart",
    ("CorrectIdentity", "name"): "who wrote in, kept apart",
    ("CorrectIdentity", "reason"): "compared with the old and the new name by the command itself: tests/execute/test_kept_writers.py",
    ("CorrelateMessage", "correlation_key"): "has to be what the case waits for",
    ("CorrelateMessage", "name"): "has to be what the case waits for",
    ("DecideDisposal", "what"): CODE,
    ("DelegateTask", "to"): PERSON,
    ("DraftPaper", "paper"): "the id of a template",
    ("FireTimer", "kind"): CODE,
    ("KeepIdentity", "reason"): "compared with what is about to be kept, below",
    ("LiftIdentityProtection", "reason"): "from then on those who handle the case read who wrote it",
    ("MigrateInstance", "mapping"): "ids of elements, each of which the versions have",
    ("ParkTimer", "kind"): CODE,
    ("ParkTimer", "problem"): "the program's own message, before the operators",
    ("ProposeDisposal", "what"): CODE,
    ("ReceiveSignal", "name"): "has to be what the case waits for",
    ("RecordService", "how"): CODE,
    ("SendBackTask", "to"): "the id of an element",
    ("SetLimit", "article"): CODE,
    ("SetLimit", "elements"): "ids of elements",
    ("SetLimit", "paper_number"): "the number of an issued paper",
    ("UpdateTask", "changes"): "groups, accounts, dates and a number",
}
"""Fields of commands about a case that hold no free text of a person, each with why it is none."""

OTHERWISE: Mapping[str, Mapping[str, Any]] = {"DecideDisposal": {"agreed": False}}
"""What a command says besides where it takes words only then: who agrees gives no reason."""


def texts() -> list[tuple[str, str]]:
    """Return every field of a command about a case that may hold words."""
    found = []
    for command in COMMANDS:
        hints = get_type_hints(command)
        if "case_key" in hints and "ClassVar" in str(hints["case_key"]):
            continue
        found += [
            (command.__name__, field.name)
            for field in fields(command)
            if any(word in str(hints[field.name]) for word in ("str", "Any", "Attachment", "OnPaper", "bytes"))
        ]
    return [one for one in found if one[1] != "head"]


JUDGED = [one for one in texts() if one not in NO_WORDS]
NAMES = {command.__name__: command for command in COMMANDS}


def naming(command: Command, field: str) -> Command:
    """Return the command with a text in one of its fields that names the writer."""
    given, hint = getattr(command, field), str(get_type_hints(type(command))[field])
    value: Any = TEXT
    if "Attachment" in hint:
        value = (Attachment("documents", f"{TEXT}.pdf", "cd" * 32, 9, b"%PDF-1.7\n"),)
    elif "Mapping" in hint:
        said = given or {}
        key = "reason" if "reason" in said else next((key for key, text in said.items() if isinstance(text, str)), "note")
        value = {**said, key: TEXT}
    return replace(command, **{field: value}, **OTHERWISE.get(type(command).__name__, {}))


def keep(city: City, case: int) -> None:
    with city.database.write() as store:
        store.run("UPDATE process_instance SET identity_kept = 1 WHERE key = :case", case=case)
        store.run("DELETE FROM kept_identity WHERE case_key = :case", case=case)
        store.run("INSERT INTO kept_identity (case_key, name, value) VALUES (:case, 'name', :name)", case=case, name=NAME)


@pytest.mark.parametrize(("name", "field"), JUDGED)
def test_a_text_that_names_a_kept_writer_is_refused(sqlite_city: City, monkeypatch: pytest.MonkeyPatch, name: str, field: str) -> None:
    city, row = sqlite_city, ROWS[NAMES[name]]
    command = row.make(city)
    keep(city, command.case_key)
    # Whoever the row lets do this, let it be somebody who knows the writer: those who do not are told nothing.
    monkeypatch.setattr("app.audit.naming_the_writer.sees_person", lambda actor, sight: True)
    with pytest.raises(Rejection) as refused:
        row.run(city, naming(command, field), row.who)
    said = [refused.value.message.template, *(message.template for message in refused.value.field_errors.values())]
    assert LEAVE_OUT in said, said


def test_every_field_that_is_said_to_hold_no_words_is_one_of_a_command() -> None:
    assert set(NO_WORDS) <= set(texts())


def test_the_reason_for_keeping_a_writer_does_not_name_who_is_kept(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy(matter_files("=false", "handler@health-bureau"))
    case = city.start("matter", topic="油烟", name=NAME)
    with pytest.raises(Rejection) as refused:
        city.do(KeepIdentity(case, f"{NAME}来电要求"), "hotline")
    assert "reason" in refused.value.field_errors
    city.do(KeepIdentity(case, "本人来电要求"), "hotline")
