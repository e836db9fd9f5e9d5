"""User tasks as a program finds them: a page of those it may see, each with its candidates, from one committed state."""

from collections.abc import Mapping
from typing import Any

from app.domain.actor import Actor
from app.queries.search import Found, search
from app.queries.searches import USER_TASKS, task_sight
from app.queries.task_candidates import task_candidates
from app.store.database import Reader


def found_tasks(store: Reader, actor: Actor, request: Mapping[str, Any]) -> tuple[Found, Mapping[int, Mapping[str, list[str]]]]:
    """Return the page, and the candidates of its tasks by task. Raises as app.queries.search does."""
    found = search(store, USER_TASKS, request, task_sight(actor, request), actor)
    return found, task_candidates(store, found.rows)
