"""The requirements graphs of a deployment: each file of decisions is one, with a key and a version of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from app.store.database import Reader


class Requirements(Struct, frozen=True):
    """key: within the block of the deployment's key, so no other thing has it. version: among the graphs of the same id."""

    key: int
    version: int


def number_requirements(store: Reader, deployment_key: int, resources: Iterable[Mapping[str, Any]]) -> dict[str, Requirements]:
    """Return key and version of the graphs that a deployment brings, by file name.

    resources: what the event deployment_made says. Only files that bring a new version of a decision bring one of their graph.
    It must be asked before the deployment's rows are written, and gives the same whenever the log is read again.
    """
    new = {found["file"]: found["requirementsId"] for found in resources if found["kind"] == "decision" and found["isNew"]}
    newest: dict[str, int] = {}
    numbered: dict[str, Requirements] = {}
    for place, (file, id) in enumerate(sorted(new.items()), 1):
        if id not in newest:
            newest[id] = store.value("SELECT MAX(requirements_version) FROM definition WHERE requirements_id = :id", id=id) or 0
        newest[id] += 1
        numbered[file] = Requirements(deployment_key + place, newest[id])
    return numbered
