"""Every text for people has its translation, and every placeholder its place."""

import re
import sys
from pathlib import Path

import opencc
import pytest

from app.domain.roles import ROLE_NAMES, ROLE_TITLES

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from update_translations import missing, read, template, traditional, update  # noqa: E402

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


def texts(catalogue):
    return {text.id if isinstance(text.id, str) else text.id[0]: text for text in catalogue if text.id}


def test_every_text_has_a_chinese_translation():
    assert missing(update("zh_Hans", template())) == []


def test_sheets_call_the_roles_as_pages_do():
    known = texts(read("zh_Hans"))
    assert {role: known[name].string for role, name in ROLE_NAMES.items()} == ROLE_TITLES


def test_the_catalogue_holds_no_text_that_is_said_no_more():
    assert set(texts(read("zh_Hans"))) == set(texts(template()))


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_a_translation_names_the_facts_of_its_text_and_no_others(language):
    wrong = []
    for text in texts(read(language)).values():
        originals = [text.id] if isinstance(text.id, str) else list(text.id)
        allowed = {name for original in originals for name in PLACEHOLDER.findall(original)}
        for translated in [text.string] if isinstance(text.string, str) else text.string:
            found = set(PLACEHOLDER.findall(translated))
            # What a fact is may be left to the sentence; a fact that the text does not have would fail when it is shown.
            if not found <= allowed or ("%" in PLACEHOLDER.sub("", translated) and text.python_format):
                wrong.append((originals[0], translated))
    assert wrong == []


def test_traditional_characters_are_those_of_the_simplified_catalogue():
    expected = {key: text.string for key, text in texts(traditional(read("zh_Hans"))).items()}
    assert {key: text.string for key, text in texts(read("zh_Hant")).items()} == expected


def test_chinese_sentences_use_full_width_punctuation():
    # A sentence in Chinese characters with an ASCII comma, semicolon or question mark after one of them.
    wrong = [
        text.string for text in texts(read("zh_Hans")).values() if isinstance(text.string, str) and re.search(r"[一-鿿][,;?!]", text.string)
    ]
    assert wrong == []


def test_opencc_keeps_the_words_of_the_mainland():
    assert opencc.OpenCC("s2hk").convert("核对信息") == "核對信息"


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_a_deadline_that_has_ended_is_told_of_without_the_word_of_the_program_for_how(language):
    known = texts(read(language))
    for wanted in ("an open", "a running"):
        assert "state" not in known[f"Expected {wanted} deadline, but it has ended as %(state)s"].string
