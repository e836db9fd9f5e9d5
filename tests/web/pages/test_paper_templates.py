"""The templates of papers: words changed, looked at with a real case, published as versions; the offices' Word templates."""

import io
import re
from pathlib import Path

import pytest
from docx import Document

from tests.builders.errand_papers import WORD_TEMPLATE
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, Desk, desk, words

PAGE = "/admin/papers/receipt-of-letter"
OPENING = "text blocks[0].text"


@pytest.fixture(scope="module")
def city(either_api: ApiCity) -> ApiCity:
    return either_api


@pytest.fixture
def admin(city: ApiCity) -> Desk:
    window = desk(city, "admin")
    window.send(f"{PAGE}/words", drop="1")
    return window


def base(city: ApiCity) -> str:
    (row,) = city.rows("SELECT MAX(version) AS v FROM definition WHERE id = 'receipt-of-letter'")
    return str(row["v"])


def publish(city: ApiCity, admin: Desk, reason: str = "统一用语", **texts: str) -> str:
    return admin.follow(admin.send(f"{PAGE}/words", base=base(city), reason=reason, publish="1", **texts))


def letter(city: ApiCity) -> str:
    return city.number(city.start("citizen-letter", **LETTER))


def issued(city: ApiCity, number: str) -> str:
    hotline = desk(city, "hotline")
    address = str(hotline.send(f"/cases/{number}/papers", paper="receipt-of-letter").headers["Location"])
    hotline.send(f"{address}/issue")
    return address


def test_new_words_are_the_next_version_and_issued_papers_keep_theirs(city: ApiCity, admin: Desk) -> None:
    number, before = letter(city), base(city)
    old = issued(city, number)
    page = words(publish(city, admin, **{OPENING: "来信收悉，现将登记情况告知如下。"}))
    assert "文字已发布" in page
    assert base(city) == str(int(before) + 1)
    hotline = desk(city, "hotline")
    assert "您反映的事项已经收到并登记" in words(hotline.get(old))
    assert "来信收悉" in words(hotline.get(issued(city, number)))
    first = words(admin.get(f"{PAGE}?version={before}"))
    assert "您反映的事项已经收到并登记" in first
    assert "以前的版本" in first
    event = city.rows("SELECT kind, actor FROM audit_event WHERE case_key = '0' ORDER BY seq DESC LIMIT 1")
    assert event == [{"kind": "deployment_made", "actor": "admin"}]


def test_words_are_kept_while_they_are_typed_and_looked_at_with_a_real_case_before_anybody_publishes(city: ApiCity, admin: Desk) -> None:
    number = letter(city)
    assert admin.send(f"{PAGE}/draft", **{OPENING: "试写的第一句。", "base": base(city)}).status_code == 200
    page = words(admin.get(PAGE))
    assert "试写的第一句。" in page
    assert "还没有人用真实案件预览过" in page
    seen = words(desk(city, "hotline").get(f"/papers/receipt-of-letter/preview?case={number}"))
    for said in ("试写的第一句。", number, LETTER["content"], "未发布"):
        assert said in seen, said
    assert "李敏" in words(admin.get(PAGE))
    answer = desk(city, "hotline").client.get(f"/papers/receipt-of-letter/preview.pdf?case={number}")
    assert answer.get_data().startswith(b"%PDF")
    assert "试写的第一句。" not in words(desk(city, "hotline").get(issued(city, number)))
    admin.send(f"{PAGE}/draft", **{OPENING: "又改了。", "base": base(city)})
    assert "还没有人用真实案件预览过" in words(admin.get(PAGE))


@pytest.mark.parametrize(("account", "status"), [("admin", 200), ("handler-housing", 200), ("inspection", 200)])
def test_who_may_not_see_the_case_or_issue_the_paper_looks_at_nothing_of_it(city: ApiCity, account: str, status: int) -> None:
    number = letter(city)
    page = words(desk(city, account).get(f"/papers/receipt-of-letter/preview?case={number}", status))
    assert LETTER["content"] not in page


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ({OPENING: "您反映的“{{topik}}”已收到。"}, "最接近的是“topic”"),
        ({OPENING: "您反映的“{{topik}}”已收到。"}, "第 1 段"),
        ({OPENING: "您反映的“{{topic}”已收到。"}, "第 1 段"),
        ({OPENING: "{{topic +}}"}, "第 1 段"),
        ({OPENING: "共{{figures.totl}}件。"}, "figures.totl"),
        ({"text title": ""}, "标题"),
        ({OPENING: "您反映的事项已经收到并登记。", "reason": ""}, "理由"),
    ],
)
def test_wrong_words_are_refused_with_place_and_nearest_name_and_stay_on_the_page(
    city: ApiCity, admin: Desk, texts: dict[str, str], wanted: str
) -> None:
    before = base(city)
    page = words(publish(city, admin, texts.get("reason", "统一用语"), **{name: text for name, text in texts.items() if name != "reason"}))
    assert "还没有发布" in page
    assert wanted in page, page[:1500]
    assert "blocks[" not in page, re.findall(r".{60}blocks\[.{40}", page)
    if texts.get(OPENING):
        assert texts[OPENING] in page
    assert base(city) == before


