"""In which scope each element instance of a case was entered, as its events say: also of what is over, which no table holds."""

from app.domain.canonical import parse
from app.store.database import Reader


def scopes_of_case(store: Reader, case_key: int) -> dict[int, int]:
    """Return the keys of the scopes around element instances, by the keys of those."""
    rows = store.all(
        "SELECT body FROM audit_event WHERE case_key = :case AND body LIKE '%\"element_entered\"%' ORDER BY seq", case=str(case_key)
    )
    entered = (fact for row in rows for fact in parse(row["body"])["facts"] if fact["fact"] == "element_entered")
    return {int(fact["elementInstanceKey"]): int(fact["scopeKey"]) for fact in entered if fact.get("scopeKey")}


def scopes_around(key: int, scopes: dict[int, int]) -> list[int]:
    """Return what lies around an element instance, the nearest first. scopes: of scopes_of_case."""
    found: list[int] = []
    while (key := scopes.get(key, 0)) and key not in found:
        found.append(key)
    return found
