"""Papers as .docx: the office keeps a template in Word, with its red head, and the words of the paper are put into it."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from app.domain.paper import CODES_SAID, Content, figure_values, names_characters, plain
from app.domain.rejection import Rejection
from app.gateways.press.placeholders import check_placeholders
from app.gateways.press.word_finish import balanced, lay_out

MAX_BYTES: Final = 2_000_000
MAX_UNPACKED: Final = 30_000_000
_FIXED_TIME: Final = (2020, 1, 1, 0, 0, 0)
_APP_PROPERTIES: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Duban</Application>'
    b"</Properties>"
)
_REFUSED_PARTS: Final = ("vbaproject", "vbadata", "activex", "embeddings/", "attachedtemplate", "afchunk")


def draw_word(content: Content, template: bytes, at: datetime) -> bytes:
    """Return the paper in the office's template, made at an instant. Raises Rejection("bad_file") where the template cannot be filled."""
    try:
        document = DocxTemplate(io.BytesIO(template))
        context = _context(content)
        document.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
        lay_out(document.docx, context)
        _describe(document.docx.core_properties, content, context, at.astimezone(UTC))
        made = io.BytesIO()
        document.save(made)
    except (TemplateError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, zipfile.BadZipFile) as problem:
        said = str(problem).splitlines()
        raise Rejection(
            "bad_file",
            "Expected a Word template that can be filled, but: %(problem)s",
            problem=said[0][:200] if said else type(problem).__name__,
        ) from None
    return _same_bytes(made.getvalue())


def _context(content: Content) -> dict[str, Any]:
    figures = figure_values(content)

    def said(runs: list[Any]) -> str:
        return plain(runs, figures)

    blocks: list[dict[str, Any]] = []
    for block in content["blocks"]:
        made: dict[str, Any] = {"kind": block["type"], "text": said(block.get("text", []))}
        if block["type"] == "items":
            made["entries"] = [f"{place}．{said(item)}" for place, item in enumerate(block["items"], start=1)]
        elif block["type"] == "facts":
            made["lines"] = [[row["label"], said(row["text"])] for row in block["rows"]]
        elif block["type"] == "table":
            made |= {"caption": said(block["caption"]), "lines": block["rows"]}
            made |= {"heads": [column["title"] for column in block["columns"]], "sides": [column["align"] for column in block["columns"]]}
        blocks.append(made)
    if names_characters(content):
        blocks.append({"kind": "paragraph", "text": CODES_SAID})
    return {
        "masthead": content["masthead"],
        "number": content.get("number", ""),
        "title": balanced(said(content["title"])),
        "addressee": said(content["addressee"]),
        "blocks": blocks,
        "signature": content["signature"],
        "issued_on": content.get("issuedOn", "") or "　　　　年　　月　　日",
        "copies": said(content["copies"]),
    }


def _describe(properties: Any, content: Content, context: Mapping[str, Any], at: datetime) -> None:
    """Say what the file is, from whom and of when: a template says of itself who drew it, in which program."""
    properties.title = context["title"].replace("\n", "")[:255]
    properties.author = properties.last_modified_by = content["signature"][:255]
    properties.created = properties.modified = at.replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    properties.comments = properties.keywords = properties.subject = properties.category = ""


def _without_its_program(name: str, part: bytes) -> bytes:
    """Return a part without what the template's program left there: a small picture of the template, and the program's own name."""
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship [^>]*/metadata/thumbnail\"[^>]*/>", b"", part)
    return _APP_PROPERTIES if name == "docProps/app.xml" else part


