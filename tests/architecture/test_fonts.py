"""Papers and pictures show every character that the product writes itself: a missing one would be an empty box that no other test sees."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.web.presentation.traditional import traditional

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = sorted(
    [
        *ROOT.glob("app/web/translations/*/LC_MESSAGES/*.po"),
        *ROOT.glob("forms/*.form"),
        *ROOT.glob("processes/*/*.bpmn"),
        *ROOT.glob("processes/*/*.dmn"),
    ]
)


@pytest.fixture(scope="module")
def drawn() -> set[int]:
    return set(TTFont(ROOT / "fonts" / "NotoSansSC-Regular.ttf").getBestCmap())


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_the_font_draws_what_we_write_in_both_scripts(path: Path, drawn: set[int]) -> None:
    text = path.read_text(encoding="utf-8")
    missing = {character for character in text + traditional(text) if ord(character) > 0x3000 and ord(character) not in drawn}
    assert missing == set()
