"""What a form reads of the papers that its case has issued: so nobody types a number that the case knows."""

from collections.abc import Mapping
from typing import Any, Final

from app.form import Form
from app.store.database import Reader

NAME: Final = "issuedPapers"


def with_issued_papers(store: Reader, case_key: int, form: Form, variables: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the variables of a form with `issuedPapers`, where an expression of the form reads it.

    It is a list, the oldest first, of contexts with paper (the id of the template), number, title and issuedAt (text, UTC).
    """
    if not any(component.reads(NAME) for component in form.every_component()):
        return variables
    rows = store.all(
        "SELECT paper, number, title, issued_at FROM paper WHERE case_key = :key AND state = 'issued' ORDER BY issued_at, key", key=case_key
    )
    said = [{"paper": row["paper"], "number": row["number"], "title": row["title"], "issuedAt": row["issued_at"]} for row in rows]
    return {**variables, NAME: said}
