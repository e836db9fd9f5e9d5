"""Make the red-head Word document that papers are filled into where an office has none of its own: app/gateways/press/red-head.docx.

    .venv/bin/python tools/make_word_template.py

Font names only: an office has 方正小标宋简体, 仿宋_GB2312 and 黑体 on its machines; they are not free. Source: GB/T 9704-2012.
"""

from pathlib import Path

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

TARGET = Path(__file__).resolve().parent.parent / "app" / "gateways" / "press" / "red-head.docx"
SONG, FANG_SONG, HEI, SONG_TI = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
RED = RGBColor(0xD7, 0x00, 0x0F)


LINE = Twips(579)
"""22 lines on the 225 mm between the margins."""
WIDTH = Twips(8844)
"""Of the text: 156 mm."""


def main() -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.footer_distance = Mm(22)
    number_pages(document)
    write = Writer(document)
    write.line("{{ masthead }}", SONG, 36, ALIGN.CENTER, color=RED, before=17, wider=4)
    write.line("{{ number }}", FANG_SONG, 16, ALIGN.CENTER, before=8, rules={"bottom": "D7000F"})
    write.line("")
    write.line("{{ title }}", SONG, 22, ALIGN.CENTER)
    write.line("")
    write.when("addressee", lambda: write.line("{{ addressee }}：", FANG_SONG, 16))
    write.tag("for block in blocks")
    write.tag("if block.kind == 'heading'")
    write.line("{{ block.text }}", HEI, 16, indent=True, with_next=True)
    write.tag("elif block.kind == 'items'")
    write.tag("for entry in block.entries")
    write.line("{{ entry }}", FANG_SONG, 16, indent=True)
    write.tag("endfor")
    write.tag("elif block.kind == 'facts'")
    write.table(16, (2300, 6544), ["{%tr for line in block.lines %}"], ["{{ line[0] }}", "{{ line[1] }}"], ["{%tr endfor %}"])
    write.tag("elif block.kind == 'table'")
    write.when("block.caption", lambda: write.line("{{ block.caption }}", HEI, 14, ALIGN.CENTER, with_next=True))
    write.table(
        10.5,
        (2948, 2948, 2948),
        ["{%tc for head in block.heads %}", "{{ head }}", "{%tc endfor %}"],
        ["{%tr for line in block.lines %}"],
        ["{%tc for cell in line %}", "{{ cell }}", "{%tc endfor %}"],
        ["{%tr endfor %}"],
    )
    write.tag("else")
    write.line("{{ block.text }}", FANG_SONG, 16, indent=True)
    write.tag("endif")
    write.tag("endfor")
    write.line("", with_next=True)
    # One above the other, within a part of the line that ends two characters before the margin. Source: GB/T 9704-2012, 7.3.5.
    write.line("{{ signature }}", FANG_SONG, 16, ALIGN.CENTER, between=(186, 32), with_next=True)
    write.line("{{ issued_on }}", FANG_SONG, 16, ALIGN.CENTER, between=(186, 32))
    copies = {"top": "000000", "bottom": "000000"}
    write.when("copies", lambda: write.line("抄送：{{ copies }}", FANG_SONG, 14, rules=copies, at_foot=True))
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(TARGET))


def unspaced(paragraph) -> None:
    """Let no paragraph move its last line to the next page, nor put a space between Chinese and figures: 22 lines a page, 28 characters."""
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        paragraph._p.get_or_add_pPr().insert_element_before(made(name, val="0"), "w:spacing", "w:ind", "w:jc")


