"""`duban lint FILE...`."""

import json
import sys
from pathlib import Path

import click

from app.cli.findings import finding_as_json, print_findings
from app.lint import Known, check


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="a JSON object a finding, one a line")
def lint(files: tuple[Path, ...], as_json: bool) -> None:
    """Check diagrams, tables and forms together. Warnings alone leave with 0."""
    findings = check({file.name: file.read_bytes() for file in files}, Known())
    if as_json:
        for found in findings:
            click.echo(json.dumps(finding_as_json(found), ensure_ascii=False))
    else:
        print_findings(findings)
    sys.exit(1 if any(found.severity == "error" for found in findings) else 0)
