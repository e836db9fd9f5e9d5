"""What a Word template cannot say of a paper: how wide columns are, how a title breaks, and that nobody signs a page of nothing.

Source: GB/T 9704-2012, 7.3.1 (titles), 7.3.5 (a signature stands on a page with words of the text).
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import Table

from app.gateways.press.title_words import NO_BREAK

_SIDES: Final = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_LONGEST_LINE: Final = 19
"""Characters of size 2 in a line of a title."""

_TOGETHER: Final = re.compile(
    NO_BREAK + r"|[0-9A-Za-z.,%-]+|[^，。、；：）》”〕][，。、；：）》”〕]+|[（《“〔][^，。、；：）》”〕]|.", re.DOTALL
)
"""What is not parted: words of titles, numbers, and marks from what they follow or come before."""

_RED_HEAD: Final = 22
"""Points: the smallest size of a red head, that of the title."""

_MARGINS: Final = 2.4
"""Characters that the sides of a cell take, and what some programs put between Chinese and figures."""


def balanced(title: str) -> str:
    """Return a title with breaks where it needs more than one line: none of them much longer than the others."""
    wide = _width(title)
    if wide <= _LONGEST_LINE or "\n" in title:
        return title
    lines = math.ceil(wide / _LONGEST_LINE)
    made = [""]
    for part in _TOGETHER.findall(title):
        if len(made) < lines and _width(made[-1]) + _width(part) / 2 > wide / lines:
            made.append("")
        made[-1] += part
    return "\n".join(made)


def lay_out(document: Any, context: Mapping[str, Any]) -> None:
    """Lay out the tables that a paper's blocks were drawn as, its red head and its signature.

    context: what the template was filled with.
    """
    wanted = [block for block in context["blocks"] if block["kind"] == "table"]
    for table in document.tables:
        block = next((one for one in wanted if _heads_of(table) == one["heads"]), None)
        if block is not None:
            wanted.remove(block)
            _lay_out_table(table, block)
    _shrink(document, context["masthead"])
    _keep_with_words(document, context["signature"])


def _shrink(document: Any, masthead: str) -> None:
    """Set a red head in the size in which it stands in one line, where the template's is too large for it."""
    page = document.sections[0]
    room = (page.page_width - page.left_margin - page.right_margin) / Pt(1)
    for paragraph in document.paragraphs:
        for run in paragraph.runs if masthead and paragraph.text == masthead else ():
            size = run.font.size.pt if run.font.size is not None else 0
            if size >= _RED_HEAD and _width(masthead) * size * 1.12 > room:
                run.font.size = Pt(max(_RED_HEAD, math.floor(room / _width(masthead) / 1.12)))
                paragraph.paragraph_format.line_spacing = Pt(size * 1.3)


def _heads_of(table: Table) -> list[str]:
    return [cell.text for cell in table.rows[0].cells] if table.rows else []


def _lay_out_table(table: Table, block: dict[str, Any]) -> None:
    """Give each column what its words need, the left-aligned ones what is left; as the printed paper does."""
    sides, whole = block["sides"], sum(column.width or 0 for column in table.columns) // Twips(1)
    if whole <= 0:
        return
    columns = zip(block["heads"], *block["lines"], strict=True)
    needed = [max(_width(line) for cell in column for line in cell.split("\n")) for column in columns]
    em = _size_of(table)
    widths = _shared([(width + _MARGINS) * em for width in needed], [side == "left" for side in sides], whole)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)
    for place, row in enumerate(table.rows):
        for cell, width, side in zip(row.cells, widths, sides, strict=True):
            cell.width = Twips(width)
            for paragraph in cell.paragraphs:
                paragraph.alignment = _SIDES["center" if place == 0 else side]


def _size_of(table: Table) -> float:
    """Return how wide a character of the table is, in twips."""
    sizes = [run.font.size.pt for paragraph in table.rows[-1].cells[0].paragraphs for run in paragraph.runs if run.font.size is not None]
    return 20 * (sizes[0] if sizes else 12)


def _shared(needed: list[float], elastic: list[bool], whole: int) -> list[int]:
    """Return widths that add up to the whole: what the fixed columns need, the rest to the elastic ones by their need."""
    fixed = sum(width for width, may in zip(needed, elastic, strict=True) if not may)
    asked = sum(width for width, may in zip(needed, elastic, strict=True) if may)
    room = whole - fixed
    if not asked or room < asked * 0.4:
        scale = whole / sum(needed)
        shares = [width * scale for width in needed]
    else:
        shares = [width * room / asked if may else width for width, may in zip(needed, elastic, strict=True)]
    made = [int(width) for width in shares]
    made[max(range(len(made)), key=made.__getitem__)] += whole - sum(made)
    return made


def _keep_with_words(document: Any, signature: str) -> None:
    """Keep the last paragraph of the text, or the last row of a table there, what is empty behind it and the signature on one page with
    the date."""
    paragraphs = [element for element in document.element.body if element.tag in (qn("w:p"), qn("w:tbl"))]
    signs = [place for place, element in enumerate(paragraphs) if element.tag == qn("w:p") and _text(element) == signature]
    if not signature or not signs:
        return
    place = signs[-1]
    while place >= 0 and paragraphs[place].tag == qn("w:p"):
        paragraphs[place].get_or_add_pPr().get_or_add_keepNext()
        if place < signs[-1] and _text(paragraphs[place]):
            return
        place -= 1
    last = paragraphs[place].findall(qn("w:tr"))[-1:] if place >= 0 else []
    for paragraph in (one for row in last for one in row.iter(qn("w:p"))):
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _width(text: str) -> float:
    """Return how many characters of full width a text is wide."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.55 for one in text)
