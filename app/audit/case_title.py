"""What a case is called, so that rows of a list tell cases apart."""

from collections.abc import Mapping
from typing import Any

from app.audit.process_detail import ProcessDetail
from app.domain.canonical import string_text
from app.domain.rejection import Rejection
from app.feel import FeelError, FeelWorld, parse_expression


def case_title(detail: ProcessDetail, variables: Mapping[str, Any], case_facts: Mapping[str, Any], world: FeelWorld) -> str | None:
    """Return the title that the diagram makes of what a case begins with; a template that fails leaves it without one."""
    if not detail.title_template:
        return None
    try:
        value = parse_expression(detail.title_template.removeprefix("=")).evaluate({**variables, "case": dict(case_facts)}, world)
        title = value[:200] if isinstance(value, str) else None
        if title is not None:
            # Raises for a text that no database keeps.
            string_text(title)
    except (FeelError, Rejection):
        return None
    return title


def is_secret(detail: ProcessDetail, variables: Mapping[str, Any], case_facts: Mapping[str, Any], world: FeelWorld) -> bool:
    """Say whether the case is a secret one, by the diagram's expression about what it starts with.

    Only false says no: what cannot be worked out is kept secret, since what many have seen cannot be made secret again.
    """
    if not detail.secret:
        return False
    try:
        return parse_expression(detail.secret.removeprefix("=")).evaluate({**variables, "case": dict(case_facts)}, world) is not False
    except FeelError:
        return True
