"""`duban seed-demo`: the invented city of a demo."""

from datetime import UTC
from pathlib import Path
from typing import Final

import click

from app.assemble import Duban
from app.cli.seed_city import city_commands
from app.cli.started import opened
from app.domain.actor import SYSTEM, Actor
from app.domain.demo_city import PASSWORD
from app.domain.rejection import Rejection
from app.service.deploy_definition import DeployDefinition
from app.service.note_seeding import CASES, CITY, WHOLE, note_seeding, seeded
from app.service.pin_clock import pin_clock

ROOT: Final = Path(__file__).resolve().parents[2]
DEMO: Final = Actor("demo", "演示", everything=True)


def is_seeded(duban: Duban) -> bool:
    """Say whether there is a demo city, whole."""
    ask = duban.door.ask
    if ask(seeded, CITY) and not ask(seeded, WHOLE):
        return False
    return ask(lambda store: store.value("SELECT 1 FROM account WHERE name = 'demo'")) is not None


def seed_once(duban: Duban) -> bool:
    """Seed the demo city unless there is one; return whether it was seeded now. A seeding that was cut off goes on where it was."""
    if is_seeded(duban):
        return False
    # What only the first start of a demo city needs is not loaded by every other.
    from app.cli.seed_cases import seed_cases

    door = duban.door
    if duban.settings.test_now is not None:
        door.keep(pin_clock, duban.settings.test_now.astimezone(UTC))
    _enter_city(duban)
    deploy_all(duban, DEMO)
    seed_cases(duban, door.now(), door.ask(seeded, CASES), lambda: door.keep(note_seeding, CASES))
    door.keep(note_seeding, WHOLE)
    return True


def _enter_city(duban: Duban) -> None:
    door = duban.door
    for command in city_commands(duban.passwords.hash(PASSWORD))[door.ask(seeded, CITY) :]:
        try:
            door.execute(command, SYSTEM)
        except Rejection as rejection:
            # Cut off between an account and the note of it: it is there.
            if rejection.code != "conflict":
                raise
        door.keep(note_seeding, CITY)


def deploy_all(duban: Duban, actor: Actor) -> None:
    """Deploy every procedure of processes/ with its tables, forms and papers, one after another: together they are more files than one
    deployment takes. What two of them use is deployed once, for the same file again changes nothing. Diagrams that only
    stories use stay away: people of the city would take them for procedures."""
    from app.cli.simulate.gather_files import gather_files

    for folder in sorted((ROOT / "processes").iterdir()):
        files = {file.name: file.read_bytes() for kind in ("*.dmn", "papers/*.paper") for file in sorted(folder.glob(kind))}
        for diagram in sorted(folder.glob("*.bpmn")):
            files |= gather_files(diagram, stories=False)
        if files:
            duban.door.execute(DeployDefinition(files), actor)


@click.command(name="seed-demo")
def seed_demo() -> None:
    """Seed the demo city, once."""
    duban = opened()
    if not duban.settings.demo:
        raise Rejection(
            "state_forbids", "Expected DUBAN_DEMO=1: invented people and their known password have no place in a city's own store"
        )
    click.echo("The demo city is there." if seed_once(duban) else "The demo city was there already; nothing was changed.", err=True)
