"""What stands on a page in another language than the page's own is marked as such."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from app.domain.rejection import Message
from app.web.presentation.environment import rich
from app.web.presentation.foreign_words import lang, said
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.traditional import traditional
from app.web.presentation.wording import Wording


@contextmanager
def speaking(language: str) -> Iterator[None]:
    before = LANGUAGE.set(language)
    yield
    LANGUAGE.reset(before)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Work list", "Work list"),
        ("分派来信", '<span lang="zh">分派来信</span>'),
        ("completed 分派来信, next: 签收", 'completed <span lang="zh">分派来信</span>, next: <span lang="zh">签收</span>'),
        ("春晖路 18 号，三单元", '<span lang="zh">春晖路 18 号，三单元</span>'),
        ("（匿名）", '<span lang="zh">（匿名）</span>'),
        ("<b>张</b>", '&lt;b&gt;<span lang="zh">张</span>&lt;/b&gt;'),
    ],
)
def test_on_an_english_page_chinese_is_marked(text: str, marked: str) -> None:
    assert said(text, "en") == Markup(marked)  # noqa: S704 - written above


def test_a_chinese_page_marks_nothing() -> None:
    assert said("分派来信 & more", "zh_Hans") == "分派来信 &amp; more"


def test_on_a_page_in_traditional_characters_only_simplified_ones_are_marked() -> None:
    assert said("分派來信", "zh_Hant") == "分派來信"
    assert said("地點：长春路 5 号", "zh_Hant") == '地點：<span lang="zh-Hans">长春路 5 号</span>'


def test_an_element_that_holds_nothing_else_says_its_language_itself() -> None:
    with speaking("en"):
        assert (lang("张三"), lang("Zhang"), lang("")) == (' lang="zh"', "", "")
    with speaking("zh_Hant"):
        assert (lang("张三"), lang("王")) == (' lang="zh-Hans"', "")


def test_what_is_marked_up_already_is_not_marked_again() -> None:
    once = said("张三", "en")
    assert said(once, "en") is once


def test_texts_of_a_form_are_marked_between_their_tags() -> None:
    with speaking("en"):
        assert rich("**Letter**\n\n楼下 `<b>`") == (
            '<p><strong>Letter</strong></p>\n<p><span lang="zh">楼下</span> <code>&lt;b&gt;</code></p>\n'
        )


def test_the_facts_of_a_message_are_marked_and_the_rest_is_escaped() -> None:
    show = Wording("en", ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 24, tzinfo=UTC))
    told = show.message(Message("completed %(step)s", {"step": "签收 <b>"}))
    assert told == 'completed <span lang="zh">签收</span> &lt;b&gt;'
    assert isinstance(told, Markup)
    assert not isinstance(show.message(Message("completed %(step)s", {"step": "Sign"})), Markup)


def test_designers_words_are_converted_with_the_words_of_the_mainland() -> None:
    assert traditional("核对信息") == "核對信息"
    assert traditional("Plain 1") == "Plain 1"


def test_traditional_characters_are_those_of_government_texts_in_hong_kong_and_macau() -> None:
    assert (
        traditional("群众来信，用户启用，说明税务，阅读，解脱，高峰，床位，面粉")
        == "群眾來信，用戶啟用，說明稅務，閱讀，解脫，高峰，床位，麵粉"
    )
    assert traditional("这里看着卫生账户") == "這裏看着衞生賬戶"
