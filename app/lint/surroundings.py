"""What stands around the diagram that a rule looks at: the other files of the deployment, and what the city has."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from app.diagram import Process
from app.lint.known import Known

NO_TAGS: frozenset[str] = frozenset()


class Surroundings(Struct, frozen=True):
    """processes, forms, decisions, papers: those of the files that are checked together, by id, the last three with
    their version tags. services: the output decisions of their decision services, by id.
    """

    known: Known
    processes: Mapping[str, Process] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    decisions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    papers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def process_tags(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset({process.version_tag} if process.version_tag else ()) for name, process in self.processes.items()}

    def all_processes(self) -> Iterator[str]:
        yield from self.processes
        yield from (name for name in self.known.processes if name not in self.processes)
