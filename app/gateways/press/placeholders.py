"""The placeholders of a Word template: one that no paper fills would print nothing, so it is refused by name and place."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.feel.nearest import nearest_name

NAMES: Final = frozenset({"masthead", "number", "title", "addressee", "blocks", "signature", "issued_on", "copies"})
OF_BLOCK: Final = frozenset({"kind", "text", "entries", "lines", "caption", "heads"})
_TAG: Final = re.compile(r"\{\{(?P<shown>.*?)\}\}|\{%-?(?:p|tr|tc|r)?\s*(?P<done>.*?)-?%\}")
_FOR: Final = re.compile(r"for\s+(?P<each>[\w\s,]+?)\s+in\s+(?P<list>.+)", re.DOTALL)
_NEAR: Final = marked(
    "Expected a placeholder that papers fill in paragraph %(number)s (%(text)s), but found %(found)s; the nearest is %(near)s"
)
_UNLIKE: Final = marked(
    "Expected a placeholder that papers fill in paragraph %(number)s (%(text)s), but found %(found)s; they are %(known)s"
)
_LANGUAGE: Final = SandboxedEnvironment(autoescape=True)


def check_placeholders(raw: bytes) -> None:
    """Raise Rejection("bad_file") for the first placeholder that stands for nothing of a paper, with the nearest that does."""
    paragraphs = list(_paragraphs(raw))
    local = {name for _number, text in paragraphs for name in _named_by_loops(text)} | {"loop"}
    for number, text in paragraphs:
        for found, known in _unknown(text, local):
            near = nearest_name(found, known)
            facts: dict[str, Any] = {"found": found, "number": number, "text": text[:80]}
            if near:
                raise Rejection("bad_file", _NEAR, near=near, **facts)
            raise Rejection("bad_file", _UNLIKE, known=", ".join(sorted(known)), **facts)


def _paragraphs(raw: bytes) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of head, text and foot with their numbers, each counted from 1 over the whole document."""
    document = DocxTemplate(io.BytesIO(raw)).get_docx()
    parts = [part._element for section in document.sections for part in (section.header, section.footer)]
    number = 0
    for part in (document.element, *parts):
        for node in part.iter():
            if str(node.tag).endswith("}p"):
                number += 1
                yield number, "".join(inner.text or "" for inner in node.iter() if str(inner.tag).endswith("}t"))


def _named_by_loops(text: str) -> Iterator[str]:
    for tag in _TAG.finditer(text):
        said = _FOR.fullmatch((tag["done"] or "").strip())
        if said is not None:
            yield from (name.strip() for name in said["each"].split(","))


def _unknown(text: str, local: set[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for tag in _TAG.finditer(text):
        done = (tag["done"] or "").strip()
        loop = _FOR.fullmatch(done)
        read = tag["shown"] or (
            loop["list"] if loop is not None else re.sub(r"^(if|elif)\s+", "", done) if done.startswith(("if ", "elif ")) else ""
        )
        try:
            tree = _LANGUAGE.parse("{{ (" + read + ") }}") if read.strip() else None
        except TemplateSyntaxError:
            continue  # filling it says what is wrong
        if tree is None:
            continue
        for name in tree.find_all(nodes.Name):
            if name.name not in NAMES | local:
                yield name.name, NAMES
        for inner in tree.find_all(nodes.Getattr):
            if isinstance(inner.node, nodes.Name) and inner.node.name in local - {"loop"} and inner.attr not in OF_BLOCK:
                yield f"{inner.node.name}.{inner.attr}", frozenset(f"{inner.node.name}.{attr}" for attr in OF_BLOCK)
