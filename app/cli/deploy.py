"""`duban deploy FILE...`."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.cli.findings import print_findings
from app.cli.language import terminal_language
from app.cli.started import acting, opened
from app.domain.rejection import Rejection
from app.service.deploy_definition import DeployDefinition
from app.web.presentation.told import told


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "as_user", metavar="USER", help="on whose behalf; needed outside demo mode")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def deploy(files: tuple[Path, ...], as_user: str | None, as_json: bool) -> None:
    """Deploy diagrams, tables and forms together, or none of them."""
    duban = opened()
    actor = acting(duban, as_user)
    try:
        answer = duban.door.execute(DeployDefinition({file.name: file.read_bytes() for file in files}), actor).answer
    except Rejection as rejection:
        print_findings(rejection.findings)
        click.echo(f"duban: {told(rejection.message, terminal_language())}", err=True)
        sys.exit(1)
    print_findings(answer["findings"])
    if as_json:
        click.echo(
            json.dumps(
                {"deploymentKey": str(answer["key"]), "state": answer["state"], "resources": answer["resources"]}, ensure_ascii=False
            )
        )
        return
    for found in answer["resources"]:
        click.echo(f"{found['kind']} {found['id']} version {found['version']}{_standing(found)}")
    if any(found["state"] == "pending" for found in answer["resources"]):
        click.echo(
            "Not in force yet (four eyes): it takes effect when a second designer deploys the same files, with --as and their account."
            " DUBAN_PUBLISH_FOUR_EYES=0 does without.",
            err=True,
        )


def _standing(found: dict[str, Any]) -> str:
    if found.get("confirmed"):
        return " (confirmed)"
    return ("" if found["isNew"] else " (unchanged)") + (" (waits for a second designer)" if found["state"] == "pending" else "")
