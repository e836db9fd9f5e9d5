"""A date may have a first day: the day of another field, such as that of the meeting that set it."""

from tests.form.building import check, field


def test_a_day_of_a_row_may_not_lie_before_the_day_of_another_field() -> None:
    components = [
        field("datetime", "met", subtype="date"),
        {
            "type": "dynamiclist",
            "id": "l",
            "path": "rows",
            "components": [field("datetime", "due", subtype="date", properties={"earliest": "=met"})],
        },
    ]
    sent = {"met": "2026-12-11", "rows": [{"due": "2026-12-11"}, {"due": "2026-12-10"}]}
    assert {name: said.facts for name, said in check(components, sent).errors.items()} == {"rows.1.due": {"today": "2026-12-11"}}
    assert check(components, {"rows": [{"due": "2020-01-01"}]}).errors == {}
