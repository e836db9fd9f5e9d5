"""One of the servers that are measured side by side, with its database and what was found of it."""

from dataclasses import dataclass, field
from typing import Any

from tests.bench.adapters.target import Target
from tests.bench.measure import Phase, Round
from tests.bench.rig.database import Database
from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import Server


@dataclass
class Side:
    """phases: what was measured, by name, for example "latency A". figures: single numbers, for example "startup s"."""

    name: str
    target: Target
    server: Server
    address: str
    postgres: Postgres | None = None
    phases: dict[str, Phase] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    finished: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def processes(self) -> dict[str, int]:
        return {"server": self.server.pid, **({"database": self.postgres.pid} if self.postgres else {})}

    def record(self, phase: str, round_: Round) -> None:
        self.phases.setdefault(phase, Phase()).rounds.append(round_)

    def phase(self, name: str) -> Phase:
        return self.phases.get(name) or Phase()

    def database_bytes(self) -> int:
        with Database(self.address) as database:
            return database.bytes()

    def errors(self) -> dict[str, dict[str, int]]:
        return {name: dict(phase.errors.most_common(3)) for name, phase in self.phases.items() if phase.errors}

    def as_json(self) -> dict[str, Any]:
        """Return what was measured, for the file beside the table."""
        phases = {
            name: {
                "median_ms": {what: phase.milliseconds(what) for what in _kinds(phase)},
                "p95_ms": {what: phase.milliseconds(what, 0.95) for what in _kinds(phase)},
                "samples": {what: sum(len(r.seconds.get(what, [])) for r in phase.rounds) for what in _kinds(phase)},
                "cpu_ms_an_instance": phase.cpu_ms_an_instance(),
                "completions_a_second": [round(r.completions_a_second, 1) for r in phase.rounds if r.completions_a_second],
                "cpu_s": [{k: round(v, 2) for k, v in r.cpu.items()} for r in phase.rounds],
                "other_cores": [r.other_cores for r in phase.rounds],
                "errors": dict(phase.errors),
            }
            for name, phase in self.phases.items()
        }
        return {"name": self.name, "figures": self.figures, "phases": phases, "notes": self.notes}


def _kinds(phase: Phase) -> list[str]:
    return sorted({what for round_ in phase.rounds for what in round_.seconds})
