"""Samples and what is said of them: a phase runs in rounds, one side after the other, and quiet rounds count."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.bench.rig.probes import Noise, cpu_seconds

QUIET_CORES = 0.5  # a clock figure counts only when others kept less than this busy


def quantile(values: list[float], share: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * (len(ordered) - 1) + 0.5))]


@dataclass
class Round:
    """One side's part of one round: seconds by kind of call, CPU seconds by process, and what else the machine did."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    instances: int = 0
    completions_a_second: float = 0.0
    other_cores: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, seconds: float) -> None:
        self.seconds.setdefault(what, []).append(seconds)

    def fail(self, error: Exception) -> None:
        self.errors[f"{type(error).__name__}: {str(error)[:200]}"] += 1


class Meter:
    """Reads the CPU of a side's processes and the noise around a piece of work, and writes both into its Round."""

    def __init__(self, processes: dict[str, int], into: Round) -> None:
        self.processes, self.into = processes, into

    def __enter__(self) -> Round:
        self.before = self.read()
        self.noise = Noise()
        return self.into

    def read(self) -> dict[str, float]:
        return {name: cpu_seconds(pid) for name, pid in self.processes.items()}

    def __exit__(self, *_: object) -> None:
        after = self.read()
        self.into.cpu = {name: after[name] - self.before[name] for name in after}
        self.into.other_cores = self.noise.other_cores(sum(self.into.cpu.values()))


def rounds_until_quiet(rounds: int, noisy: Callable[[], bool]) -> Iterator[int]:
    """Yield the numbers of the rounds, and of as many more while some side has had no quiet one."""
    for number in range(2 * rounds):
        if number >= rounds and not noisy():
            return
        yield number


@dataclass
class Phase:
    """All rounds of one phase on one side."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def noisy(self) -> bool:
        return all(round_.other_cores >= QUIET_CORES for round_ in self.rounds)

    @property
    def counted(self) -> list[Round]:
        """Return the quiet rounds, or all where none was quiet."""
        return [round_ for round_ in self.rounds if round_.other_cores < QUIET_CORES] or self.rounds

    def milliseconds(self, what: str, share: float = 0.5) -> float | None:
        found = quantile([value for round_ in self.counted for value in round_.seconds.get(what, [])], share)
        return None if found is None else found * 1000

    def cpu_ms_an_instance(self) -> float | None:
        """Return the CPU of server and database together for one whole instance: the median of the rounds."""
        found = quantile([sum(round_.cpu.values()) / round_.instances for round_ in self.rounds if round_.instances], 0.5)
        return None if found is None else found * 1000

    def cpu_ms_a_call(self, what: str) -> float | None:
        calls = sum(len(round_.seconds.get(what, [])) for round_ in self.rounds)
        return 1000 * sum(sum(round_.cpu.values()) for round_ in self.rounds) / calls if calls else None

    def completions_a_second(self) -> float | None:
        return quantile([round_.completions_a_second for round_ in self.counted], 0.5)

    @property
    def errors(self) -> Counter[str]:
        return sum((round_.errors for round_ in self.rounds), Counter())
