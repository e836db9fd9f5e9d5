"""Keys, query codes, facts, refusals and receipt of papers: small rules, each at its edge."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.domain.actor import Actor, Holding
from app.domain.backdating import check_receipt
from app.domain.fact import Fact
from app.domain.keys import BLOCK, case_key_of, read_key
from app.domain.query_code import ALPHABET, LENGTH, code_hash, query_code
from app.domain.rejection import Message, Rejection
from app.domain.reserved_names import refuse_reserved
from tests.engine.drive import CALENDAR

HOTLINE = Actor("hotline", holdings=frozenset({Holding("hotline")}))
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # Monday, 10:00 in the city


@pytest.mark.parametrize("key", [BLOCK, BLOCK + 1, 2 * BLOCK - 1])
def test_a_key_belongs_to_the_case_of_its_block(key: int) -> None:
    assert case_key_of(key) == BLOCK


@pytest.mark.parametrize(("text", "key"), [("7", 7), (7, 7), (Decimal(7), 7), (str(2**63 - 1), 2**63 - 1), ("0", 0)])
def test_a_key_from_outside_is_read(text: Any, key: int) -> None:
    assert read_key(text, "userTaskKey") == key


@pytest.mark.parametrize("text", ["", "-1", "1.5", Decimal("1.5"), "７", "0x1", True, None, [], str(2**63), 2**63, "9" * 30, " 1"])
def test_what_is_no_key_is_refused_by_its_name(text: Any) -> None:
    with pytest.raises(Rejection, match="userTaskKey"):
        read_key(text, "userTaskKey")


def test_a_query_code_is_read_without_mistaking_one_letter_for_another_and_depends_on_the_secret() -> None:
    codes = {query_code("secret", case) for case in range(200)}
    assert len(codes) == 200
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1Il") & set(ALPHABET)
    assert query_code("secret", 1) == query_code("secret", 1) != query_code("another", 1)
    assert len({code_hash("secret", 1, "a"), code_hash("secret", 2, "a"), code_hash("other", 1, "a"), code_hash("secret", 1, "b")}) == 4


def test_a_fact_says_keys_as_text_leaves_out_what_is_null_and_nothing_that_is_private() -> None:
    fact = Fact("task_created", "ask", 5, {"processInstanceKey": 2**60, "assignee": None, "priority": 50}, {"title": "words"})
    said = {"fact": "task_created", "elementId": "ask", "elementInstanceKey": "5", "processInstanceKey": str(2**60), "priority": 50}
    assert fact.body() == said


def test_a_refusal_has_one_of_the_codes_of_the_closed_list() -> None:
    with pytest.raises(ValueError, match="no_such_code"):
        Rejection("no_such_code", "Expected a code")


def test_a_refusal_says_what_was_expected_and_found() -> None:
    rejection = Rejection("bad_request", "Expected %(expected)s, but found %(found)s", expected="1", found="100%")
    assert str(rejection) == "Expected 1, but found 100%"
    assert str(Message("100% of it", {})) == "100% of it"


@pytest.mark.parametrize("name", ["deadline", "case", "now"])
def test_a_variable_cannot_have_a_reserved_name(name: str) -> None:
    with pytest.raises(Rejection) as refused:
        refuse_reserved(["fine", name])
    assert set(refused.value.field_errors) == {name}
    refuse_reserved(["fine", name.upper()])


@pytest.mark.parametrize("days", [0, 1, 7])
def test_a_paper_counts_from_its_receipt_up_to_five_working_days_back(days: int) -> None:
    check_receipt(HOTLINE, "hotline", NOW - timedelta(days=days, seconds=1), NOW, CALENDAR)


@pytest.mark.parametrize(
    ("who", "role", "received", "code"),
    [
        (HOTLINE, "hotline", NOW + timedelta(seconds=1), "bad_request"),
        (HOTLINE, "hotline", NOW - timedelta(days=8), "bad_request"),
        (HOTLINE, None, NOW - timedelta(hours=1), "forbidden"),
        (HOTLINE, "legal-office", NOW - timedelta(hours=1), "forbidden"),
        (Actor("li"), "hotline", NOW - timedelta(hours=1), "forbidden"),
    ],
)
def test_another_receipt_is_refused(who: Actor, role: str | None, received: datetime, code: str) -> None:
    with pytest.raises(Rejection) as refused:
        check_receipt(who, role, received, NOW, CALENDAR)
    assert refused.value.code == code
    assert set(refused.value.field_errors) == ({"receivedAt"} if code == "bad_request" else set())
