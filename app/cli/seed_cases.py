"""Cases of the demo city, in every state that their procedures can reach, around the day on which the city is seeded.

They stand in processes/<id>/demo.json.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.assemble import Duban
from app.domain.actor import PUBLIC, Actor
from app.domain.attached_file import Attachment
from app.execute import Door
from app.queries.account import actor_of
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.decide_disposal import DecideDisposal
from app.service.draft_paper import DraftPaper
from app.service.issue_paper import IssuePaper
from app.service.propose_disposal import ProposeDisposal
from app.service.start_instance import StartInstance
from app.service.suspend_clock import SuspendClock

FILES: Final = sorted((Path(__file__).resolve().parents[2] / "processes").glob("*/demo.json"))
WORKING_DAYS: Final = "workingDays"
AT: Final = "at"
MOST_BYTES: Final = 1_000_000


class Past:
    """A clock that stands where the story is."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def read(self, _store: Any) -> datetime:
        return self.now


def seed_cases(duban: Duban, now: datetime, begun: int = 0, note: Callable[[], None] = lambda: None) -> int:
    """Write the cases of the files as if they had come in the working days before `now`; return how many.

    now: aware. Steps that would lie after it are left out, so that nothing of the demo happens in the future. begun: how many were begun
    by a seeding that was cut off: they stay as they stand. note: called before each is begun.
    """
    past = Past(now)
    door = Door(duban.database, duban.door.surroundings, test_clock=False, clock=past.read)
    told = []
    for folder, story in [(file.parent, story) for file in FILES for story in _in_order(file)][begun:]:
        note()
        told.append(_Story(door, past, now, duban, folder).tell(story))
    past.now = now
    for key in filter(None, told):
        door.fire_due(key)
    return sum(1 for key in told if key)


def _in_order(file: Path) -> list[dict[str, Any]]:
    return sorted(json.loads(file.read_text(encoding="utf-8")), key=lambda story: (-story["daysAgo"], story["at"]))


