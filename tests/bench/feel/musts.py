"""What must hold: our own figures against their limits."""

import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.dmn import read_decisions
from app.feel import FeelWorld
from tests.bench.feel.comparing import Row
from tests.bench.feel.expressions import NAMES, VARIABLES
from tests.bench.feel.peers import Side
from tests.bench.feel.serving import Question, microseconds, times
from tests.dmn.drawing import definitions, table
from tests.tck.reading import folders
from tests.tck.running import run_folder

COMPARED = "amount > limit"
SIXTY = "if amount > limit and urgent then amount * 1.06 else limit+1"
WORLD = FeelWorld(datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Must:
    """One figure and what it must be below. missing: why there is none, where there is none."""

    what: str
    figure: float | None
    limit: float
    unit: str
    missing: str = ""

    @property
    def holds(self) -> bool | None:
        return None if self.figure is None else self.figure < self.limit


def musts(rows: list[Row], ours: Side, rounds: int) -> list[Must]:
    """Return the figures that are held to a limit, but for the whole TCK."""
    compared = next((row.cells["ours"].median("evaluate") for row in rows if row.asked.text == COMPARED), None)
    sixty = Question(SIXTY, variables=VARIABLES, names=NAMES)
    compiled = [ours.measured(sixty)["compile"] for _ in range(rounds + 1)][1:]
    return [
        Must(f"a comparison over variables, `{COMPARED}`, compiled", compared, 4, "µs"),
        Must(f"compiling {len(SIXTY)} characters, `{SIXTY}`", statistics.median(compiled), 300, "µs"),
        Must("a table of 20 rules and 4 inputs, each of the 80 cells asked", table_time(rounds), 60, "µs"),
    ]


def ruled() -> bytes:
    """Return a model with a table of 20 rules and 4 inputs. With the inputs of `table_time` each rule fails at its last cell alone, and
    each of the 80 cells askeds, so that all 80 cells are asked.
    """
    inputs = [("amount", "number"), ("grade", "string"), ("days", "number"), ("office", "string")]
    rules = [(f"[{at}00..{at + 22}00)", '"A", "B"', f"< {at + 20}", f'"office {at}"', f'"rule {at}"') for at in range(1, 21)]
    return definitions(table(inputs, [("out", "string", "")], rules))


def table_time(rounds: int) -> float:
    """Return the median CPU microseconds of one evaluation of the table. Raises AssertionError where it gives another value."""
    model = read_decisions(ruled(), "table.dmn")
    given = {"amount": Decimal(2250), "grade": "B", "days": Decimal(12), "office": "office 20"}
    if model.evaluate("t", given, WORLD).value != "rule 20":
        raise AssertionError("the table does not give what its last rule says")
    run, loops, found = times(lambda: model.evaluate("t", given, WORLD)), 1, []
    for _ in range(rounds + 1):
        taken, loops = microseconds(run, loops)
        found.append(taken)
    return statistics.median(found[1:])


def whole_tck() -> Must:
    """Run every case of the DMN TCK that is given and time it by the clock: reading the files, compiling, evaluating, comparing.

    To be called before anything else reads an expression: what was read before would be remembered.
    """
    names = folders()
    began = time.perf_counter()
    outcomes = [outcome for name in names for outcome in run_folder(name)]
    taken = time.perf_counter() - began
    if not names:
        return Must("the whole DMN TCK", None, 60, "s", "no cases were found; set DUBAN_TEST_TCK to where they lie")
    passed = sum(outcome.passed for outcome in outcomes)
    return Must(f"the whole DMN TCK, {len(names)} folders, {len(outcomes):,} cases, {passed:,} passed, by the clock", taken, 60, "s")
