"""What the public page lets through, the form of the letter takes: nobody learns of a mistake after the last step."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.public_letter import LONGEST_CONTACT, LONGEST_NAME, PublicLetter
from app.feel import FeelWorld
from app.form import check_answers, read_form
from tests.scenarios.stories import ROOT

FORM = ROOT / "forms" / "letter-registration.form"


def test_the_longest_letter_of_the_public_page_fits_the_form() -> None:
    letter = PublicLetter("题" * 60, "处" * 100, "话" * 2000, False, "名" * LONGEST_NAME, "1" * LONGEST_CONTACT)
    assert letter.what_is_wrong() == letter.who_is_wrong() == {}
    form = read_form(FORM.read_bytes(), FORM.name)
    world = FeelWorld(now=datetime(2026, 11, 16, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"))
    assert check_answers(form, letter.variables(), {}, world).errors == {}
