"""Reading XML that anybody may have written."""

import re
from typing import Final

from lxml import etree

from app.domain.marked import marked
from app.domain.rejection import Rejection

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_NODES: Final = 100_000
_MISTAKES: Final = (
    ("XML_PARSE_HUGE", marked("deeper nesting or longer texts than are read")),
    ("uge", marked("deeper nesting or longer texts than are read")),
    ("Opening and ending tag mismatch", marked("an end tag that does not fit its start tag")),
    ("Premature end", marked("the end of the file, before everything is closed")),
    ("'</' not found", marked("the end of the file, before everything is closed")),
    ("Couldn't find end of Start Tag", marked("a start tag that is not closed")),
    ("Document is empty", marked("no element")),
    ("Start tag expected", marked("no element")),
    ("Extra content", marked("something after the end of the document")),
    ("AttValue", marked("an attribute without its quotation marks")),
    ("redefined", marked("an attribute that stands twice")),
    ("Namespace prefix", marked("a prefix that is not declared")),
    ("EntityRef", marked("a & that is not written as &amp;")),
    ("Entity", marked("a name between & and ; that XML does not know")),
    ("UTF-8", marked("characters that are not in UTF-8")),
    ("ncoding", marked("characters that are not in UTF-8")),
)
_OTHER_MISTAKE: Final = marked("something that XML does not allow")
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xml(raw: bytes, file_name: str) -> etree._Element:
    """Return the root element of a document.

    No document type, no entities, nothing fetched from anywhere, comments and processing instructions dropped.

    Raises Rejection("bad_xml") that names the file, and the line where there is one; Rejection("too_large") over 4 MiB.

    Source: docs/decisions, security S5; BPMN 2.0 and DMN files need none of what is refused.
    """
    if len(raw) > MAX_BYTES:
        raise Rejection(
            "too_large", "%(file)s: expected at most %(limit)s bytes, but found %(found)s", file=file_name, limit=MAX_BYTES, found=len(raw)
        )
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw[:64]:
        # The search for a document type below reads ASCII; a document in UTF-16 could hide one from it.
        raise Rejection("bad_xml", "%(file)s: expected a file in UTF-8, but found another encoding; save it as UTF-8", file=file_name)
    if _DOCTYPE.search(raw):
        raise Rejection(
            "bad_xml", "%(file)s: expected no document type and no entities, but found a DOCTYPE or ENTITY; delete it", file=file_name
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Rejection(
            "bad_xml",
            "%(file)s, line %(line)s: expected XML, but found: %(problem)s",
            file=file_name,
            line=error.lineno,
            problem=_in_words(error.msg),
        ) from None
    except ValueError:
        raise Rejection("bad_xml", "%(file)s: expected XML, but found: %(problem)s", file=file_name, problem=_OTHER_MISTAKE) from None
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # lxml's types leave the way open for None
        raise Rejection(
            "bad_xml", "%(file)s: expected no document type and no entities, but found a DOCTYPE or ENTITY; delete it", file=file_name
        )
    _measure(root, file_name)
    return root


def _in_words(message: str | None) -> str:
    """Return what is wrong in plain words. message: the library's, which names its own functions and options."""
    said = message or ""
    return next((words for part, words in _MISTAKES if part in said), _OTHER_MISTAKE)


def _measure(root: etree._Element, file_name: str) -> None:
    nodes, level = 0, [root]
    for _ in range(MAX_DEPTH):
        nodes += len(level)
        if nodes > MAX_NODES:
            raise Rejection("bad_xml", "%(file)s: expected at most %(limit)s elements, but found more", file=file_name, limit=MAX_NODES)
        level = [child for node in level for child in node]
        if not level:
            return
    raise Rejection(
        "bad_xml",
        "%(file)s, line %(line)s: expected elements nested at most %(limit)s deep",
        file=file_name,
        line=level[0].sourceline,
        limit=MAX_DEPTH,
    )
