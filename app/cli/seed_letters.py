"""Letters of the demo city, in every state that the procedure can reach, around the day on which the city is seeded."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.assemble import Duban
from app.domain.actor import PUBLIC, Actor
from app.execute import Door
from app.queries.account import actor_of
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.start_instance import StartInstance

FILE: Final = Path(__file__).resolve().parents[2] / "processes" / "citizen-letter" / "demo.json"
PROCESS: Final = "citizen-letter"


class Past:
    """A clock that stands where the story is."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def read(self, _store: Any) -> datetime:
        return self.now


def seed_letters(duban: Duban, now: datetime) -> int:
    """Write the letters of demo.json as if they had come in the working days before `now`; return how many.

    now: aware. Steps that would lie after it are left out, so that nothing of the demo happens in the future.
    """
    past = Past(now)
    door = Door(duban.database, duban.door.surroundings, test_clock=False, clock=past.read)
    stories = sorted(json.loads(FILE.read_text(encoding="utf-8")), key=lambda story: (-story["daysAgo"], story["at"]))
    told = [_Story(door, past, now, duban.settings.zone).tell(story) for story in stories]
    past.now = now
    for key in filter(None, told):
        door.fire_due(key)
    return sum(1 for key in told if key)


class _Story:
    def __init__(self, door: Door, past: Past, now: datetime, zone: Any) -> None:
        self.door, self.past, self.now, self.zone = door, past, now, zone

    def tell(self, story: Mapping[str, Any]) -> int | None:
        """Start a letter and take its steps up to now; return its key, None where even the start lies ahead."""
        self.past.now = datetime.min.replace(tzinfo=UTC)
        if not self._go_to(story):
            return None
        command = StartInstance(PROCESS, variables=story["letter"], by_form=True)
        key = int(self.door.execute(command, self._actor(story["who"])).answer["key"])
        for step in story["steps"]:
            if not self._go_to(step):
                break
            self._take(key, step)
        return key

    def _take(self, key: int, step: Mapping[str, Any]) -> None:
        actor, does = self._actor(step["who"]), step["does"]
        if does.startswith("message "):
            number = self.door.ask(lambda store: store.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=key))
            self.door.execute(CorrelateMessage(key, does.removeprefix("message "), number, step["answers"]), actor)
            return
        task = self.door.ask(
            lambda store: store.value(
                "SELECT key FROM user_task WHERE case_key = :key AND element_id = :element AND state = 'CREATED' ORDER BY key",
                key=key,
                element=does,
            )
        )
        self.door.execute(AssignTask(task, actor.account), actor)
        self.past.now += timedelta(minutes=2)
        self.door.execute(CompleteTask(task, {name: self._number(value) for name, value in step["answers"].items()}), actor)

    def _number(self, value: Any) -> Any:
        """Return an answer; `@title` stands for the receipt number of the earlier letter with that title."""
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        return self.door.ask(
            lambda store: store.value("SELECT receipt_number FROM process_instance WHERE title = :title ORDER BY key", title=value[1:])
        )

    def _go_to(self, moment: Mapping[str, Any]) -> bool:
        """Set the clock to a moment, `daysAgo` working days before today; say whether it has come."""
        calendar = self.door.ask(self.door.surroundings.calendar)
        today = self.now.astimezone(self.zone).date()
        on = calendar.add_working_days(today, -moment["daysAgo"]) if moment["daysAgo"] else today
        at = datetime.combine(on, time.fromisoformat(moment["at"]), self.zone)
        # Never backwards within a story: claiming a task took two minutes already.
        self.past.now = max(at, self.past.now)
        return at < self.now - timedelta(minutes=5)

    def _actor(self, name: str) -> Actor:
        found = PUBLIC if name == "public" else self.door.ask(actor_of, name)
        if found is None:
            raise LookupError(f"the account {name} of the demo city")
        return found
