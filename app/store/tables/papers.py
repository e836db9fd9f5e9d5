"""Papers that cases bring about, how they were served, and what offices print them with."""

from sqlalchemy import Index, Table

from app.store.tables.columns import METADATA, flag, instant, integer, maybe_instant, maybe_integer, maybe_text, text

# paper, digest: the template's id and its file. state: draft, issued, discarded. office: the id of who issues it. content: JSON, frozen
# when issued; issuers, scopes, behind: JSON lists. personal: it names who wrote in. revision: counts the changes of a draft.
# series: office and year, within which serial counts without a gap. pdf_digest, word_digest: of the files, in the store of documents.
# corrects: the key of the issued paper that this one puts right.
paper = Table(
    "paper",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    text("paper"),
    text("digest"),
    text("kind"),
    text("title"),
    text("state"),
    text("office"),
    flag("personal"),
    integer("revision"),
    text("content"),
    text("issuers"),
    text("scopes"),
    maybe_text("behind"),
    maybe_text("element_id"),
    maybe_integer("element_instance_key"),
    maybe_integer("corrects"),
    text("drafted_by"),
    instant("drafted_at"),
    maybe_text("issued_by"),
    maybe_instant("issued_at"),
    maybe_text("series"),
    maybe_integer("serial"),
    maybe_text("number"),
    maybe_text("content_digest"),
    maybe_text("pdf_digest"),
    maybe_text("word_digest"),
    Index("paper_by_case", "case_key"),
    Index("paper_by_number", "series", "serial", unique=True),
    Index("paper_by_kind", "kind", "state", "issued_at"),
)

# 送达: when, how, by whom and to whom a paper was handed over; document_key: the signed record, a document of the case.
# struck_by, struck_at, struck_reason: of a record that was wrong; it stays, and does not count.
paper_service = Table(
    "paper_service",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    integer("case_key"),
    integer("paper_key"),
    instant("served_at"),
    text("how"),
    text("served_by"),
    text("served_to"),
    maybe_text("note"),
    maybe_integer("document_key"),
    text("recorded_by"),
    instant("recorded_at"),
    maybe_text("struck_by"),
    maybe_instant("struck_at"),
    maybe_text("struck_reason"),
    Index("paper_service_by_paper", "paper_key"),
)

# Who issues papers: code is the one that numbers begin with (机关代字). word_digest: of the office's own red-head template, a resource.
office = Table(
    "office",
    METADATA,
    text("id", primary_key=True),
    text("name"),
    text("code"),
    maybe_text("word_digest"),
    maybe_text("word_name"),
)
