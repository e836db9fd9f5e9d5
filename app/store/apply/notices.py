"""Notices to people of the city and, on its public page, to the citizen whose case it is."""

from app.domain.canonical import canonical
from app.domain.fact import Fact
from app.store.apply.batch import Batch
from app.store.apply.facts import applies


@applies("notice_given")
def _notice_given(batch: Batch, fact: Fact) -> None:
    said = {name: value for name, value in fact.public.items() if name not in ("to", "notice", "toldAt")}
    for to in fact.public["to"]:
        kind, _, name = to.partition(":")
        batch.insert(
            "notice",
            {
                "case_key": batch.case_key,
                "seq": batch.seq,
                "element_id": fact.element_id or "",
                "element_instance_key": fact.key,
                "kind": kind,
                "recipient": name,
                "notice": fact.public["notice"],
                "facts": canonical(said),
                "told_at": fact.public["toldAt"],
                "mailed_at": None,
            },
        )


@applies("receipt_recorded")
def _receipt_recorded(batch: Batch, fact: Fact) -> None:
    """A task that lapsed did not, once its reply is proven: what stands in its way now is that the case went on without it."""
    if fact.public.get("undoesLapseAt") and fact.key is not None:
        batch.update("user_task", fact.key, lapsed=0)
