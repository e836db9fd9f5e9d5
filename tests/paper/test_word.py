"""What the .docx of a paper looks like in Word, read from its XML: pages, lines, tables, titles, signatures. Source: GB/T 9704-2012."""

import io
import re
import zipfile
from datetime import UTC
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from app.domain.paper import Content, figure_values, plain
from app.gateways.press import TypstPress
from app.gateways.press.title_words import TITLE_WORDS
from app.gateways.press.word import SAMPLE
from app.gateways.press.word_finish import balanced
from tests.paper.samples import KNOWN, NOW, ROOT, issued

TEXT_WIDTH = 8844
"""Twips: 156 mm."""


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(ROOT / "fonts")


def opened(press: TypstPress, content: Content) -> Any:
    return Document(io.BytesIO(press.word(content, None, NOW)))


def place_of(document: Any, words: str) -> int:
    return max(place for place, paragraph in enumerate(document.paragraphs) if paragraph.text == words)


@pytest.mark.parametrize("paper", KNOWN)
def test_twenty_two_lines_stand_on_a_page_and_no_program_moves_one_or_parts_figures_from_words(press: TypstPress, paper: str) -> None:
    document = opened(press, issued(paper))
    body = [one for one in document.paragraphs if one.runs and one.runs[0].font.size.pt == 16]
    assert body
    for paragraph in body:
        said = paragraph._p.pPr
        assert said.find(qn("w:spacing")).get(qn("w:line")) == "579"
        for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
            assert said.find(qn(f"w:{name}")).get(qn("w:val")) == "0"
    page = document.sections[0]
    room = page.page_height - page.top_margin - page.bottom_margin
    assert Emu(room).twips // 579 == 22


def test_pages_are_numbered_outside(press: TypstPress) -> None:
    with zipfile.ZipFile(io.BytesIO(press.word(SAMPLE, None, NOW))) as made:
        assert b"evenAndOddHeaders" in made.read("word/settings.xml")
        feet = [made.read(name).decode() for name in sorted(made.namelist()) if re.fullmatch(r"word/footer\d\.xml", name)]
    assert [re.findall(r'w:jc w:val="(\w+)"', foot) for foot in feet] == [["right"], ["left"]]
    for foot in feet:
        assert "<w:instrText>PAGE</w:instrText>" in foot
        assert foot.count("—") == 2


def test_columns_are_as_wide_as_their_words_and_heads_come_again(press: TypstPress) -> None:
    content = issued("meeting-bulletin")
    (table,) = opened(press, content).tables
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == TEXT_WIDTH
    assert widths[0] == min(widths), "a number in a row needs least"
    assert [cell.width.twips for cell in table.rows[3].cells] == widths
    (block,) = (one for one in content["blocks"] if one["type"] == "table")
    sides = {"left": 0, "center": 1, "right": 2}
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [sides[column["align"]] for column in block["columns"]]
    assert {cell.paragraphs[0].alignment for cell in table.rows[0].cells} == {1}
    assert table.rows[0].cells[0].paragraphs[0].runs[0].font.name == "黑体"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_table_of_nothing_but_long_words_still_fits_the_page(press: TypstPress) -> None:
    block = {
        "type": "table",
        "caption": [],
        "columns": [{"title": "甲" * 30, "align": "center"}, {"title": "乙", "align": "left"}, {"title": "丙" * 9, "align": "right"}],
        "rows": [["字" * 60, "字" * 200, "字"]],
    }
    (table,) = opened(press, {**SAMPLE, "blocks": [block]}).tables
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == TEXT_WIDTH
    assert min(widths) > 200


def test_labels_take_a_quarter_of_a_table_of_facts(press: TypstPress) -> None:
    (table,) = opened(press, issued("receipt-of-letter")).tables
    assert [cell.width.twips for cell in table.rows[0].cells] == [2300, TEXT_WIDTH - 2300]
    label, said = (cell.paragraphs[0].runs[0].font for cell in table.rows[0].cells)
    assert (label.name, said.name, label.size.pt) == ("黑体", "仿宋_GB2312", 16)


@pytest.mark.parametrize("paper", KNOWN)
def test_nobody_signs_a_page_on_which_nothing_else_stands(press: TypstPress, paper: str) -> None:
    content = issued(paper)
    document = opened(press, content)
    sign, date = place_of(document, content["signature"]), place_of(document, "2026年11月24日")
    assert date == sign + 1
    before = [element for element in document.element.body if element.tag in (qn("w:p"), qn("w:tbl"))]
    before = before[: before.index(document.paragraphs[sign]._p)]
    last = [element for element in before if "".join(element.itertext()).strip()][-1]
    row = [paragraph for cell in Table(last, document).rows[-1].cells for paragraph in cell.paragraphs] if last.tag == qn("w:tbl") else []
    for paragraph in (*(row or [Paragraph(last, document)]), *document.paragraphs[sign - 1 : sign + 1]):
        assert paragraph.paragraph_format.keep_with_next
    for paragraph in document.paragraphs[sign : date + 1]:
        assert (paragraph.alignment, paragraph.paragraph_format.right_indent.pt) == (1, 32)


