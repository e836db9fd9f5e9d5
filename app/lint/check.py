"""Checking the files of a deployment together."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from msgspec import Struct

from app.diagram import Diagram
from app.dmn.graph import Service
from app.domain.rejection import Finding, Message
from app.form import Form
from app.lint.decision_file import DecisionFile
from app.lint.known import Known
from app.lint.limits import MAX_FINDINGS, is_too_large
from app.lint.read_files import FilesRead, read_files
from app.lint.rule import DRAWING, WARNING, Rule
from app.lint.surroundings import Surroundings

_ORDER: Final = {"error": 0, "warning": 1, "note": 2}


def check(files: Mapping[str, bytes], known: Known, *, drawing: str = WARNING) -> list[Finding]:
    """Return what is wrong with the files, errors first, then by file and line.

    drawing: the severity of the rules that only make a drawing hard to read; the city's own processes are held to "error".
    A file that cannot be read is a finding like any other; nothing is raised.
    """
    return check_among(check_alone(files), known, drawing=drawing)


class CheckedAlone(Struct, frozen=True):
    """Files as read, and what is wrong with them whatever is deployed beside them."""

    read: FilesRead
    findings: list[Finding]


def check_alone(files: Mapping[str, bytes]) -> CheckedAlone:
    """Return what can be said of files without knowing the city; nothing is raised."""
    read = read_files(files)
    findings = list(read.findings)
    for file_name, form in read.form_documents.items():
        findings += _check_form(form, file_name)
    for decisions in read.decision_files.values():
        findings += _check_decisions(decisions)
    return CheckedAlone(read, findings)


def check_among(alone: CheckedAlone, known: Known, *, drawing: str = WARNING) -> list[Finding]:
    """Return the same as `check`, of files that were already checked alone."""
    read = alone.read
    processes = {process.id: process for diagram in read.diagrams.values() for process in diagram.processes}
    around = Surroundings(known, processes, read.forms, read.decisions, read.papers, _services(read))
    findings = list(alone.findings)
    for diagram in read.diagrams.values():
        findings += _check_diagram(diagram, around, drawing)
    return sorted(findings, key=lambda found: (_ORDER[found.severity], found.file, found.line or 0, found.rule, found.element_id or ""))


def _services(read: FilesRead) -> dict[str, tuple[str, ...]]:
    """Return the output decisions of the decision services that the files draw, by the service's id."""
    drawn = [element for file in read.decision_files.values() for element in file.model.elements.values() if isinstance(element, Service)]
    return {service.id: tuple(needed.element.id for needed in service.outputs) for service in drawn}


def _check_diagram(diagram: Diagram, around: Surroundings, drawing: str) -> Iterator[Finding]:
    from app.lint.rules import RULES  # a rule is a file: only who checks something waits for so many

    too_large = is_too_large(diagram)
    for rule in RULES:
        if not too_large or rule.name == "size-limit":
            yield from _ask(rule, diagram, around, drawing)


def _check_decisions(decisions: DecisionFile) -> Iterator[Finding]:
    from app.lint.rules import DECISION_RULES  # as above

    for rule in DECISION_RULES:
        for found in islice(rule.find(decisions), MAX_FINDINGS):
            instead = Message(rule.instead, {})
            yield Finding(rule.name, rule.severity, decisions.file_name, found.element_id, found.message, instead, found.line)


def _check_form(form: Form, file_name: str) -> Iterator[Finding]:
    from app.lint.rules import FORM_RULES  # as above

    for rule in FORM_RULES:
        for found in islice(rule.find(form), MAX_FINDINGS):
            yield Finding(rule.name, rule.severity, file_name, found.element_id, found.message, Message(rule.instead, {}))


def _ask(rule: Rule, diagram: Diagram, around: Surroundings, drawing: str) -> Iterator[Finding]:
    severity = drawing if rule.severity == DRAWING else rule.severity
    for count, found in enumerate(rule.find(diagram, around)):
        if count == MAX_FINDINGS:
            return
        instead = Message(rule.instead, {})
        yield Finding(rule.name, severity, diagram.file_name, found.element_id, found.message, instead, found.line)