class _Story:
    """folder: of the procedure, in which the files that are attached lie too."""

    def __init__(self, door: Door, past: Past, now: datetime, duban: Duban, folder: Path) -> None:
        self.door, self.past, self.now, self.duban, self.folder = door, past, now, duban, folder
        self.zone = duban.settings.zone

    def tell(self, story: Mapping[str, Any]) -> int | None:
        """Start a case and take its steps up to now; return its key, None where even the start lies ahead."""
        self.past.now = datetime.min.replace(tzinfo=UTC)
        if not self._go_to(story):
            return None
        files = tuple(self._kept(field, name) for field, names in story.get("files", {}).items() for name in names)
        command = StartInstance(self.folder.name, variables=self._meant(story["answers"]), by_form=True, attachments=files)
        key = int(self.door.execute(command, self._actor(story["who"])).answer["key"])
        for step in story["steps"]:
            if not self._go_to(step):
                break
            self._take(key, step)
        return key

    def _kept(self, field: str, name: str) -> Attachment:
        with (self.folder / name).open("rb") as stream:
            return Attachment(field, name, *self.duban.documents.put(stream, MOST_BYTES))

    def _take(self, key: int, step: Mapping[str, Any]) -> None:
        actor, does = self._actor(step["who"]), step["does"]
        if does == "stop-clock":
            self.door.execute(SuspendClock(key, None, step["reason"]), actor)
        elif does.startswith("message "):
            number = self.door.ask(lambda store: store.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=key))
            self.door.execute(CorrelateMessage(key, does.removeprefix("message "), number, step["answers"]), actor)
        elif does.startswith("assign "):
            self._assign(key, step, actor)
        elif does.startswith("propose "):
            self.door.execute(ProposeDisposal(key, does.removeprefix("propose "), step["answers"]["reason"]), actor)
        elif does.startswith("decide "):
            self.door.execute(DecideDisposal(key, does.removeprefix("decide "), True), actor)
        elif does.startswith("paper "):
            self._issue(key, does.removeprefix("paper "), actor)
        else:
            self._complete(key, step, actor)

    def _assign(self, key: int, step: Mapping[str, Any], actor: Actor) -> None:
        """Give an open task to somebody, as whoever registered a secret case does."""
        task = self._open_task(key, {**step, "does": step["does"].removeprefix("assign ")})
        self.door.execute(AssignTask(task or 0, step["to"]), actor)

    def _complete(self, key: int, step: Mapping[str, Any], actor: Actor) -> None:
        task = self._open_task(key, step)
        if task is None:
            # What time alone opens, such as the roll call of a session that was called: no worker runs beside this.
            self.door.fire_due(key)
            task = self._open_task(key, step)
        if task is None:
            raise LookupError(f"an open task {step['does']} of case {key} at {self.past.now.isoformat()}")
        if not step.get("held"):
            self.door.execute(AssignTask(task, actor.account), actor)
        self.past.now += timedelta(minutes=2)
        files = {field: [self._added(key, task, name, actor) for name in names] for field, names in step.get("files", {}).items()}
        self.door.execute(CompleteTask(task, {**self._meant(step["answers"]), **files}), actor)

    def _open_task(self, key: int, step: Mapping[str, Any]) -> int | None:
        found = self.door.ask(
            lambda store: store.value(
                "SELECT key FROM user_task WHERE case_key = :key AND element_id = :element AND state = 'CREATED'"
                " AND (CAST(:group AS TEXT) IS NULL OR EXISTS"
                " (SELECT 1 FROM task_candidate c WHERE c.task_key = user_task.key AND c.kind = 'group' AND c.name = :group))"
                " ORDER BY key",
                key=key,
                element=step["does"],
                group=step.get("of"),
            )
        )
        return int(found) if found is not None else None

    def _added(self, key: int, task: int, name: str, actor: Actor) -> str:
        """Add a file to the case, as the person does before the answers are sent; return the document's key."""
        with (self.folder / name).open("rb") as stream:
            digest, size, head = self.duban.documents.put(stream, MOST_BYTES)
        return str(self.door.execute(AddDocument(key, name, digest, size, head, task), actor).answer["key"])

    def _issue(self, key: int, paper: str, actor: Actor) -> None:
        """Issue the draft of a paper that a step has left, else one that is drafted for it."""
        draft = self.door.ask(
            lambda store: store.value(
                "SELECT MAX(key) FROM paper WHERE case_key = :key AND paper = :paper AND state = 'draft'", key=key, paper=paper
            )
        )
        if draft is None:
            draft = self.door.execute(DraftPaper(key, paper), actor).answer["key"]
        self.door.execute(IssuePaper(key, int(draft)), actor)

    def _meant(self, value: Any) -> Any:
        """Return answers as they are meant on the day of seeding.

        `@title` stands for the receipt number of the earlier case with that title, {"workingDays": n} for the date n working days on;
        with "at": "09:00" for that instant of the day, in the city's time.
        """
        if isinstance(value, list):
            return [self._meant(one) for one in value]
        if isinstance(value, dict):
            if set(value) == {WORKING_DAYS}:
                return self._on(value[WORKING_DAYS]).isoformat()
            if set(value) == {WORKING_DAYS, AT}:
                day, clock = self._on(value[WORKING_DAYS]), time.fromisoformat(value[AT])
                return datetime.combine(day, clock, self.zone).isoformat(timespec="minutes")
            return {name: self._meant(one) for name, one in value.items()}
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        return self.door.ask(
            lambda store: store.value("SELECT receipt_number FROM process_instance WHERE title = :title ORDER BY key", title=value[1:])
        )

    def _on(self, days: int) -> date:
        """Return the date so many working days from today."""
        today = self.now.astimezone(self.zone).date()
        return self.door.ask(self.door.surroundings.calendar).add_working_days(today, days) if days else today

    def _go_to(self, moment: Mapping[str, Any]) -> bool:
        """Set the clock to a moment, `daysAgo` working days before today; say whether it has come."""
        at = datetime.combine(self._on(-moment["daysAgo"]), time.fromisoformat(moment["at"]), self.zone)
        # Never backwards within a story: claiming a task took two minutes already.
        self.past.now = max(at, self.past.now)
        return at < self.now - timedelta(minutes=5)

    def _actor(self, name: str) -> Actor:
        found = PUBLIC if name == "public" else self.door.ask(actor_of, name)
        if found is None:
            raise LookupError(f"the account {name} of the demo city")
        return found
