"""What a page posted becomes answers: of a field that it did not show, nothing."""

from app.form.posted import read_posted
from app.form.view_form import view_form
from tests.form.building import field, form, world

WAY = field("radio", "way", values=[{"label": "again", "value": "again"}, {"label": "stop", "value": "stop"}])
HIDDEN = {"conditional": {"hide": '=not(way = "again")'}}
DEGREE = field("radio", "degree", values=[{"label": "minor", "value": "minor"}, {"label": "grave", "value": "grave"}], **HIDDEN)
FIRST = field("checkbox", "first", **HIDDEN)
KINDS = field("checklist", "kinds", values=[{"label": "fine", "value": "fine"}], **HIDDEN)
STORED = {"degree": "grave", "first": True, "kinds": ["fine"]}


def test_what_a_condition_hid_shows_what_is_stored_once_it_appears() -> None:
    asked = form(WAY, DEGREE, FIRST, KINDS)
    sent = read_posted(asked, [("_shown", ""), ("_shown", "way"), ("way", "again")])
    assert sent == {"way": "again"}
    _, degree, first, kinds = view_form(asked, sent, STORED, world(), {})
    assert [option.value for option in degree.options if option.chosen] == ["grave"]
    assert first.checked
    assert [option.value for option in kinds.options if option.chosen] == ["fine"]


def test_what_was_shown_and_left_empty_is_empty() -> None:
    asked = form(WAY, DEGREE, FIRST, KINDS)
    shown = [("_shown", name) for name in ("", "way", "degree", "first", "kinds")]
    assert read_posted(asked, [*shown, ("way", "again")]) == {"way": "again", "degree": None, "first": False, "kinds": []}


def test_a_page_that_does_not_say_what_it_showed_showed_all() -> None:
    assert read_posted(form(WAY, FIRST), []) == {"way": None, "first": False}
