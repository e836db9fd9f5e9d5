"""Which paper that a step prints may be drafted by a person: the record of service of a decision that was made on paper."""

from app.audit.paper_service import SERVES
from app.audit.surroundings import Surroundings
from app.store import read_definitions
from app.store.database import Reader


def printed_by_hand(store: Reader, surroundings: Surroundings, case_key: int, paper: str) -> bool:
    """Say whether it may: the case was taken over from paper at a step that serves a paper, so the step that prints its record of service
    lies behind it, and there is no record yet. What decides is never drafted so: the decision stands on paper."""
    bound = read_definitions.bound(store, "paper", paper)
    if bound is None or surroundings.paper(store, bound["digest"]).kind != "service-record":
        return False
    if not store.value("SELECT 1 FROM paper_case WHERE case_key = :key", key=case_key):
        return False
    if store.value("SELECT 1 FROM paper WHERE case_key = :key AND paper = :paper AND state <> 'discarded'", key=case_key, paper=paper):
        return False
    issued = store.value("SELECT 1 FROM paper WHERE case_key = :key AND state = 'issued' AND kind = 'decision'", key=case_key)
    tasks = store.all(
        "SELECT t.element_id, p.digest FROM user_task t JOIN process_instance p ON p.key = t.process_instance_key"
        " WHERE t.case_key = :key AND t.state = 'CREATED'",
        key=case_key,
    )
    diagrams = [(surroundings.diagram_for_words(store, task["digest"]), task["element_id"]) for task in tasks]
    served = [diagram.element(element) for diagram, element in diagrams if diagram is not None]
    return not issued and any(one is not None and SERVES in one.properties for one in served)
