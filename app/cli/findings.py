"""Findings of the linter, printed a line each."""

from collections.abc import Iterable

import click

from app.domain.rejection import Finding


def print_findings(findings: Iterable[Finding]) -> None:
    for found in findings:
        line = f":{found.line}" if found.line else ""
        element = f" {found.element_id}" if found.element_id else ""
        instead = f". {found.instead}" if found.instead and str(found.instead) else ""
        click.echo(f"{found.file}{line}:{element} {found.severity} {found.rule}: {found.message}{instead}", err=True)
