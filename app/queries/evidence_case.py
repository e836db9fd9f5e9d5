"""The case of which somebody wants a bundle of evidence."""

from app.domain.actor import Actor
from app.domain.permissions import takes_evidence
from app.domain.rejection import Rejection
from app.queries.retention import seen_or_erased
from app.store.database import Reader
from app.store.read_case import CaseRecord


def evidence_case(store: Reader, actor: Actor, receipt_number: str) -> CaseRecord:
    """Return a case by its number, or what is left of one that was erased.

    Raises Rejection("not_found") for who may not see it, ("forbidden") for who is no auditor.
    """
    found = seen_or_erased(store, actor, receipt_number)
    if not takes_evidence(actor):
        raise Rejection("forbidden", "Expected an auditor to take evidence of a case out of the house, but you are none")
    return found
