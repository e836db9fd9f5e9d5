"""Playing a story: step by step, until one goes otherwise than told."""

from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from app.audit.story import Step, Story
from app.cli.simulate.compare import Point, points
from app.cli.simulate.event_log import event_log
from app.cli.simulate.stage import Stage
from app.domain.rejection import Rejection
from app.execute import Door


class Played(Struct, frozen=True):
    """One step as it went."""

    step: Step
    points: tuple[Point, ...]

    @property
    def as_told(self) -> bool:
        return all(point.as_told for point in self.points)


class Performance(Struct, frozen=True):
    """played: the steps up to the first that went otherwise. cases: the keys of the cases, by name. events: their logs, as text."""

    played: tuple[Played, ...]
    cases: dict[str, int]
    events: str

    @property
    def as_told(self) -> bool:
        return all(one.as_told for one in self.played)


def play(story: Story, door: Door, zone: ZoneInfo, folder: Path | None = None) -> Performance:
    """Play a story in a city of its own, whose clock is a test clock.

    folder: in which the story lies, and the files that it deploys half-way.

    Raises Rejection("bad_file") for a step that nobody could take: by someone unknown, or in a case that was never started.
    """
    stage, played = Stage(door, story.process, zone, folder), list[Played]()
    for step in story.steps:
        played.append(_played(stage, step, zone))
        if not played[-1].as_told:
            break
    events = "\n".join(door.ask(event_log, key, name, zone) for name, key in stage.cases.items())
    return Performance(tuple(played), stage.cases, f"{story.title}\n\n{events}")


def _played(stage: Stage, step: Step, zone: ZoneInfo) -> Played:
    actor = stage.actor(step.who)
    stage.require_case(step)
    before, refusal = stage.last_event(step.case), None
    stage.go_to(step)
    try:
        stage.take(step, actor)
    except Rejection as rejection:
        refusal = rejection
    return Played(step, tuple(points(step.expected, stage.seen(step.case, before), refusal, zone)))
