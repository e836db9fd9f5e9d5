"""A penalty that was decided on paper and served here: number and day of the decision are put right, and bound the day of the service."""

from datetime import timedelta

import pytest

from app.domain.rejection import Rejection
from app.service.add_document import AddDocument
from app.service.correct_answers import CorrectAnswers
from tests.builders.city import City
from tests.service.test_taking_over import PENALTY, deploy, looked_at, paper, taken, verified

SERVED = {
    "decisionNumber": "云市监罚〔2026〕7号", "decidedOn": "2026-11-12", "serviceMethod": "direct", "servedAt": "2026-11-13T10:00:00+08:00",
    "servedBy": "马强、孙丽", "servedTo": "刘强",
}  # fmt: skip


@pytest.fixture
def served(sqlite_city: City) -> tuple[City, int, int]:
    """Return an ended case whose decision was told of with its service, and the task of that."""
    city = sqlite_city
    deploy(city, "penalty-review")
    more = {"legalResult": "pass", "legalOpinion": "清楚。", "approval": "approve", "imposition": "yes"}
    (case,) = taken(city, looked_at(city, paper("penalty-review", "罚 1", "serve", "2026-11-02", "2026-11-12", **PENALTY, **more)))
    task = city.task(case, "serve")
    record = city.at(timedelta(hours=1)).do(AddDocument(case, "送达回证.pdf", "cd" * 32, 9, b"%PDF-1.7\n"), "enforcer-market")["key"]
    city.complete(case, "serve", "enforcer-market", **SERVED, serviceRecord=[str(record)])
    assert city.value("SELECT state FROM process_instance WHERE key = :case", case=case) == "COMPLETED"
    return city, case, task


def test_the_service_is_not_put_right_to_a_day_before_the_decision(served: tuple[City, int, int]) -> None:
    city, case, task = served
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        city.do(CorrectAnswers(case, "笔误", task, {"servedAt": "2026-11-11T10:00:00+08:00"}), "legal")
    assert refused.value.field_errors["servedAt"].facts == {"today": "2026-11-12"}
    assert city.dump() == before
    city.do(CorrectAnswers(case, "笔误", task, {"servedAt": "2026-11-12T10:00:00+08:00"}), "legal")
    assert city.value("SELECT value FROM variable WHERE scope_key = :case AND name = 'servedFrom'", case=case) == '"2026-11-12"'
    assert verified(city, case) == "verified"


def test_number_and_day_of_the_decision_on_paper_are_put_right_where_they_were_entered(served: tuple[City, int, int]) -> None:
    city, case, task = served
    right = {"decisionNumber": "云市监罚〔2026〕17号", "decidedOn": "2026-11-11"}
    city.do(CorrectAnswers(case, "抄错", task, right), "legal")
    known = {row["name"]: row["value"] for row in city.rows("SELECT name, value FROM variable WHERE scope_key = :case", case=case)}
    assert {name: known[name] for name in right} == {name: f'"{value}"' for name, value in right.items()}
    with pytest.raises(Rejection) as refused:
        city.do(CorrectAnswers(case, "抄错", task, {"decidedOn": "2026-11-14"}), "legal")
    assert refused.value.code == "bad_answers"
    assert verified(city, case) == "verified"
