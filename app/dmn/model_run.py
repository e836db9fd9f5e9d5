"""The run of a model's evaluation, which keeps what the tables within its logic were given and which of their rules hit."""

from typing import Final

from app.dmn.result import DecisionResult
from app.feel.run import FeelWorld, Run

# A table of a knowledge model may be asked for every item of a long list; nobody reads more of its answers than that.
MOST_TABLES: Final = 100


class ModelRun(Run):
    """tables: those that are part of some larger logic, in the order they were asked; the first of them only, where they are many."""

    __slots__ = ("tables",)

    def __init__(self, world: FeelWorld, text: str) -> None:
        super().__init__(world, text)
        self.tables: list[DecisionResult] = []


def note_table(run: Run, result: DecisionResult) -> None:
    if isinstance(run, ModelRun) and len(run.tables) < MOST_TABLES:
        run.tables.append(result)


def tables_since(run: Run, count: int) -> tuple[DecisionResult, ...]:
    """Return the tables noted after the first so many."""
    return tuple(run.tables[count:]) if isinstance(run, ModelRun) else ()


def tables_so_far(run: Run) -> int:
    return len(run.tables) if isinstance(run, ModelRun) else 0
