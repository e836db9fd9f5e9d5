"""Reading the files of a deployment, each by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.diagram import Diagram, read_diagram
from app.domain.canonical import parse
from app.domain.rejection import Finding, Message, Rejection
from app.markup.read_xml import read_xml


@dataclass
class FilesRead:
    """diagrams: by file name. forms, decisions: version tags by id. findings: what could not be read."""

    diagrams: dict[str, Diagram] = field(default_factory=dict)
    forms: dict[str, frozenset[str]] = field(default_factory=dict)
    decisions: dict[str, frozenset[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_files(files: Mapping[str, bytes]) -> FilesRead:
    """Read every file by its ending; what is refused becomes findings, so that the others are still checked."""
    read = FilesRead()
    for file_name, raw in files.items():
        try:
            _read_one(file_name, raw, read)
        except Rejection as refusal:
            read.findings += refusal.findings or [Finding("file-is-readable", "error", file_name, None, refusal.message)]
    return read


def _read_one(file_name: str, raw: bytes, read: FilesRead) -> None:
    ending = file_name.rpartition(".")[2].lower()
    if ending == "bpmn":
        read.diagrams[file_name] = read_diagram(raw, file_name)
    elif ending == "dmn":
        root = read_xml(raw, file_name)
        for node in root:
            if str(node.tag).endswith("}decision") and node.get("id"):
                read.decisions[str(node.get("id"))] = frozenset()
    elif ending == "form":
        form = parse(raw.decode("utf-8", "replace"))
        if isinstance(form, dict) and isinstance(form.get("id"), str):
            read.forms[form["id"]] = frozenset()
    else:
        template = "Expected a .bpmn, .dmn or .form file, but found %(file)s"
        read.findings.append(Finding("file-is-readable", "error", file_name, None, Message(template, {"file": file_name})))
