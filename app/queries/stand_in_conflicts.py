"""Which tasks of somebody a substitute could not do, because two pairs of eyes are asked for. Source: property fourEyes, docs/diagrams."""

from collections.abc import Collection

from msgspec import Struct

from app.audit.four_eyes import earlier_steps
from app.audit.surroundings import Surroundings
from app.store.database import Reader

MOST = 200


class Conflict(Struct, frozen=True):
    """substitute: the account that did the earlier step, in their own right or in somebody's place."""

    task_key: int
    receipt_number: str
    element_id: str
    digest: str
    name: str
    substitute: str


def stand_in_conflicts(store: Reader, surroundings: Surroundings, account: str, substitutes: Collection[str]) -> list[Conflict]:
    """Return the conflicts among the first MOST open tasks in somebody's hands."""
    found = []
    rows = store.all(
        "SELECT t.key, t.case_key, t.element_id, t.name, p.digest, r.receipt_number FROM user_task t"
        " JOIN process_instance p ON p.key = t.process_instance_key JOIN process_instance r ON r.key = t.case_key AND r.secret = 0"
        " WHERE t.assignee = :account AND t.state = 'CREATED' ORDER BY t.sort_at, t.key LIMIT :most",
        account=account,
        most=MOST,
    )
    for row in rows:
        diagram = surroundings.diagram(store, row["digest"])
        done = {one for step in earlier_steps(store, row["key"], diagram, row["element_id"]) for one in step.people}
        named = (row["key"], row["receipt_number"], row["element_id"], row["digest"], row["name"])
        found += [Conflict(*named, one) for one in substitutes if one in done]
    return found
