"""What a diagram may refer to outside the files it is deployed with."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field


def _no_service(id: str) -> tuple[str, ...] | None:
    return None


class Known(Struct, frozen=True):
    """What the city has already: deployed forms, decisions and processes, and its units. The roles are those of app.domain.roles.

    forms, decisions, processes, papers: the version tags of each id's versions (empty where they carry none).
    calls_at_once: for each deployed process, the processes it calls before anything in it waits (see graph.calls_at_once).
    units, held_groups, inside_types: the units; the groups that somebody holds; the task types that run inside the product.
    None: not known, and then nothing is reported as missing among them.
    outputs_of_service: the decisions that a deployed decision service gives; asked only of an id that no decision has.
    """

    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    decisions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    processes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    calls_at_once: Mapping[str, frozenset[str]] = field(default_factory=dict)
    units: frozenset[str] | None = None
    held_groups: frozenset[str] | None = None
    inside_types: frozenset[str] | None = None
    papers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outputs_of_service: Callable[[str], tuple[str, ...] | None] = _no_service
