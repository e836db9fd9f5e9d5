"""A secret case is seen by those named in it and the auditor: everybody else finds nothing of it at any address, by any search.

Source: docs/permissions, "A secret case"; procedures, section 3, "Public query".
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest

from app.domain.demo_city import PEOPLE
from tests.architecture.sources import ROOT
from tests.builders.dossier import CONTENT, FILE_NAME, PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.api.every_address import ORIGIN, read, reads
from tests.web.pages.desk import desk

NAMED: Final = ("hotline", "handler-health")
"""Who registered it, and who was given its task."""

OTHERS: Final = tuple(person.account for person in PEOPLE if person.account not in (*NAMED, "auditor"))
QUERIES: Final = {
    **dict.fromkeys(
        ("access_token", "account", "calendar_year", "definition_file", "definition_of", "due_start", "evaluate_decision", "held_deadlines",
         "held_groups", "held_since", "paper_preview", "paper_templates", "pending_decree", "people", "person", "preferences", "procedures",
         "search_columns", "search_filter", "search_page", "session", "staff", "stand_ins", "units", "who_enters", "worker_polls",
         "roles", "mail_address", "named_documents", "paper_files", "paper_workbook", "saved_filters", "returned_tasks", "left_behind",
         "holder_names", "account_states", "away", "unit_lists", "unmanned"),
        "nothing of a case, or nothing that is shown",
    ),
    **dict.fromkeys(
        ("case_items", "units_of_steps",
         "case_papers", "clock_rights", "extension_requests", "failed_values", "first_asked", "given_answers", "history", "lapse",
         "receipt",
         "replied_steps", "submissions", "corrections", "paper_sheet",
         "sender", "stale_figures", "task_candidates", "task_form", "task_scopes", "urgings", "variables_of",
         "asked_fields", "awaited_messages", "draft", "evaluate_expression", "deadline_about", "proven_replies",
         "replayed_case", "element_waits", "other_eyes", "overtaken_papers", "service_of_papers", "taken_over"),
        "of a case that the caller has looked at by its sight",
    ),
    **dict.fromkeys(
        ("allowed", "bulk_tasks", "bulletins", "decisions", "paper_decisions",
         "case_list", "case_page", "case_paper", "filter_counts", "read_in_place", "found_tasks", "hand_over", "incidents", "merge_target",
         "message_target", "nearest_numbers", "notices", "passed_on", "points", "search", "searches", "task_page", "work_list",
         "evidence_case", "writer_questions", "periodic_bulletins", "retention", "case_choice", "case_paths", "case_statistics",
         "deviations", "lateness", "case_happened", "migrations"),
        "by the sight of who asks",
    ),
    **dict.fromkeys(("event_search", "audit_logs", "definition_version"), "for auditors alone, who see them; left out of files"),
    **dict.fromkeys(
        ("decree_preview", "likely_repeats", "linked_cases", "progress", "samples", "access_search", "stand_in_conflicts",
         "waiting_messages", "running_work", "on_time"),
        "secret cases left out, or shown without their number",
    ),
}  # fmt: skip
"""How each question treats a secret case. A new one has to be judged here, and its address is walked below."""


@dataclass(frozen=True)
class Secret:
    number: str
    keys: tuple[str, ...]


@pytest.fixture(scope="module")
def secret(api: ApiCity) -> Secret:
    """One secret case in the city, with a task in somebody's hands, a failed step, a document, a comment and variables."""
    assert api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    instance = api.start(PROCESS, who="hotline", topic=TITLE, content=CONTENT, level="secret")
    number = api.number(instance)
    task = str(api.rows("SELECT key FROM user_task WHERE case_key = :key", key=int(instance))[0]["key"])
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "handler-health"}, 204, who="hotline")
    window = desk(api, "handler-health")
    file = (io.BytesIO(b"%PDF-1.7\n"), FILE_NAME)
    answer = window.client.post(f"/cases/{number}/documents", data={"file": file}, headers=ORIGIN)
    assert answer.status_code == 303
    assert window.send(f"/cases/{number}/comments", text=CONTENT).status_code == 303
    key = {"key": int(instance)}
    others = [
        str(row["key"])
        for sql in ("document", "incident", "comment", "variable", "deadline")
        for row in api.rows(f"SELECT key FROM {sql} WHERE case_key = :key", **key)
    ]
    return Secret(number, (instance, task, *others))


