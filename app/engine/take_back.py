"""Taking a submission back: what it brought about and nobody has touched is undone, and its step is entered again as it was."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from app.domain.deadline import Deadline
from app.domain.deadline_reopened import reopened
from app.domain.rejection import Rejection
from app.engine.element import write
from app.engine.tasks import UserTask
from app.engine.token import TOP, Token, kill

if TYPE_CHECKING:
    from app.engine.flow import Root


class Submission(Struct, frozen=True):
    """What is taken back. Keys are those of the case's chain.

    key, element: of the task that was submitted. scope: of the process or sub-process that it was in. born: keys of the element instances
    that came about by it and were not done at once. before: by scope and name, what each variable that it wrote was before; None: it was
    not. deadline: of the task, as it ended.
    """

    key: int
    element: str
    scope: int
    born: Collection[int]
    before: Mapping[tuple[int, str], str | None]
    deadline: Deadline | None = None


def take_back(root: "Root", said: Submission) -> None:
    """Undo a submission. Raises Rejection("state_forbids") where it reached beyond what can be undone."""
    flow = next((found for found in root.flows() if root.base_key + found.scope == said.scope), None)
    if flow is None or not isinstance(flow.spec.task_specs.get(said.element), UserTask):
        raise Rejection(
            "state_forbids", "Expected the part of the procedure in which the step was to be open still, but it ended with this submission"
        )
    tokens = _tokens(root, said)
    tops = [token for token in tokens if token.workflow is flow and token._parent == TOP]
    if (
        not tops
        or not all(_within(token, tops) for token in tokens)
        or not all(_within(token, tops, tokens) for token in _inside(root, tops))
    ):
        raise _gone_on()
    if said.deadline is not None:
        reopened(said.deadline, said.key, root.world.now)  # refused before anything is undone
    root.note("completion_withdrawn", flow.spec.task_specs[said.element], said.key - root.base_key)
    for token in tops:
        kill(token)
    _restore(root, said.before)
    place = (flow.scope, said.element)
    root.earlier[place] = said.key
    if said.deadline is not None:
        root.deadlines.reopening[place] = said.deadline
    flow.enter(said.element, "")
    root.run()
    root.deadlines.reopening.clear()


def _tokens(root: "Root", said: Submission) -> list[Token]:
    found = [root.by_key.get(key - root.base_key) for key in said.born]
    if None in found:
        raise _gone_on()
    return [token for token in found if token is not None]


def _inside(root: "Root", tops: list[Token]) -> list[Token]:
    """Return the tokens in and below some, without what waits beside them as their events."""
    return [token for token in root.by_key.values() if _within(token, tops) and not token.is_armed]


def _within(token: Token, tops: list[Token], born: list[Token] | None = None) -> bool:
    """Say whether a token is one of some, or in or below one of them. born: then it must have come about with them as well."""
    if born is not None and token not in born and not token.is_item and token._parent == TOP:
        return False
    here: Token | None = token
    while here is not None:
        if here in tops:
            return True
        here = here.above if here._parent != TOP else here.workflow.parent
    return False


def _restore(root: "Root", before: Mapping[tuple[int, str], str | None]) -> None:
    for (scope_key, name), text in before.items():
        scope = scope_key - root.base_key
        if scope not in root.scopes:
            continue
        if text is not None:
            write(root, scope, name, msgspec.Raw(text.encode()))
        elif root.scopes.forget(scope, name):
            root.note("variable_removed", None, 0, scopeKey=scope_key, name=name)


def _gone_on() -> Rejection:
    return Rejection("state_forbids", "Expected the case to stand where the submission left it, but it has gone on since")
