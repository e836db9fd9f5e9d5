"""`duban simulate FILE --scenario FILE`: trying a story against a diagram, in a store of its own.

Exit codes: 0 it goes as told, 1 it goes otherwise, 2 wrong usage, 3 it could not be tried.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import click

from app.audit.story import FIRST_CASE, Step, Story, read_story
from app.cli.findings import finding_as_json, print_findings
from app.cli.language import terminal_language
from app.cli.simulate.city_of_its_own import city_of_its_own, found_city
from app.cli.simulate.gather_files import gather_files
from app.cli.simulate.play import Performance, Played, play
from app.diagram import read_diagram
from app.domain.rejection import Finding, Rejection
from app.web.presentation.told import told

COULD_NOT: Final = 3
_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--scenario", required=True, type=_FILE, help="the story, a .yaml file")
@click.option("--events", is_flag=True, help="print the audit log of the cases too")
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def simulate(file: Path, scenario: Path, events: bool, as_json: bool) -> None:
    """Play a story with a diagram, its tables and its forms; nothing real happens.

    Tables and forms are found beside the diagram and in forms/; the people are those of the demo city.
    """
    try:
        story, performance, findings, zone = _tried(file, scenario)
    except Rejection as rejection:
        _print_refusal(rejection, as_json)
        sys.exit(COULD_NOT)
    if as_json:
        click.echo(json.dumps(_as_json(story, performance, findings), ensure_ascii=False))
    else:
        print_findings(findings)
        _print(story, performance, zone)
        if events:
            click.echo(f"\n{performance.events}", nl=False)
    sys.exit(0 if performance.as_told else 1)


def _tried(file: Path, scenario: Path) -> tuple[Story, Performance, Sequence[Finding], ZoneInfo]:
    with TemporaryDirectory(prefix="duban-simulate-") as folder:
        files = gather_files(file)
        findings = found_city(Path(folder), files)
        with city_of_its_own(Path(folder)) as duban:
            zone = duban.settings.zone
            story = read_story(scenario.read_bytes(), scenario.name, zone)
            _require_process(story, files)
            return story, play(story, duban.door, zone, scenario.parent), findings, zone


def _require_process(story: Story, files: Mapping[str, bytes]) -> None:
    drawn = (read_diagram(raw, name) for name, raw in files.items() if name.endswith(".bpmn"))
    ids = sorted(process.id for diagram in drawn for process in diagram.processes)
    if story.process not in ids:
        raise Rejection(
            "bad_file", "Expected a story of %(ids)s, but found one of %(found)s", ids=" or ".join(ids) or "-", found=story.process
        )


def _print_refusal(rejection: Rejection, as_json: bool) -> None:
    if as_json:
        found = {
            "passed": False,
            "problem": told(rejection.message, terminal_language()),
            "findings": [finding_as_json(one) for one in rejection.findings],
            "steps": [],
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    print_findings(rejection.findings)
    click.echo(f"duban: {told(rejection.message, terminal_language())}", err=True)


def _print(story: Story, performance: Performance, zone: ZoneInfo) -> None:
    click.echo(story.title)
    for played in performance.played:
        click.echo(f"{'ok  ' if played.as_told else 'NOT '}{_step_line(played.step, zone)}")
        for point in played.points:
            if point.as_told:
                click.echo(f"        {point.what}: {point.expected}")
            else:
                click.echo(f"    NOT {point.what}: expected {point.expected}\n        found    {point.found}")
    if not performance.as_told:
        left = len(story.steps) - len(performance.played)
        click.echo(f"Step {performance.played[-1].step.number} goes otherwise than told; {left} more were not tried.")
    else:
        click.echo(f"All {len(story.steps)} steps go as told.")


def _step_line(step: Step, zone: ZoneInfo) -> str:
    case = f" ({step.case})" if step.case != FIRST_CASE else ""
    return f"{step.number:>3}  {step.at.astimezone(zone):%Y-%m-%d %H:%M}  {step.who} {step.does} {step.what}".rstrip() + case


def _as_json(story: Story, performance: Performance, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "story": story.title,
        "process": story.process,
        "passed": performance.as_told,
        "steps": [_step(played) for played in performance.played],
        "stepsNotTried": len(story.steps) - len(performance.played),
        "findings": [finding_as_json(one) for one in findings],
        "events": performance.events.splitlines(),
    }


def _step(played: Played) -> dict[str, Any]:
    step = played.step
    return {
        "number": step.number,
        "at": step.at.isoformat().replace("+00:00", "Z"),
        "case": step.case,
        "who": step.who,
        "does": f"{step.does} {step.what}".rstrip(),
        "passed": played.as_told,
        "points": [
            {"what": point.what, "expected": point.expected, "found": point.found, "passed": point.as_told} for point in played.points
        ],
    }
