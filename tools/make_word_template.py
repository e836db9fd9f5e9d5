"""Make the red-head Word document that papers are filled into where an office has none of its own: app/gateways/press/red-head.docx.

    .venv/bin/python tools/make_word_template.py

Font names only: an office has 方正小标宋简体, 仿宋_GB2312 and 黑体 on its machines; they are not free. Source: GB/T 9704-2012.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parent.parent / "app" / "gateways" / "press" / "red-head.docx"
SONG, FANG_SONG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
RED = RGBColor(0xD7, 0x00, 0x0F)


def main() -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    write = Writer(document)
    write.line("{{ masthead }}", SONG, 36, ALIGN.CENTER, color=RED)
    write.line("{{ number }}", FANG_SONG, 16, ALIGN.CENTER, under=True)
    write.line("")
    write.line("{{ title }}", SONG, 22, ALIGN.CENTER)
    write.line("")
    write.when("addressee", lambda: write.line("{{ addressee }}：", FANG_SONG, 16))
    write.tag("for block in blocks")
    write.tag("if block.kind == 'heading'")
    write.line("{{ block.text }}", HEI, 16, indent=True)
    write.tag("elif block.kind == 'items'")
    write.tag("for entry in block.entries")
    write.line("{{ entry }}", FANG_SONG, 16, indent=True)
    write.tag("endfor")
    write.tag("elif block.kind == 'facts'")
    write.table(["{%tr for line in block.lines %}"], ["{{ line[0] }}", "{{ line[1] }}"], ["{%tr endfor %}"])
    write.tag("elif block.kind == 'table'")
    write.when("block.caption", lambda: write.line("{{ block.caption }}", HEI, 14, ALIGN.CENTER))
    write.table(
        ["{%tc for head in block.heads %}", "{{ head }}", "{%tc endfor %}"],
        ["{%tr for line in block.lines %}"],
        ["{%tc for cell in line %}", "{{ cell }}", "{%tc endfor %}"],
        ["{%tr endfor %}"],
    )
    write.tag("else")
    write.line("{{ block.text }}", FANG_SONG, 16, indent=True)
    write.tag("endif")
    write.tag("endfor")
    write.line("")
    write.line("{{ signature }}", FANG_SONG, 16, ALIGN.RIGHT)
    write.line("{{ issued_on }}", FANG_SONG, 16, ALIGN.RIGHT)
    write.when("copies", lambda: write.line("抄送：{{ copies }}", FANG_SONG, 14))
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(TARGET))


class Writer:
    def __init__(self, document) -> None:
        self.document = document

    def line(self, text, font=FANG_SONG, size=16, align=ALIGN.JUSTIFY, *, color=None, indent=False, under=False) -> None:
        paragraph = self.document.add_paragraph()
        self.fill(paragraph, text, font, size, color)
        paragraph.alignment = align
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = Pt(max(29, size * 1.3))
        if indent:
            shape.first_line_indent = Pt(2 * size)
        if under:
            border = OxmlElement("w:pBdr")
            bottom = OxmlElement("w:bottom")
            for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "D7000F")):
                bottom.set(qn(f"w:{name}"), value)
            border.append(bottom)
            paragraph._p.get_or_add_pPr().append(border)

    def fill(self, paragraph, text, font, size, color=None) -> None:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.font.name = font
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for name in ("eastAsia", "ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), font)
        if color is not None:
            run.font.color.rgb = color

    def tag(self, text) -> None:
        self.document.add_paragraph("{%p " + text + " %}")

    def when(self, condition, inside) -> None:
        self.tag(f"if {condition}")
        inside()
        self.tag("endif")

    def table(self, *rows) -> None:
        table = self.document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
        for row, texts in zip(table.rows, rows, strict=True):
            for place, text in enumerate(texts):
                self.fill(row.cells[place].paragraphs[0], text, FANG_SONG, 12)
            for cell in row.cells[len(texts) :]:
                row._tr.remove(cell._tc)


if __name__ == "__main__":
    main()