def _same_bytes(made: bytes) -> bytes:
    """Return the file with fixed times inside, so that the same paper is the same file on every day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, _FIXED_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            if not name.startswith("docProps/thumbnail"):
                write.writestr(part, _without_its_program(name, read.read(name)))
    return out.getvalue()


SAMPLE: Final[Content] = {
    "model": 1,
    "kind": "notice",
    "office": {"id": "sample", "name": "示例机关", "code": "示"},
    "masthead": "示例红头",
    "number": "示〔2026〕1号",
    "issuedOn": "2026年11月24日",
    "title": ["示例标题"],
    "addressee": ["示例主送机关"],
    "figures": [{"id": "total", "label": "总数", "value": "1024", "cases": []}],
    "blocks": [
        {"type": "heading", "text": ["示例小标题"]},
        {"type": "paragraph", "text": ["示例正文共", {"figure": "total"}, "件 <甲> & {{乙}}"]},
        {"type": "items", "items": [["示例第一条"], ["示例第二条"]]},
        {"type": "facts", "rows": [{"label": "示例名目", "text": ["示例内容"]}]},
        {
            "type": "table",
            "caption": ["示例表题"],
            "columns": [{"title": "示例甲栏", "align": "left"}, {"title": "示例乙栏", "align": "right"}],
            "rows": [["示例甲一", "示例乙一"], ["示例甲二", "示例乙二"]],
        },
        {"type": "remedies", "text": ["示例救济途径"]},
    ],
    "signature": "示例落款",
    "copies": ["示例抄送"],
}
"""A paper with every part that one can have."""


def check_word_template(raw: bytes) -> None:
    """Raise Rejection("bad_file") for a template that no paper may be printed with.

    It has to show all words of a paper, and nothing that no paper has. Refused too: macros, embedded objects and references to other
    places, which a reader's Word would run or open.
    """
    _check_parts(raw)
    drawn = draw_word(SAMPLE, raw, datetime(*_FIXED_TIME, tzinfo=UTC))
    check_placeholders(raw)
    shown, figures = _words_of(drawn), figure_values(SAMPLE)
    for place in ("title", "addressee", "copies"):
        _expect(shown, plain(SAMPLE[place], figures), place)
    for name in ("masthead", "number", "signature", "issuedOn"):
        _expect(shown, str(SAMPLE[name]), name)
    for block in SAMPLE["blocks"]:
        for words in _words_in(block, figures):
            _expect(shown, words, block["type"])


def _check_parts(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        raise Rejection("bad_file", "Expected a template of at most %(limit)s bytes, but it has %(found)s", limit=MAX_BYTES, found=len(raw))
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as read:
            parts = {info.filename: info for info in read.infolist()}
            if sum(info.file_size for info in parts.values()) > MAX_UNPACKED:
                raise Rejection("bad_file", "Expected a template of at most %(limit)s bytes unpacked", limit=MAX_UNPACKED)
            if "word/document.xml" not in parts:
                raise Rejection("bad_file", "Expected a Word document (.docx), but found another file")
            for name in parts:
                if any(refused in name.lower() for refused in _REFUSED_PARTS):
                    raise Rejection("bad_file", "Expected a template without macros and embedded objects, but found %(found)s", found=name)
                if name.endswith(".rels") and b'TargetMode="External"' in read.read(name):
                    raise Rejection("bad_file", "Expected a template that refers to nothing outside itself, but %(found)s does", found=name)
    except zipfile.BadZipFile:
        raise Rejection("bad_file", "Expected a Word document (.docx), but found another file") from None


def _words_in(block: dict[str, Any], figures: dict[str, str]) -> list[str]:
    found = [plain(block["text"], figures)] if "text" in block else []
    found += [plain(item, figures) for item in block.get("items", ())]
    for row in block.get("rows", ()):
        found += [row["label"], plain(row["text"], figures)] if isinstance(row, dict) else row
    return found


def _expect(shown: str, words: str, where: str) -> None:
    if words not in shown:
        raise Rejection("bad_file", "Expected the template to show %(where)s of a paper, but it does not", where=where)


def _words_of(made: bytes) -> str:
    document = DocxTemplate(io.BytesIO(made)).get_docx()
    return "\n".join(node.text or "" for node in document.element.iter() if str(node.tag).endswith("}t"))
