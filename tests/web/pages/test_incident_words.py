"""Whatever can fail has plain words and a remedy."""

from app.engine.failure import CODES
from app.web.pages.incident_words import TROUBLES, trouble_of


def test_every_kind_of_failure_stands_under_one_trouble() -> None:
    listed = [code for trouble in TROUBLES.values() for code in trouble.codes]
    assert sorted(listed) == sorted(CODES)
    assert {trouble_of(code) for code in CODES} == set(TROUBLES)
