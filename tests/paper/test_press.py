"""The press: PDF/A and Word from one content, the same bytes each time, and nothing in it is ever run."""

import hashlib
import io
import os
import re
import select
import shutil
import signal
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from app.domain.paper import Content, by_code
from app.domain.rejection import Rejection
from app.gateways.press import TypstPress
from app.gateways.press.word import SAMPLE, check_word_template
from tests.builders.errand_papers import WORD_TEMPLATE
from tests.paper.reading import pdf_words, word_words
from tests.paper.samples import NOW, ROOT, issued

HOSTILE = (
    "#panic(\"x\") $ sum $ *b* _i_ `raw` \\u{41} <label> @ref // /* {{ 7*7 }} {% if x %} {{ ''.__class__ }} <w:t>x</w:t> &lt; ]]> \"q\" 'q'"
)


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(ROOT / "fonts")


def everywhere(words: str) -> Content:
    """Return a paper with the same words in every place that holds words."""
    return {
        "model": 1,
        "kind": "notice",
        "office": {"id": "hotline", "name": words, "code": words},
        "masthead": words,
        "number": words,
        "issuedOn": words,
        "title": [words],
        "addressee": [words],
        "figures": [{"id": "f", "label": words, "value": words, "cases": []}],
        "blocks": [
            {"type": "heading", "text": [words]},
            {"type": "paragraph", "text": [words, {"figure": "f"}]},
            {"type": "items", "items": [[words]]},
            {"type": "facts", "rows": [{"label": words, "text": [words]}]},
            {"type": "table", "caption": [words], "columns": [{"title": words, "align": "left"}], "rows": [[words]]},
            {"type": "remedies", "text": [words]},
        ],
        "signature": words,
        "copies": [words],
    }


def test_hostile_words_are_words_in_every_place_of_both_files(press: TypstPress) -> None:
    content = everywhere(HOSTILE)
    bare = re.sub(r"\s+", "", HOSTILE)
    read = re.sub(r"—\d+—", "", pdf_words(press.pdf(content, NOW)))  # a sentence may go on behind the number of its page
    assert read.count(bare) == 17
    drawn = word_words(press.word(content, None, NOW)).replace(
        "\n", ""
    )  # a title is broken into lines that are about as long as each other
    assert drawn.count(HOSTILE) == 17


def test_no_page_parts_the_imprint(press: TypstPress) -> None:
    """However far the words before it reach down the page: its lines stand together at the foot of the last one."""
    copies = "市委办公室，市人大常委会办公室，" * 12
    for lines in range(2, 10):
        content = {**issued("meeting-bulletin"), "blocks": [{"type": "paragraph", "text": ["一。"]}] * lines, "copies": [copies]}
        (_, *pages) = re.split(r"—\d+—", pdf_words(press.pdf(content, NOW)))[::-1]
        assert [page.count("市人大") for page in pages if "市人大" in page] == [12], lines


def test_the_same_paper_is_the_same_file(press: TypstPress) -> None:
    content = issued("meeting-bulletin")
    other = TypstPress(ROOT / "fonts")
    assert press.pdf(content, NOW) == other.pdf(content, NOW)
    assert press.word(content, None, NOW) == other.word(content, None, NOW)
    assert press.pdf(content, NOW) != press.pdf(content, NOW + timedelta(days=1))


