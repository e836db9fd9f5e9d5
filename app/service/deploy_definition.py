"""Deploy files: processes, forms and decisions become the next versions of themselves.

With four eyes a new version waits until a second designer deploys the same files: that confirms it. Instances go on using the last
confirmed one.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

from app.audit.known_definitions import known_definitions
from app.audit.next_version import Deploying, next_version
from app.audit.timer_starts import armed_starts, event_starts
from app.diagram import read_diagram
from app.dmn import ModelsRead, version_tags
from app.domain.actor import SYSTEM, Actor
from app.domain.command_rights import PLAYED
from app.domain.fact import Fact
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.marked import marked
from app.domain.permissions import plays, require
from app.domain.rejection import Finding, Rejection
from app.engine.program import Program, compile_program
from app.form import read_form
from app.lint import CheckedAlone, check_alone, check_among
from app.paper import read_paper
from app.service.work import Outcome, Work
from app.store import read_definitions
from app.store.number_requirements import number_requirements

MOST_FILES: Final = 50


@dataclass(frozen=True)
class DeployDefinition:
    """files: name -> bytes; .bpmn, .dmn, .form and .paper, checked together and stored together or not at all."""

    files: Mapping[str, bytes]
    case_key: ClassVar[int] = CITY_CHAIN

    @cached_property
    def alone(self) -> CheckedAlone:
        """The files as read and as checked by themselves."""
        return check_alone(self.files)

    def read_ahead(self, actor: Actor) -> None:
        """Read the files before the transaction, which others wait for; not where the command will be refused whatever they hold."""
        if _has_few(self.files) and (actor == SYSTEM or plays(actor, "designer")):
            self.alone  # noqa: B018  # read, and kept


def handle(command: DeployDefinition, work: Work) -> Outcome:
    require(work.actor, PLAYED["deploy_definition"], "deploy a process")
    if not _has_few(command.files):
        raise Rejection("bad_request", "Expected 1 to %(most)s files, but found %(found)s", most=MOST_FILES, found=len(command.files))
    findings = check_among(command.alone, known_definitions(work.store, work.surroundings))
    if any(finding.severity == "error" for finding in findings):
        wrong = [finding for finding in findings if finding.severity == "error"]
        many = marked("Expected files that can be run, but found %(count)s mistakes; the first: %(problem)s")
        raise Rejection(
            "bad_diagram",
            marked("Expected files that can be run, but found a mistake: %(problem)s") if len(wrong) == 1 else many,
            findings=findings,
            count=len(wrong),
            problem=_told(wrong[0]),
        )
    deployment = work.new_number("case") * BLOCK
    state = "pending" if work.surroundings.publish_four_eyes and not work.actor.everything else "active"
    resources: list[dict[str, Any]] = []
    decisions = command.alone.read.models
    contents, digests = _stored(command.files, decisions)
    deploying = Deploying(work.store, work.actor.account, deployment, state, work.new_number)
    for name, raw in sorted(command.files.items()):
        for found, program in _definitions_in(name, raw, decisions):
            resources.append(next_version(found, digests[name], name, deploying))
            _arm(resources[-1], program, work)
    fact = Fact(
        "deployment_made", None, None, {"deploymentKey": str(deployment), "state": state, "resources": resources}, {"_contents": contents}
    )
    answer = {"key": deployment, "resources": _with_requirements(resources, deployment, work), "findings": findings, "state": state}
    return Outcome("deployment_made", [fact], answer)


def _told(finding: Finding) -> str:
    """Return where a mistake is, and what it is; what is wrong with a whole file says already which."""
    message = str(finding.message)
    if finding.element_id is None and message.startswith(finding.file):
        return message
    return f"{finding.file}, {finding.element_id}: {message}" if finding.element_id else f"{finding.file}: {message}"


def _with_requirements(resources: list[dict[str, Any]], deployment: int, work: Work) -> list[dict[str, Any]]:
    """Return what was deployed, each decision with key and version of the requirements graph that its file is."""
    graphs = number_requirements(work.store, deployment, resources)
    told: list[dict[str, Any]] = []
    for found in resources:
        if found["kind"] != "decision":
            told.append(found)
        elif found["isNew"]:
            graph = graphs[found["file"]]
            told.append({**found, "requirementsKey": str(graph.key), "requirementsVersion": graph.version})
        else:
            row = read_definitions.by_key(work.store, int(found["key"])) or {}
            told.append({**found, "requirementsKey": str(row["requirements_key"]), "requirementsVersion": row["requirements_version"]})
    return told


def _has_few(files: Mapping[str, bytes]) -> bool:
    return 0 < len(files) <= MOST_FILES


def _stored(files: Mapping[str, bytes], decisions: ModelsRead) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return what is kept, by digest, and the digest that stands for each file: for a model that imports others, for them too."""
    contents: dict[str, bytes] = {}
    digests: dict[str, str] = {}

    def keep(content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        contents[digest] = content
        return digest

    # The models come in the order in which they were read: each after those that it imports.
    for name in (*decisions.models, *files):
        if name not in digests:
            imported = decisions.imports.get(name, ())
            own = keep(files[name])
            digests[name] = keep(read_definitions.with_imports(own, (digests[other] for other in imported))) if imported else own
    return contents, digests


def _definitions_in(name: str, raw: bytes, decisions: ModelsRead) -> Iterable[tuple[dict[str, Any], Program | None]]:
    """Give kind, id, name and version tag of everything that a file defines, with the program of a process."""
    if name.endswith(".bpmn"):
        program = compile_program(raw, name)
        for process in read_diagram(raw, name).processes:
            if process.executable:
                said = {"kind": "process", "id": process.id, "name": process.name or process.id, "versionTag": process.version_tag}
                yield {**said, **event_starts(process)}, program
    elif name.endswith(".dmn"):
        model, tags = decisions.models[name], version_tags(raw, name)
        for id, title in model.decisions.items():
            said = {"kind": "decision", "id": id, "name": title, "versionTag": tags.get(id)}
            yield {**said, "requirementsId": model.id, "requirementsName": model.name}, None
    elif name.endswith(".paper"):
        paper = read_paper(raw, name)
        yield paper.described(), None
    else:
        form = read_form(raw, name)
        yield {"kind": "form", "id": form.id, "name": form.id, "versionTag": form.version_tag}, None


def _arm(found: dict[str, Any], program: Program | None, work: Work) -> None:
    """Let the timers of a process start their count where this deployment puts it into force."""
    if program is None:
        return
    armed = armed_starts(program, found["id"], work.world)
    if armed and (found.get("confirmed") or (found["isNew"] and found["state"] == "active")):
        found["timerStarts"] = armed