def test_two_who_change_words_at_once_are_told(city: ApiCity, admin: Desk) -> None:
    stale = base(city)
    publish(city, admin, **{OPENING: f"第一位改的{stale}。"})
    page = words(admin.follow(admin.send(f"{PAGE}/words", base=stale, reason="晚了一步", publish="1", **{OPENING: "第二位改的。"})))
    assert "还没有发布" in page
    assert "第二位改的。" in page


def test_only_the_administrator_changes_words_and_auditors_look(city: ApiCity) -> None:
    assert "发布为新版本" not in words(desk(city, "auditor").get(PAGE))
    for account, status in (("auditor", 403), ("security", 403), ("hotline", 403), ("designer", 403)):
        assert desk(city, account).send(f"{PAGE}/words", publish="1", reason="x", base="1").status_code == status
    desk(city, "hotline").get("/admin/papers", 403)
    desk(city, "admin").get("/admin/papers/nothing-like-it", 404)


def misspelt() -> bytes:
    document = Document(str(WORD_TEMPLATE))
    document.paragraphs[0].add_run("{{ mashead }}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_an_office_gets_its_word_template_tries_it_first_and_goes_back(city: ApiCity, admin: Desk) -> None:
    own = Path(WORD_TEMPLATE).read_bytes()
    address = "/admin/offices/hotline/word"
    tried = admin.send(address, file=(io.BytesIO(own), "红头.docx"), **{"try": "1"})
    assert tried.get_data().startswith(b"PK")
    assert "红头.docx" not in words(admin.get("/admin/papers"))
    assert "红头.docx" in words(admin.follow(admin.send(address, file=(io.BytesIO(own), "红头.docx"))))
    (row,) = city.rows("SELECT word_digest FROM office WHERE id = 'hotline'")
    assert admin.client.get(f"{address}/{row['word_digest']}.docx").get_data() == own
    assert "改回" in words(admin.follow(admin.send(address, remove="1")))
    assert city.rows("SELECT word_digest FROM office WHERE id = 'hotline'") == [{"word_digest": None}]
    assert admin.client.get(f"{address}/product.docx").get_data() == own


@pytest.mark.parametrize(
    ("content", "wanted"),
    [(b"not a document", "Word"), (misspelt(), "最接近的是“masthead”"), (misspelt(), "第 1 段"), (b"", "文件")],
)
def test_a_wrong_word_template_is_refused_in_words(city: ApiCity, admin: Desk, content: bytes, wanted: str) -> None:
    for more in ({}, {"try": "1"}):
        page = words(admin.follow(admin.send("/admin/offices/legal-office/word", file=(io.BytesIO(content), "红头.docx"), **more)))
        assert "没有改动" in page
        assert wanted in page


def test_name_and_code_of_an_office_are_changed_and_two_never_share_a_code(city: ApiCity, admin: Desk) -> None:
    done = words(admin.follow(admin.send("/admin/offices/legal-office", name="云州市司法局", code="云司")))
    assert "云州市司法局" in done
    refused = admin.follow(admin.send("/admin/offices/legal-office", name="云州市司法局", code="云热"))
    assert 'value="云热"' in refused
    assert "没有改动" in words(refused)


@pytest.mark.parametrize(("paper", "told"), [
    ("answer-to-letter", ("〔反映什么事〕", "收到时间", "第 1 段")),
    ("receipt-of-letter", ("〔发文机关名称〕", "〔收到时间〕", "〔受理编号〕")),
])  # fmt: skip
def test_the_words_are_told_by_the_names_of_the_forms_and_not_by_those_of_programs(api: ApiCity, paper: str, told: tuple[str, ...]) -> None:
    page = desk(api, "admin").get(f"/admin/papers/{paper}")
    sheet = words(page[page.index("<article") : page.index("</article>")]) if "<article" in page else words(page)
    assert re.findall(r"〔[^〕]*[A-Za-z][^〕]*〕", sheet) == []
    assert re.findall(r"blocks\[\d", words(page)) == []
    read = words(page)
    for one in told:
        assert one in read
