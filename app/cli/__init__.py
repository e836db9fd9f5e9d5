"""`duban`, the command line. Exit codes: 0 done or verified, 1 refused or findings, 2 wrong usage, 3 could not check."""

import sys

import click

from app.cli.backup import backup
from app.cli.calendar import calendar
from app.cli.database import database
from app.cli.deploy import deploy
from app.cli.lint import lint
from app.cli.replay import replay
from app.cli.restore import restore
from app.cli.seed_demo import seed_demo
from app.cli.serve import serve
from app.cli.simulate.command import simulate
from app.cli.token import token
from app.cli.unit import unit
from app.cli.user import user
from app.cli.verify import verify
from app.cli.worker import worker
from app.domain.rejection import Rejection
from app.settings import BadSettings


@click.group()
def duban() -> None:
    """Runs a city government's procedures."""


for command in (serve, worker, database, deploy, lint, simulate, unit, user, token, calendar, verify, replay, backup, restore, seed_demo):
    duban.add_command(command)


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
