"""A line of a history says what happened, whatever the event."""

from app.web.pages.event_words import KINDS
from app.web.pages.history_words import _WORDS

OF_THE_CITY = {
    "account_disabled",
    "account_enabled",
    "account_registered",
    "account_unlocked",
    "calendar_year_entered",
    "deadlines_released",
    "definition_retired",
    "deployment_made",
    "filter_dropped",
    "filter_saved",
    "leave_ended",
    "leave_entered",
    "mail_address_set",
    "message_published",
    "office_registered",
    "paper_sheet_added",
    "password_changed",
    "people_imported",
    "post_changed",
    "post_registered",
    "roles_changed",
    "sample_drawn",
    "sessions_ended",
    "token_created",
    "token_revoked",
    "unit_registered",
    "word_template_replaced",
}
"""Kinds that stand in no case's chain: the page of events names them by KINDS."""


def test_each_kind_of_event_of_a_case_has_words_of_its_own() -> None:
    assert set(KINDS) - OF_THE_CITY == set(_WORDS) & set(KINDS)
    assert set(KINDS) >= OF_THE_CITY
