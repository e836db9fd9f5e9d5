"""`duban lint FILE...`."""

import json
import sys
from pathlib import Path

import click

from app.cli.findings import print_findings
from app.lint import Known, check


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="a JSON object a finding, one a line")
def lint(files: tuple[Path, ...], as_json: bool) -> None:
    """Check diagrams, tables and forms together. Warnings alone leave with 0."""
    findings = check({file.name: file.read_bytes() for file in files}, Known())
    if as_json:
        for found in findings:
            said = {
                "rule": found.rule,
                "severity": found.severity,
                "file": found.file,
                "elementId": found.element_id,
                "line": found.line,
                "message": str(found.message),
            }
            click.echo(json.dumps({**said, "instead": str(found.instead) if found.instead else None}, ensure_ascii=False))
    else:
        print_findings(findings)
    sys.exit(1 if any(found.severity == "error" for found in findings) else 0)