def test_the_pdf_says_that_it_is_for_the_archive_and_holds_its_fonts(press: TypstPress) -> None:
    """As far as a library can tell: the claim, tagged text, a language and a title, every font in the file, nothing that runs."""
    read = PdfReader(io.BytesIO(press.pdf(issued("penalty-decision"), NOW)))
    catalogue: Any = read.trailer["/Root"]
    claim = catalogue["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in claim
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in claim
    assert catalogue["/MarkInfo"]["/Marked"] is True or bool(catalogue["/MarkInfo"]["/Marked"])
    assert str(catalogue["/Lang"]).lower().startswith("zh")
    assert catalogue["/OutputIntents"]
    assert read.metadata is not None
    assert read.metadata.title == "行政处罚决定书"
    assert not read.is_encrypted
    for page in read.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "/ToUnicode" in font.get_object()
    assert not {"/AA", "/OpenAction", "/AcroForm"} & set(catalogue)


def test_margins_and_faces_are_those_of_the_official_form(press: TypstPress) -> None:
    page = PdfReader(io.BytesIO(press.pdf(issued("meeting-bulletin"), NOW))).pages[0]
    assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
    places: list[tuple[float, float, str]] = []

    def note(text: str, outer: list[float], inner: list[float], *_: Any) -> None:
        if text.strip():
            x, y = inner[4], inner[5]
            places.append((outer[0] * x + outer[2] * y + outer[4], outer[1] * x + outer[3] * y + outer[5], text))

    page.extract_text(visitor_text=note)
    assert min(x for x, _, _ in places) >= 28 * 72 / 25.4 - 1
    assert max(x for x, _, _ in places) <= 595 - 26 * 72 / 25.4
    assert max(y for _, y, _ in places) <= 842 - 37 * 72 / 25.4
    names = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert any("SerifSC-Bold" in name for name in names)
    assert any("SerifSC-Regular" in name for name in names)


def test_a_draft_is_marked_and_an_issued_paper_is_not(press: TypstPress) -> None:
    content = issued("receipt-of-letter")
    assert "草稿" in pdf_words(press.pdf(content, NOW, draft=True))
    assert "草稿" not in pdf_words(press.pdf(content, NOW))


def test_what_no_font_draws_is_named_by_its_place(press: TypstPress) -> None:
    content = {**issued("receipt-of-letter"), "addressee": ["𠮷先生😀"]}
    assert press.undrawn(content) == {"addressee": ["😀", "𠮷"]}


@pytest.mark.parametrize("rare", ["😀", "𠮷", "བོད", "ئۇيغۇر", "한국", "❤\ufe0f", "\U000e0041"])
def test_every_character_prints_in_every_place_by_its_code_where_no_font_draws_it(press: TypstPress, rare: str) -> None:
    content = everywhere(f"甲{rare}乙")
    content["blocks"][4]["rows"] = [[f"甲{rare}乙"], ["督办"]]  # the last cell of a table speaks for none before it
    code = "".join(f"〔U+{ord(one):04X}〕" if press.missing(one) else one for one in rare)
    read = re.sub(r"—\d+—", "", pdf_words(press.pdf(content, NOW)))
    assert read.count(f"甲{code}乙") == 17
    assert read.count("为印刷字库所缺的字") == 1
    assert word_words(press.word(by_code(content, press.undrawn(content)), None, NOW)).count("为印刷字库所缺的字") == 1


def test_a_paper_whose_characters_are_all_drawn_explains_no_codes(press: TypstPress) -> None:
    assert "印刷字库" not in pdf_words(press.pdf(everywhere("督办"), NOW))


def test_a_font_of_the_city_draws_what_ours_do_not(press: TypstPress, tmp_path: Path) -> None:
    with TTFont(ROOT / "fonts" / "NotoSerifSC-Regular.ttf") as font:
        for table in font["cmap"].tables:
            if table.format == 12:
                table.cmap[0x20BB7] = table.cmap[ord("吉")]
                break
        else:
            for table in font["cmap"].tables:
                table.cmap[0xE000] = table.cmap[ord("吉")]
        font.save(tmp_path / "city.ttf")
    city = TypstPress(ROOT / "fonts", tmp_path)
    assert press.missing("\ue000𠮷") == ["\ue000", "𠮷"]
    assert len(city.missing("\ue000𠮷")) == 1


def test_a_folder_of_fonts_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert TypstPress(ROOT / "fonts", tmp_path / "no").missing("督办") == []


def changed(change: Any) -> bytes:
    document = Document(str(WORD_TEMPLATE))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    made = io.BytesIO(WORD_TEMPLATE.read_bytes())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def test_the_products_own_template_is_one_that_an_office_might_send() -> None:
    check_word_template(WORD_TEMPLATE.read_bytes())


def test_an_office_may_change_everything_around_the_words(press: TypstPress) -> None:
    def crest(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("云州市之徽")

    template = changed(crest)
    check_word_template(template)
    assert "云州市之徽" in word_words(press.word(SAMPLE, template, NOW))


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (b"no zip at all", "another file"),
        (with_part("word/vbaProject.bin", b"macro"), "macros"),
        (with_part("word/embeddings/oleObject1.bin", b"x"), "embedded"),
        (with_part("word/_rels/more.xml.rels", b'<Relationship TargetMode="External" Target="http://elsewhere.example"/>'), "outside"),
        (changed(lambda document: document.paragraphs[0].clear()), "masthead"),
        (changed(lambda document: document.paragraphs[0].add_run("{% if %}")), "filled"),
        (changed(lambda document: document.paragraphs[0].add_run("{{ ''.__class__.__mro__[1].__subclasses__() }}")), "filled"),
        (changed(lambda document: document.paragraphs[0].add_run("{% for x in range(10**9) %}{% endfor %}")), "filled"),
    ],
)
def test_a_template_that_papers_cannot_be_printed_with_is_refused(template: bytes, why: str) -> None:
    with pytest.raises(Rejection) as refused:
        check_word_template(template)
    assert refused.value.code == "bad_file"
    assert why in str(refused.value)


def test_a_template_that_unpacks_to_a_flood_is_refused() -> None:
    with pytest.raises(Rejection, match="unpacked"):
        check_word_template(with_part("word/media/flood.bin", b"\x00" * 40_000_000))


def test_the_template_in_the_repository_is_what_its_tool_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    import make_word_template

    target = tmp_path / "made.docx"
    shutil.copy(WORD_TEMPLATE, target)
    monkeypatch.setattr(make_word_template, "TARGET", target)
    make_word_template.main()
    with zipfile.ZipFile(target) as made, zipfile.ZipFile(WORD_TEMPLATE) as kept:
        assert made.read("word/document.xml") == kept.read("word/document.xml")


def test_a_process_forked_after_its_parent_had_printed_prints_the_same_and_does_not_wait_for_ever(press: TypstPress) -> None:
    content = issued("meeting-bulletin")
    here = hashlib.sha256(press.pdf(content, NOW)).hexdigest()
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.write(write, hashlib.sha256(press.pdf(content, NOW)).hexdigest().encode())
        finally:
            os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], 60)
    if not ready:
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert os.read(read, 64).decode() == here
    os.close(read)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{{ numbr }}", "nearest is number"),
        ("{{ zzz }}", "they are"),
        ("{% for block in blocks %}{{ block.txt }}{% endfor %}", "block.text"),
    ],
)
def test_a_placeholder_that_no_paper_fills_is_named_with_its_place(words: str, why: str) -> None:
    template = changed(lambda document: document.paragraphs[1].add_run(words))
    with pytest.raises(Rejection) as refused:
        check_word_template(template)
    assert refused.value.code == "bad_file"
    assert why in str(refused.value)
    assert "paragraph 2" in str(refused.value)