def number_pages(document) -> None:
    """Number pages — 1 —, outside: odd ones on the right, even ones on the left. Source: GB/T 9704-2012, 7.5."""
    document.settings.odd_and_even_pages_header_footer = True
    page = document.sections[0]
    for footer, align in ((page.footer, ALIGN.RIGHT), (page.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        unspaced(paragraph)
        paragraph.alignment = align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for part in ("— ", "PAGE", " —"):
            run = Writer.fill(paragraph, "" if part == "PAGE" else part, SONG_TI, 14)
            for kind in ("begin", "PAGE", "separate", "1", "end") if part == "PAGE" else ():
                if kind in ("begin", "separate", "end"):
                    run._r.append(made("fldChar", fldCharType=kind))
                else:
                    run._r.append(word := made("instrText" if kind == "PAGE" else "t"))
                    word.text = kind


def made(tag, **attributes):
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


class Writer:
    def __init__(self, document) -> None:
        self.document = document

    def line(self, text, font=FANG_SONG, size=16, align=ALIGN.JUSTIFY, *, color=None, before=0, wider=0, **how) -> None:
        paragraph = self.document.add_paragraph()
        run = self.fill(paragraph, text, font, size, color)
        if wider:
            run._r.get_or_add_rPr().insert_element_before(made("spacing", val=str(wider * 20)), "w:sz")
        paragraph.alignment = align
        unspaced(paragraph)
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(0)
        shape.line_spacing = LINE if size <= 22 else Pt(size * 1.3)
        self.place(paragraph, size, **how)

    @staticmethod
    def place(paragraph, size, *, indent=False, between=None, with_next=False, rules=None, at_foot=False) -> None:
        shape, said = paragraph.paragraph_format, paragraph._p.get_or_add_pPr()
        if with_next:
            shape.keep_with_next = True
        if indent:
            shape.first_line_indent = Pt(2 * size)
        if between:
            shape.left_indent, shape.right_indent = (Pt(one) for one in between)
        if at_foot:
            shape.first_line_indent, shape.line_spacing = Pt(size), Pt(size * 1.5)
            frame = {"w": str(WIDTH.twips), "wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin", "xAlign": "center"}
            said.insert_element_before(made("framePr", **frame, yAlign="bottom"), "w:widowControl", "w:autoSpaceDE", "w:spacing")
        if rules:
            border = made("pBdr")
            for side, color in rules.items():
                border.append(made(side, val="single", sz="12" if color != "000000" else "8", space="6", color=color))
            said.insert_element_before(border, "w:autoSpaceDE", "w:spacing")

    @staticmethod
    def fill(paragraph, text, font, size, color=None):
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.font.name = font
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for name in ("eastAsia", "ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), font)
        if color is not None:
            run.font.color.rgb = color
        return run

    def tag(self, text) -> None:
        self.document.add_paragraph("{%p " + text + " %}")

    def when(self, condition, inside) -> None:
        self.tag(f"if {condition}")
        inside()
        self.tag("endif")

    def table(self, size, widths, *rows) -> None:
        """Rows stay whole, and the first one of several comes again on each page; labels and heads are 黑体."""
        table = self.document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
        table._tbl.tblPr.append(space := made("tblCellMar"))
        for side, twips in (("top", 60), ("left", 80), ("bottom", 60), ("right", 80)):
            space.append(made(side, w=str(twips), type="dxa"))
        has_heads = len(widths) > 2
        for row, texts in zip(table.rows, rows, strict=True):
            is_head = has_heads and row._tr is table.rows[0]._tr
            row._tr.get_or_add_trPr().append(made("cantSplit"))
            if is_head:
                row._tr.get_or_add_trPr().append(made("tblHeader"))
            for place, text in enumerate(texts):
                cell, bold = row.cells[place], is_head or (not has_heads and place == 0 and len(texts) > 1)
                cell.width, cell.vertical_alignment = Twips(widths[place]), WD_ALIGN_VERTICAL.CENTER
                self.fill(cell.paragraphs[0], text, HEI if bold else FANG_SONG, size)
                unspaced(cell.paragraphs[0])
                shape = cell.paragraphs[0].paragraph_format
                shape.space_before = shape.space_after = Pt(0)
                shape.line_spacing = Pt(size * 1.35)
            for cell in row.cells[len(texts) :]:
                row._tr.remove(cell._tc)


if __name__ == "__main__":
    main()
