"""A date may have a first and a last day: that of another field, such as the meeting that set it, or today for what has happened."""

from datetime import date, timedelta

from app.form.view_form import view_form
from tests.form.building import check, field, form, world

TODAY = date(2026, 11, 24)


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


def test_a_day_on_which_something_happened_lies_no_later_than_today_in_the_city() -> None:
    components = [
        field("datetime", "noticeOn", subtype="date", properties={"latest": "=today()"}),
        field("datetime", "heardAt", subtype="datetime", properties={"latest": "=today()"}),
    ]
    today, tomorrow = TODAY.isoformat(), (TODAY + timedelta(days=1)).isoformat()
    assert check(components, {"noticeOn": today, "heardAt": f"{today}T23:30+08:00"}).errors == {}
    found = check(components, {"noticeOn": tomorrow, "heardAt": f"{tomorrow}T00:00+08:00"}).errors
    assert {name: (said.template, said.facts) for name, said in found.items()} == {
        name: ("Choose %(last)s or an earlier day", {"last": today}) for name in ("noticeOn", "heardAt")
    }


def test_a_bound_that_is_an_instant_holds_to_the_minute() -> None:
    bounds = {"earliest": "=now()", "latest": '=date and time("2026-11-24T12:00:00+08:00")'}
    components = [field("datetime", name, subtype="datetime", properties=bounds) for name in ("before", "now", "noon", "after")]
    sent = {"before": "00:29", "now": "00:30", "noon": "12:00", "after": "12:01"}
    found = check(components, {name: f"2026-11-24T{time}+08:00" for name, time in sent.items()}).errors
    assert {name: (said.template, said.facts) for name, said in found.items()} == {
        "before": ("Choose a time not before %(first)s", {"first": "2026-11-24T00:30+08:00"}),
        "after": ("Choose a time not after %(last)s", {"last": "2026-11-24T12:00+08:00"}),
    }


def test_a_last_day_that_is_not_known_yet_leaves_every_day_to_choose() -> None:
    components = [field("datetime", "left", subtype="date", properties={"latest": "=met"})]
    assert check(components, {"left": "2031-01-01"}).errors == {}


def test_the_browser_offers_no_day_before_the_first_and_none_after_the_last() -> None:
    bounds = {"earliest": "2026-11-02", "latest": "=today()"}
    components = [field("datetime", name, subtype=name, properties=bounds) for name in ("date", "datetime")]
    date_field, moment_field = view_form(form(*components), {}, {}, world(), {})
    assert (date_field.low, date_field.high) == ("2026-11-02", TODAY.isoformat())
    assert (moment_field.low, moment_field.high) == ("2026-11-02T00:00", f"{TODAY.isoformat()}T23:59")