def addresses(api: ApiCity, secret: Secret) -> Iterator[tuple[str, str]]:
    """Yield method and address of everything that is read, and of searches for the case by its title and its number."""
    yield from reads(api, secret.number, secret.keys, PROCESS)
    for page in ("/work-list", "/cases", "/incidents"):
        yield "GET", f"{page}?q={TITLE}"
        yield "GET", f"{page}?q={secret.number}"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_finds_anything_of_it_anywhere(api: ApiCity, secret: Secret, who: str) -> None:
    client = desk(api, who).client
    found = []
    for method, path in addresses(api, secret):
        text = read(client, method, path)
        asked = path.partition("?")[2] or secret.number in path
        words = (TITLE, CONTENT, FILE_NAME) if not asked else (CONTENT, FILE_NAME)
        words = (*words, *(() if secret.number in path else (secret.number,)))
        found += [(method, path, word) for word in words if word in text]
        if f'href="/cases/{secret.number}"' in text or f'"processInstanceKey":"{secret.keys[0]}"' in text:
            found.append((method, path, "the case"))
    assert found == []


@pytest.mark.parametrize("who", [*NAMED, "auditor"])
def test_those_named_in_it_and_the_auditor_do(api: ApiCity, secret: Secret, who: str) -> None:
    client = desk(api, who).client
    assert TITLE in read(client, "GET", f"/cases/{secret.number}")
    assert secret.number in read(client, "POST", "/casework/v1/cases/search")
    assert CONTENT in read(client, "POST", "/v2/variables/search")
    assert secret.number in read(client, "GET", "/cases")


@pytest.mark.parametrize("who", ["demo", "inspection", "head-health", "handler-health-b", "operator", "designer"])
def test_its_addresses_are_answered_as_those_of_a_case_that_there_is_not(api: ApiCity, secret: Secret, who: str) -> None:
    instance, task = secret.keys[:2]
    for path in (f"/casework/v1/cases/{secret.number}", f"/v2/process-instances/{instance}", f"/v2/user-tasks/{task}"):
        answer = api.ask("GET", path, who=who)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
    api.post(f"/v2/user-tasks/{task}/completion", {}, 404, who=who)
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": who}, 404, who=who)
    counts = api.get("/casework/v1/work-list?view=all", who=who)
    assert secret.number not in str(counts)


def test_whoever_registered_it_gives_its_task_to_somebody_who_is_named_by_that(api: ApiCity, secret: Secret) -> None:
    other = api.start(PROCESS, who="hotline", topic=TITLE, content=CONTENT, level="secret")
    task = str(api.rows("SELECT key FROM user_task WHERE case_key = :key", key=int(other))[0]["key"])
    api.get(f"/v2/user-tasks/{task}", 404, who="handler-health-b")
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "handler-health-b"}, 204, who="hotline")
    assert api.get(f"/v2/user-tasks/{task}", who="handler-health-b")["candidateGroups"] == ["handler@health-bureau"]
    api.get(f"/v2/user-tasks/{task}", 404, who="head-health")
    api.post(f"/v2/user-tasks/{task}/completion", {}, 204, who="handler-health-b")


def test_a_case_of_the_same_procedure_that_is_not_secret_is_seen_as_ever(api: ApiCity, secret: Secret) -> None:
    instance = api.start(PROCESS, who="hotline", topic="平常的事", content="-", level="open")
    task = str(api.rows("SELECT key FROM user_task WHERE case_key = :key", key=int(instance))[0]["key"])
    for who in ("handler-health-b", "head-health", "inspection", "demo"):
        api.get(f"/v2/user-tasks/{task}", who=who)
    assert api.number(instance) in str(api.get("/casework/v1/work-list?view=unassigned", who="handler-health-b"))


def test_what_cannot_be_worked_out_is_kept_secret(api: ApiCity, secret: Secret) -> None:
    assert api.deploy({"dossier.bpmn": dossier("=level + 1 > 2", "of-number")}).status_code == 200
    for level, kept in ((5, 1), (0, 0), ("high", 1)):
        instance = api.start("of-number", who="hotline", topic=TITLE, level=level)
        assert api.rows("SELECT secret FROM process_instance WHERE key = :key", key=int(instance)) == [{"secret": kept}], level


def test_the_public_page_answers_as_for_an_unknown_number(api: ApiCity, secret: Secret) -> None:
    code = {"headers": {"Query-Code": "AAAAAAAA"}}
    of_secret = api.ask("GET", f"/casework/v1/public/cases/{secret.number}", who=None, **code)
    of_none = api.ask("GET", "/casework/v1/public/cases/MJ-2026-999999-0", who=None, **code)
    assert of_secret.status_code == of_none.status_code
    assert of_secret.get_json()["code"] == of_none.get_json()["code"]


def test_every_question_is_judged() -> None:
    files = {path.stem for path in (ROOT / "app" / "queries").glob("*.py")} - {"__init__"}
    assert set(QUERIES) ^ files == set()
