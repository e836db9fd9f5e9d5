"""Findings of the linter: printed a line each, or as what `--json` gives. They are told in the language of the terminal."""

from collections.abc import Iterable
from typing import Any

import click

from app.cli.language import terminal_language
from app.domain.rejection import Finding
from app.web.presentation.told import ENGLISH, told


def print_findings(findings: Iterable[Finding]) -> None:
    language = terminal_language()
    for found in findings:
        line = f":{found.line}" if found.line else ""
        element = f" {found.element_id}" if found.element_id else ""
        message = told(found.message, language)
        instead = f"{'. ' if language == ENGLISH else '。'}{told(found.instead, language)}" if found.instead and str(found.instead) else ""
        click.echo(f"{found.file}{line}:{element} {found.severity} {found.rule}: {message}{instead}", err=True)


def finding_as_json(found: Finding) -> dict[str, Any]:
    language = terminal_language()
    return {
        "rule": found.rule,
        "severity": found.severity,
        "file": found.file,
        "elementId": found.element_id,
        "line": found.line,
        "message": told(found.message, language),
        "instead": told(found.instead, language) if found.instead else None,
    }
