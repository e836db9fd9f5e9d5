"""From facts to rows: papers drafted, edited, issued and served, records of service struck off, and the offices that issue them."""

import json

from app.domain.fact import Fact
from app.domain.paper import DISCARDED, DRAFT, ISSUED
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


def _number(text: object) -> int | None:
    return None if text is None else int(str(text))


@applies("paper_drafted")
def _paper_drafted(batch: Batch, fact: Fact) -> None:
    said, kept = fact.public, fact.private
    batch.insert(
        "paper",
        {
            "key": int(said["paperKey"]),
            "case_key": batch.case_key,
            "paper": said["paper"],
            "digest": said["definitionDigest"],
            "kind": said["kind"],
            "title": kept["title"],
            "state": DRAFT,
            "office": said["office"],
            "personal": 1 if said["personal"] else 0,
            "revision": 1,
            "content": kept["content"],
            "issuers": json.dumps(said["issuers"]),
            "scopes": json.dumps(said["scopes"]),
            "behind": None,
            "element_id": fact.element_id,
            "element_instance_key": fact.key,
            "corrects": _number(said.get("correctsKey")),
            "drafted_by": batch.actor,
            "drafted_at": batch.at,
            "issued_by": None,
            "issued_at": None,
            "series": None,
            "serial": None,
            "number": None,
            "content_digest": None,
            "pdf_digest": None,
            "word_digest": None,
        },
    )


@applies("paper_edited")
def _paper_edited(batch: Batch, fact: Fact) -> None:
    said, kept = fact.public, fact.private
    batch.update("paper", int(said["paperKey"]), revision=said["revision"], content=kept["content"], title=kept["title"])


@applies("paper_discarded")
def _paper_discarded(batch: Batch, fact: Fact) -> None:
    batch.update("paper", int(fact.public["paperKey"]), state=DISCARDED)


@applies("paper_issued")
def _paper_issued(batch: Batch, fact: Fact) -> None:
    said, kept = fact.public, fact.private
    batch.update(
        "paper",
        int(said["paperKey"]),
        state=ISSUED,
        series=said["series"],
        serial=said["serial"],
        number=said["number"],
        behind=json.dumps(said["behind"]),
        content=kept["content"],
        content_digest=kept["contentDigest"],
        pdf_digest=kept["pdfDigest"],
        word_digest=kept["wordDigest"],
        issued_by=batch.actor,
        issued_at=batch.at,
    )


@applies("paper_served")
def _paper_served(batch: Batch, fact: Fact) -> None:
    said, kept = fact.public, fact.private
    batch.insert(
        "paper_service",
        {
            "key": int(said["serviceKey"]),
            "case_key": batch.case_key,
            "paper_key": int(said["paperKey"]),
            "served_at": said["servedAt"],
            "how": said["how"],
            "served_by": kept["by"],
            "served_to": kept["to"],
            "note": kept.get("note"),
            "document_key": _number(said.get("documentKey")),
            "recorded_by": batch.actor,
            "recorded_at": batch.at,
            "struck_by": None,
            "struck_at": None,
            "struck_reason": None,
        },
    )


@applies("paper_service_struck")
def _paper_service_struck(batch: Batch, fact: Fact) -> None:
    key, reason = int(fact.public["serviceKey"]), fact.private["reason"]
    batch.update("paper_service", key, struck_by=batch.actor, struck_at=batch.at, struck_reason=reason)


@applies("office_registered")
def _office_registered(batch: Batch, fact: Fact) -> None:
    said = fact.public
    batch.store.run(
        "INSERT INTO office (id, name, code) VALUES (:id, :name, :code)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, code = excluded.code",
        id=said["officeId"],
        name=said["name"],
        code=said["code"],
    )


@applies("word_template_replaced")
def _word_template_replaced(batch: Batch, fact: Fact) -> None:
    said = fact.public
    if "_content" in fact.private:
        batch.store.run(
            "INSERT INTO resource (digest, content) VALUES (:digest, :content) ON CONFLICT DO NOTHING",
            digest=said["digest"],
            content=fact.private["_content"],
        )
    batch.store.run(
        "UPDATE office SET word_digest = :digest, word_name = :name WHERE id = :id",
        id=said["officeId"],
        digest=said.get("digest"),
        name=said.get("file"),
    )
