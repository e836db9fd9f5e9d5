"""Reading the files of a deployment, each by its kind."""

from collections.abc import Mapping

from msgspec import Struct, field

from app.diagram import Diagram, read_diagram
from app.dmn import DecisionModel, ModelsRead, foreign_elements, read_together, version_tags
from app.domain.marked import marked
from app.domain.rejection import Finding, Message, Rejection
from app.form import Form, read_form
from app.lint.decision_file import DecisionFile
from app.lint.surroundings import NO_TAGS
from app.paper import PaperTemplate, read_paper


class FilesRead(Struct):
    """diagrams, form_documents, decision_files: by file name. models: of the decision files. forms, decisions, papers: version tags by id.

    findings: what could not be read, and ids that are taken twice.
    """

    models: ModelsRead = field(default_factory=ModelsRead)
    diagrams: dict[str, Diagram] = field(default_factory=dict)
    forms: dict[str, frozenset[str]] = field(default_factory=dict)
    form_documents: dict[str, Form] = field(default_factory=dict)
    decisions: dict[str, frozenset[str]] = field(default_factory=dict)
    decision_files: dict[str, DecisionFile] = field(default_factory=dict)
    papers: dict[str, frozenset[str]] = field(default_factory=dict)
    paper_documents: dict[str, PaperTemplate] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _defined: dict[tuple[str, str], str] = field(default_factory=dict)

    def define(self, kind: str, definition_id: str, file_name: str) -> None:
        """Note what a file defines. Two files may not define the same: which of them would be meant?"""
        other = self._defined.setdefault((kind, definition_id), file_name)
        if other != file_name:
            template = "Expected the id %(id)s in one file, but found it in %(other)s too"
            self._refuse(file_name, Message(template, {"id": definition_id, "other": other}))

    def refuse(self, file_name: str, refusal: Rejection) -> None:
        if refusal.findings:
            self.findings += refusal.findings
        else:
            self._refuse(file_name, refusal.message)

    def _refuse(self, file_name: str, message: Message) -> None:
        self.findings.append(Finding("file-is-readable", "error", file_name, None, message))


def read_files(files: Mapping[str, bytes]) -> FilesRead:
    """Read every file by its ending; what is refused becomes findings, so that the others are still checked."""
    decisions = read_together({name: raw for name, raw in files.items() if _ending(name) == "dmn"})
    read = FilesRead(decisions)
    for file_name, raw in files.items():
        try:
            if file_name in decisions.refused:
                raise decisions.refused[file_name]
            _read_one(file_name, raw, decisions.models, read)
        except Rejection as refusal:
            read.refuse(file_name, refusal)
    for file_name in read.decision_files:
        _find_useless(file_name, files[file_name], read)
    return read


def _find_useless(file_name: str, raw: bytes, read: FilesRead) -> None:
    """Note a file of which nothing would be deployed: it holds no decision, and no other file imports what it does hold."""
    if read.decision_files[file_name].model.decisions or any(file_name in imported for imported in read.models.imports.values()):
        return
    foreign = foreign_elements(raw, file_name)
    problem = marked("Expected a decision, or another file that imports this one, but found neither")
    other = marked("Expected a decision in a namespace of DMN, but found %(found)s in %(namespace)s")
    if foreign:
        name, namespace = foreign[0]
        read.refuse(file_name, Rejection("bad_decision", other, found=name, namespace=namespace or "none"))
    else:
        read.refuse(file_name, Rejection("bad_decision", problem))


def _ending(file_name: str) -> str:
    return file_name.rpartition(".")[2]


def _read_one(file_name: str, raw: bytes, models: Mapping[str, DecisionModel], read: FilesRead) -> None:
    ending = _ending(file_name)
    if ending == "bpmn":
        diagram = read.diagrams[file_name] = read_diagram(raw, file_name)
        for process in diagram.processes:
            read.define("process", process.id, file_name)
    elif ending == "dmn":
        decisions = read.decision_files[file_name] = DecisionFile(file_name, models[file_name])
        tags = version_tags(raw, file_name)
        for decision_id in decisions.model.decisions:
            read.decisions[decision_id] = frozenset({tags[decision_id]}) if decision_id in tags else NO_TAGS
            read.define("decision", decision_id, file_name)
    elif ending == "form":
        form = read.form_documents[file_name] = read_form(raw, file_name)
        read.forms[form.id] = frozenset({form.version_tag}) if form.version_tag else NO_TAGS
        read.define("form", form.id, file_name)
    elif ending == "paper":
        paper = read.paper_documents[file_name] = read_paper(raw, file_name)
        read.papers[paper.id] = frozenset({paper.version_tag}) if paper.version_tag else NO_TAGS
        read.define("paper", paper.id, file_name)
    else:
        raise Rejection("bad_file", "Expected a .bpmn, .dmn, .form or .paper file, but found %(file)s", file=file_name)