def test_copies_stand_at_the_foot_between_two_lines(press: TypstPress) -> None:
    document = opened(press, issued("meeting-bulletin"))
    said = document.paragraphs[-1]._p.pPr
    assert document.paragraphs[-1].text.startswith("抄送：")
    assert said.find(qn("w:framePr")).get(qn("w:yAlign")) == "bottom"
    assert [side.tag for side in said.find(qn("w:pBdr"))] == [qn("w:top"), qn("w:bottom")]


@pytest.mark.parametrize(
    ("masthead", "size"), [("云州市市场监督管理局", 36), ("云州市住房和城乡建设局", 35), ("云州市人民政府办公室督查和应急值守处", 22)]
)
def test_a_red_head_is_as_large_as_one_line_allows(press: TypstPress, masthead: str, size: int) -> None:
    head = next(one for one in opened(press, {**SAMPLE, "masthead": masthead}).paragraphs if one.text.strip())
    assert (head.text, head.runs[0].font.size.pt, str(head.runs[0].font.color.rgb)) == (masthead, size, "D7000F")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("送达回证", ["送达回证"]),
        ("关于2026年10月群众来信来话办理情况的通报", ["关于2026年10月群众", "来信来话办理情况的通报"]),
        ("关于“高端轴承生产线”项目并联审批结果的通知", ["关于“高端轴承生产线”", "项目并联审批结果的通知"]),
    ],
)
def test_lines_of_a_title_are_about_as_long_as_each_other(title: str, lines: list[str]) -> None:
    assert balanced(title).split("\n") == lines


@pytest.mark.parametrize("length", [20, 37, 38, 39, 75, 200])
def test_no_line_of_a_title_is_too_long_and_none_is_lost(length: int) -> None:
    title = ("关于加强2026年度重点（含民生）工作的通知" * 12)[:length]
    made = balanced(title)
    assert made.replace("\n", "") == title
    assert max(map(len, made.split("\n"))) <= 24


@pytest.mark.parametrize("paper", KNOWN)
def test_the_file_says_what_it_is_from_whom_and_of_when_and_nothing_of_its_template(press: TypstPress, paper: str) -> None:
    content = issued(paper)
    made = press.word(content, None, NOW)
    properties = Document(io.BytesIO(made)).core_properties
    assert properties.title == plain(content["title"], figure_values(content))
    assert (properties.author, properties.last_modified_by) == (content["signature"], content["signature"])
    assert properties.created is not None
    assert properties.created.replace(tzinfo=UTC) == NOW.astimezone(UTC).replace(microsecond=0)
    assert properties.modified == properties.created
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert [name for name in read.namelist() if "thumbnail" in name] == []
        assert b"thumbnail" not in read.read("_rels/.rels")
        assert b"Macintosh" not in read.read("docProps/app.xml")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于市政府第20次常务会议议定事项落实情况的通报", ["关于市政府第20次常务会议", "议定事项落实情况的通报"]),
        ("关于2026年11月群众来信来话办理情况的通报", None),
        ("关于“服务机器人总装厂”项目并联审批结果的通知", None),
        ("关于召开“动力电池回收基地”项目联审会议的通知", ["关于召开“动力电池回收", "基地”项目联审会议的通知"]),
    ],
)
def test_no_line_of_a_title_ends_within_one_of_its_words(title: str, lines: list[str] | None) -> None:
    made = balanced(title).split("\n")
    assert "".join(made) == title
    assert lines is None or made == lines
    for word in TITLE_WORDS:
        if word in title:
            assert any(word in line for line in made), word


def test_no_line_of_a_printed_title_ends_within_one_of_its_words(press: TypstPress) -> None:
    content = {**SAMPLE, "title": ["关于市政府第20次常务会议议定事项落实情况的通报"]}
    shown = PdfReader(io.BytesIO(press.pdf(content, NOW))).pages[0].extract_text().splitlines()
    first = next(place for place, line in enumerate(shown) if "关于市政府" in line)
    lines = shown[first : first + 2]
    for word in ("常务会议", "议定事项", "落实情况"):
        assert any(word in line for line in lines), (word, lines)
