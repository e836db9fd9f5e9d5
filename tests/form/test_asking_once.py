"""The reply of a department to a project: papers are asked for once, and what was asked then is not asked again."""

from pathlib import Path

from app.form import check_answers, read_form
from tests.form.building import world

FORM = Path(__file__).resolve().parents[2] / "forms" / "investment-reply.form"


def test_the_list_of_papers_is_asked_for_only_where_papers_may_be_asked_for() -> None:
    form = read_form(FORM.read_bytes(), FORM.name)
    asked_before = {"reply": "papers", "wantedPapers": "消防设计专篇", "item": {"approval": "消防设计"}, "broughtNote": "已补齐"}
    first = check_answers(form, {"reply": "papers"}, {**asked_before, "papersAsked": False}, world())
    again = check_answers(form, {"wantedPapers": "再要一份"}, {**asked_before, "papersAsked": True}, world())
    assert "wantedPapers" in first.errors
    assert "wantedPapers" not in {*again.errors, *again.values}
