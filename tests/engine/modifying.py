"""Modifying a case that is driven, in short words."""

from typing import Any

import pytest

from app.domain.modification import Begin, End, Given, Modification, Move
from app.domain.rejection import Rejection
from tests.engine.drive import BASE, Drive


def modify(d: Drive, **said: Any) -> None:
    d.command("modify", said.pop("instance", BASE), Modification(**said))


def move(d: Drive, source: str, target: str, **more: Any) -> None:
    modify(d, move=(Move(source=End(element=source), target=target, **more),))


def refused(d: Drive, code: str, **said: Any) -> str:
    """Return the words with which a modification is refused, having asserted that it changed nothing."""
    before = d.raw
    with pytest.raises(Rejection) as caught:
        d.at.modify(said.pop("instance", BASE), Modification(**said))
    assert (caught.value.code, d.raw) == (code, before)
    return str(caught.value)


def begin(element: str, ancestor: int | None = None, **variables: Any) -> tuple[Begin, ...]:
    return (Begin(element=element, ancestor=ancestor, given=(Given(variables=variables),) if variables else ()),)


def key_of(d: Drive, element: str, n: int = 0) -> int:
    return [BASE + token.id for token in d.live._root.by_key.values() if token.task_spec.element_id == element][n]


def ends(d: Drive) -> list[str | None]:
    return [fact.element_id for fact in d.facts if fact.kind == "element_cancelled"]
