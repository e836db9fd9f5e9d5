"""The run of a model's evaluation, which keeps what the tables within its logic were given and which of their rules hit."""

from collections.abc import Callable
from typing import Final

from app.dmn.result import DecisionResult
from app.feel.errors import FeelError
from app.feel.run import FeelWorld, Run
from app.feel.size import size_of

# A table of a knowledge model may be asked for every item of a long list, and be given a long list each time; nobody reads more of
# its answers than these. Parts are counted as app.feel.size counts them.
MOST_TABLES: Final = 100
MOST_PARTS: Final = 100_000


class ModelRun(Run):
    """tables: those that are part of some larger logic, in the order they were asked; the first of them only, where they are many.

    kept: how many of them, and of the decisions of services called as functions. room: how many parts of values may still be kept with
    them.
    """

    __slots__ = ("kept", "room", "tables")

    def __init__(self, world: FeelWorld, text: str) -> None:
        super().__init__(world, text)
        self.tables: list[DecisionResult] = []
        self.kept = 0
        self.room = MOST_PARTS


def note_table(run: Run, result: Callable[[], DecisionResult]) -> None:
    """Keep what a table says of itself, which is only made up where there is room for it."""
    if isinstance(run, ModelRun) and run.room > 0:
        found = result()
        if may_keep(run, found):
            run.tables.append(found)


def may_keep(run: Run, found: DecisionResult) -> bool:
    """Say whether there is room for what a table, or a decision of a service that was called, says of itself; then it takes that room."""
    if not isinstance(run, ModelRun) or run.room <= 0:
        return False
    run.room -= _size(found)
    if run.room < 0:
        return False
    run.kept += 1
    if run.kept == MOST_TABLES:
        run.room = 0
    return True


def _size(result: DecisionResult) -> int:
    values = [result.value, *(given.value for given in result.inputs), *(output.value for output in result.outputs)]
    try:
        return sum(size_of(value) for value in values)
    except FeelError:  # nested deeper than anything that could be shown
        return MOST_PARTS + 1


def taken_tables(run: Run, count: int) -> tuple[DecisionResult, ...]:
    """Return the tables noted after the first so many, which belong to no other decision then."""
    if not isinstance(run, ModelRun):
        return ()
    found = tuple(run.tables[count:])
    del run.tables[count:]
    return found


def tables_so_far(run: Run) -> int:
    return len(run.tables) if isinstance(run, ModelRun) else 0
