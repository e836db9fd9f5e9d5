"""`duban`, the command line. Exit codes: 0 done or verified, 1 refused or findings, 2 wrong usage, 3 could not check."""

import gc
import sys
from importlib import import_module
from typing import Final

import click

from app.domain.rejection import Rejection
from app.settings import BadSettings

COMMANDS: Final = {
    "serve": "app.cli.serve:serve",
    "worker": "app.cli.worker:worker",
    "db": "app.cli.database:database",
    "deploy": "app.cli.deploy:deploy",
    "lint": "app.cli.lint:lint",
    "simulate": "app.cli.simulate.command:simulate",
    "office": "app.cli.office:office",
    "unit": "app.cli.unit:unit",
    "user": "app.cli.user:user",
    "token": "app.cli.token:token",
    "calendar": "app.cli.calendar:calendar",
    "paper-cases": "app.cli.paper_cases:paper_cases",
    "verify": "app.cli.verify:verify",
    "verify-evidence": "app.cli.verify_evidence:verify_evidence",
    "export": "app.cli.export:export",
    "replay": "app.cli.replay:replay",
    "backup": "app.cli.backup:backup",
    "restore": "app.cli.restore:restore",
    "seed-demo": "app.cli.seed_demo:seed_demo",
}
"""Where each command lies: module and name."""


class _LoadedWhenTyped(click.Group):
    """Loads the one command that was typed: a server need not wait for what the others are made of."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        if module not in sys.modules:
            _load(module)
        command: click.Command = getattr(sys.modules[module], attribute)
        return command


def _load(module: str) -> None:
    """Import a module and what it needs. All of that stays: searching it for what has become useless would be a fifth of a start."""
    gc.disable()
    try:
        import_module(module)
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=_LoadedWhenTyped)
def duban() -> None:
    """Runs a city government's procedures."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = duban(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = 2
    except click.Abort:
        code = 1
    except (Rejection, BadSettings) as error:
        click.echo(f"duban: {error}", err=True)
        code = 2 if isinstance(error, BadSettings) else 1
    sys.exit(code if isinstance(code, int) else 0)
