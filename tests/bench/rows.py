"""Rows P1 to P19: what each compares, what it must be and what it aims at.

f is the floor, c camunda-python, a SpiffArena (not run here: it needs its own sources). A ratio is ours divided by theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.measure import Phase
from tests.bench.side import Side

Number = float | None


@dataclass(frozen=True)
class Sides:
    ours: Side
    floor: Side | None
    camunda: Side | None
    store: str


@dataclass(frozen=True)
class Line:
    """One compared figure. clock: it counts only when the machine was quiet. least: the figure must be at least the limit, not at most.

    missing: why there is no figure, where there is none.
    """

    row: str
    what: str
    ours: Number
    theirs: Number = None
    against: str = ""
    figure: Number = None
    must: Number = None
    aim: Number = None
    unit: str = ""
    clock: bool = False
    noisy: bool = False
    least: bool = False
    missing: str = ""

    def _holds(self, limit: Number) -> bool | None:
        if limit is None or self.figure is None or self.noisy:
            return None
        # Half a percent is below what any of these figures can tell.
        return self.figure >= limit * 0.995 if self.least else self.figure <= limit * 1.005

    @property
    def must_holds(self) -> bool | None:
        return self._holds(self.must)

    @property
    def aim_holds(self) -> bool | None:
        return self._holds(self.aim)


def _ratio(ours: Number, theirs: Number) -> Number:
    return ours / theirs if ours is not None and theirs else None


Reading = Callable[[Side], Number]


def _total(*readings: Number) -> Number:
    return None if any(reading is None for reading in readings) else sum(reading for reading in readings if reading is not None)


@dataclass(frozen=True)
class Compared:
    """A figure that is read of each side in the same way. limits: must and aim by side, {"f": (None, 1.8)}."""

    row: str
    what: str
    unit: str
    read: Reading
    limits: dict[str, tuple[Number, Number]]
    phases: tuple[str, ...] = ()  # whose noise counts; none for CPU
    least: bool = False
    stores: tuple[str, ...] = ("sqlite", "postgresql")

    def lines(self, sides: Sides) -> list[Line]:
        found = []
        for against, (must, aim) in self.limits.items():
            other = {"f": sides.floor, "c": sides.camunda}[against]
            ours = self.read(sides.ours)
            theirs = self.read(other) if other else None
            noisy = any(side.phase(phase).noisy for side in (sides.ours, other) if side for phase in self.phases)
            missing = "" if other else {"f": "the floor was not run", "c": "camunda-python was not run"}[against]
            found.append(
                Line(
                    self.row,
                    self.what,
                    ours,
                    theirs,
                    against,
                    _ratio(ours, theirs),
                    must,
                    aim,
                    self.unit,
                    bool(self.phases),
                    noisy,
                    self.least,
                    missing,
                )
            )
        return found


def _clock(phase: str, what: str) -> Reading:
    return lambda side: side.phase(phase).milliseconds(what)


def _cpu(phase: str, what: str) -> Reading:
    return lambda side: side.phase(phase).cpu_ms_a_call(what)


def _a_second(clients: int) -> Reading:
    return lambda side: side.phase(f"throughput {clients}").completions_a_second()


COMPARED = (
    Compared("P2", "CPU of A complete, server + database", "ms", _cpu("cost complete", "complete"), {"c": (1.4, 1.0), "f": (None, 1.8)}),
    Compared("P3", "CPU of A start", "ms", _cpu("cost start", "start"), {"c": (1.6, 1.1), "f": (None, 3.5)}),
    Compared("P4", "CPU of A list", "ms", _cpu("cost tasks", "tasks"), {"f": (None, 3.5)}),
    Compared("P5", "A complete, clock", "ms", _clock("latency A", "complete"), {"c": (1.4, 1.0), "f": (None, 2.0)}, ("latency A",)),
    Compared("P7", "B complete, clock", "ms", _clock("latency B", "complete"), {"c": (1.8, 1.3), "f": (None, 1.2)}, ("latency B",)),
    Compared("P7", "B whole, CPU", "ms", lambda side: side.phase("latency B").cpu_ms_an_instance(), {"c": (1.8, 1.3), "f": (None, 1.2)}),
    Compared(
        "P9",
        "A, 8 clients, completions a second",
        "/s",
        _a_second(8),
        {"c": (1.0, 1.6), "f": (None, 0.7)},
        ("throughput 8",),
        True,
        ("postgresql",),
    ),
    Compared(
        "P10",
        "A, 8 clients, completions a second",
        "/s",
        _a_second(8),
        {"c": (1.0, 1.4), "f": (None, 0.7)},
        ("throughput 8",),
        True,
        ("sqlite",),
    ),
    Compared(
        "P15",
        "page of 100 at 2,000 open",
        "ms",
        _clock("work list 2000", "list"),
        {"c": (None, 2.0), "f": (None, 6.0)},
        ("work list 2000",),
    ),
)


def _own(row: str, what: str, figure: Number, must: Number, aim: Number, *phases: Phase, unit: str = "", least: bool = False) -> Line:
    missing = "" if figure is not None else "not measured in this run"
    return Line(row, what, figure, None, "", figure, must, aim, unit, bool(phases), any(phase.noisy for phase in phases), least, missing)


def own_lines(sides: Sides) -> list[Line]:
    """Return the rows in which we are compared with ourselves or with a figure."""
    ours, figures = sides.ours, sides.ours.figures
    a, b, one, eight = (ours.phase(name) for name in ("latency A", "latency B", "throughput 1", "throughput 8"))
    late = ours.phase("timers")
    speed = {"sqlite": (1.0, 1.15), "postgresql": (1.3, 1.6)}[sides.store]
    lines = [
        _own("P1", "commits of A complete", figures.get("commits, complete"), 1, 1),
        _own("P1", "fsyncs of A complete", figures.get("fsyncs, complete"), 1, 1),
        _own("P1", "SQL statements of A complete", figures.get("statements, complete"), 20, 12),
        _own("P6", "A complete, p95 / median", _ratio(a.milliseconds("complete", 0.95), a.milliseconds("complete")), 2.0, 1.4, a),
        _own("P8", "B complete / A complete", _ratio(b.milliseconds("complete"), a.milliseconds("complete")), 2.0, 1.2, a, b),
        _own(
            "P11", "8 clients / 1 client", _ratio(eight.completions_a_second(), one.completions_a_second()), *speed, one, eight, least=True
        ),
        _own("P11", "errors under 8 clients", float(sum(eight.errors.values())) if eight.rounds else None, 0, 0),
        _own("P12", "timer, due to fired, median", late.milliseconds("late"), 500, 100, late, unit="ms"),
        _own("P12", "timer, due to fired, p95", late.milliseconds("late", 0.95), 1100, 300, late, unit="ms"),
    ]
    start = ours.phase("history 0").cpu_ms_an_instance()
    for mark in ("1000", "10000"):
        lines.append(
            _own(
                "P13",
                f"CPU of a whole A, {mark} finished / 0",
                _ratio(ours.phase(f"history {mark}").cpu_ms_an_instance(), start),
                1.10,
                1.05,
            )
        )
    memory = _ratio(figures.get("memory MiB, 3000 finished"), figures.get("memory MiB, 200 finished"))
    lines.append(_own("P14", "memory, 3,000 finished / 200", memory, 1.10, 1.05))
    fewer = ours.phase("work list 500")
    for mark in ("2000", "10000"):
        more = ours.phase(f"work list {mark}")
        lines.append(
            _own("P16", f"page, {mark} open / 500", _ratio(more.milliseconds("list"), fewer.milliseconds("list")), 1.2, 1.05, fewer, more)
        )
    return [*lines, *_absolute_lines(sides)]


def _absolute_lines(sides: Sides) -> list[Line]:
    ours, figures = sides.ours, sides.ours.figures
    few, many = ours.phase("city work list 1000"), ours.phase("city work list 100000")
    young, old = ours.phase("cases 100"), ours.phase("cases 100000")
    return [
        _own("P17", "bytes of a finished A (only against a)", figures.get("bytes an instance"), None, None),
        _own("P18", "start-up to first answer", ours.phase("startup").milliseconds("start"), 1000, 700, ours.phase("startup"), unit="ms"),
        _own("P19", "memory idle, 2 web processes + worker, PSS", figures.get("memory idle MiB"), 270, None, unit="MiB"),
        _own(
            "100,000",
            "work list of 50, 100,000 open / 1,000",
            _ratio(many.milliseconds("list"), few.milliseconds("list")),
            1.3,
            None,
            few,
            many,
        ),
        _own(
            "100,000", "CPU of a whole A, 100,000 finished / 100", _ratio(old.cpu_ms_an_instance(), young.cpu_ms_an_instance()), 1.2, None
        ),
        _own(
            "100,000",
            "A complete, 100,000 finished / 100",
            _ratio(old.milliseconds("complete"), young.milliseconds("complete")),
            1.2,
            None,
            young,
            old,
        ),
    ]


def lines_of(sides: Sides) -> list[Line]:
    """Return every line of one store, in the order of the rows."""
    found = [line for compared in COMPARED if sides.store in compared.stores for line in compared.lines(sides)] + own_lines(sides)
    return sorted(found, key=lambda line: (not line.row.startswith("P"), int(line.row.removeprefix("P").replace(",", ""))))
