"""A fixed range of seeds and a fresh one each run: what fails prints its seed."""

import secrets

import pytest

from app.engine.multi_instance import MultiInstance
from app.engine.token import Token
from tests.engine import drive, random_diagrams, random_modifications, stock


def test_random_diagrams_come_to_their_end_and_lose_nothing(seeds: range) -> None:
    fresh = secrets.randbelow(1 << 40)
    for seed in [*seeds, *range(fresh, fresh + 5)]:
        try:
            random_diagrams.once(seed)
        except Exception as problem:
            pytest.fail(f"seed {seed}: {type(problem).__name__} {problem}")
        drive.DRIVEN.clear()


def test_random_diagrams_are_moved_about_and_a_restart_comes_the_same_way(seeds: range) -> None:
    fresh, carried_out, refused = secrets.randbelow(1 << 40), 0, 0
    for seed in [*seeds, *range(fresh, fresh + 5)]:
        try:
            done, not_done = random_modifications.once(seed)
        except Exception as problem:
            pytest.fail(f"seed {seed}: {type(problem).__name__} {problem}")
        carried_out, refused = carried_out + done, refused + not_done
        drive.DRIVEN.clear()
    assert carried_out > len(seeds)
    assert refused > len(seeds)


def test_random_diagrams_have_the_same_tasks_open_as_the_unchanged_library(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the library itself makes random keys
    said = {seed: stock.compare(seed) for seed in seeds}
    assert {seed: words for seed, words in said.items() if words not in ("", "ahead")} == {}
    assert sum(words == "ahead" for words in said.values()) <= max(2, len(seeds) * 0.03)


def _faults(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    if fault == "a scope is not closed":
        monkeypatch.setattr("app.engine.scopes.Scopes.close", lambda self, key: None)
    elif fault == "an item is lost":
        monkeypatch.setattr(MultiInstance, "items", lambda self, token: [])
    elif fault == "a variable goes to the nearest scope":
        monkeypatch.setattr("app.engine.scopes.Scopes.holder", lambda self, key, name: key)
    else:
        monkeypatch.setattr(Token, "detach", lambda self: self.workflow.tasks.pop(self.id, None))


def _fails(seed: int) -> bool:
    try:
        random_diagrams.once(seed)
    except Exception:
        return True
    return False


@pytest.mark.parametrize("fault", ["a scope is not closed", "an item is lost", "a variable goes to the nearest scope", "a token stays"])
def test_random_diagrams_find_a_planted_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _faults(monkeypatch, fault)
    assert any(_fails(seed) for seed in range(40))
    drive.DRIVEN.clear()
