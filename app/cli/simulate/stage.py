"""Where a story is played: its cases, the people of the city, and a clock that goes from step to step."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.audit.story import Step
from app.cli.simulate.moves import MOVES
from app.cli.simulate.operators import OPERATORS, end_task
from app.cli.simulate.papers import PAPERS
from app.cli.simulate.seen import Seen, last_event, seen
from app.cli.simulate.take_over import take_over
from app.cli.simulate.versions import deploy_version
from app.cli.simulate.writers import WRITERS
from app.domain.actor import CLOCK, PUBLIC, Actor
from app.domain.attached_file import Attachment
from app.domain.attachment import ALLOWED
from app.domain.backdating import entered_receipt
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.account import actor_of
from app.queries.extension_requests import extension_requests
from app.service.add_document import AddDocument
from app.service.complete_task import CompleteTask
from app.service.confirm_deadline import ConfirmDeadline
from app.service.correct_answers import CorrectAnswers
from app.service.correlate_message import CorrelateMessage
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.pin_clock import pin_clock
from app.service.record_receipt import RecordReceipt
from app.service.request_extension import RequestExtension
from app.service.resume_clock import ResumeClock
from app.service.start_instance import StartInstance
from app.service.suspend_clock import SuspendClock
from app.service.withdraw_extension import WithdrawExtension
from app.worker.take_due_cases import give_up, take_due_cases

MOST_DUE_INSTANTS: Final = 10_000
WORKER: Final = "story"
REGISTRATION: Final = "registration"


class Stage:
    """One story's city. Every change in it passes the door, as the person named.

    door: of a city of its own, with a test clock. folder: in which the story lies; None: it deploys nothing.
    """

    def __init__(self, door: Door, process_id: str, zone: ZoneInfo, folder: Path | None = None) -> None:
        self.door, self.process_id, self.zone, self.folder = door, process_id, zone, folder
        self.cases: dict[str, int] = {}
        self.numbers: dict[str, str] = {}

    # ---- time
    def go_to(self, step: Step) -> None:
        """Let the clock go on to a step.

        Where a worker is there, it wakes at each due instant before the step: what is due at the very instant of a person's step is left to
        the door, as when the two come at once.
        """
        if not step.worker_away:
            for _ in range(MOST_DUE_INSTANTS):
                due = self._next_due()
                if due is None or due > step.at or (due == step.at and step.does != "wait"):
                    break
                self._pin(due)
                self._work()
            else:
                raise Rejection("state_forbids", "Expected a case with fewer than %(most)s due timers", most=MOST_DUE_INSTANTS)
        self._pin(step.at)
        if step.does == "wait":
            self._work()

    def _next_due(self) -> datetime | None:
        text = self.door.ask(lambda store: store.value("SELECT MIN(next_due_at) FROM case_state"))
        return read_instant(text) if text else None

    def _pin(self, at: datetime) -> None:
        self.door.keep(pin_clock, max(at, self.door.now()))

    def _work(self) -> None:
        """Do what a worker does when it wakes."""
        door = self.door
        while due := door.keep(take_due_cases, WORKER, test_clock=True):
            for case_key in due:
                door.fire_due(case_key)
                door.keep(give_up, case_key)
        while door.follow_decrees():
            pass

    # ---- people
    def actor(self, who: str) -> Actor:
        """Return whom a step names. Raises Rejection("bad_file") for nobody of the city."""
        found = {"public": PUBLIC, "clock": CLOCK}.get(who) or self.door.ask(actor_of, who)
        if found is None:
            raise Rejection("bad_file", "Expected an account of the demo city, `public` or `clock`, but found %(found)s", found=who)
        return found

    # ---- steps
    def require_case(self, step: Step) -> None:
        """Raise Rejection("bad_file") for a step in a case that is not there, or that starts one that is."""
        starts = step.does in ("start", "send", "take-over")
        if step.does not in ("wait", "enter-year", "deploy") and starts == (step.case in self.cases):
            raise Rejection(
                "bad_file",
                "Expected a case that %(expected)s in step %(number)s, but found %(found)s",
                expected="was not started before" if starts else "was started before",
                number=step.number,
                found=step.case,
            )

    def take(self, step: Step, actor: Actor) -> None:
        """Take a step. Raises Rejection where the door refuses it, or where the task that it names was never open."""
        answers = self._named(step.answers)
        if step.does in ("start", "send"):
            self._start(step, answers, actor)
        elif step.does == "take-over":
            self._keep(step, take_over(self.door, self.process_id, answers, actor))
        elif step.does == "complete":
            task = self._task(step)
            self.door.execute(CompleteTask(task, {**answers, **self._add(task, step, actor)}), actor)
        elif step.does == "message":
            key = self.cases[step.case]
            correlation_key = self.numbers[step.case] + (f"-{step.of}" if step.of else "")
            self.door.execute(CorrelateMessage(key, step.what, correlation_key, answers), actor)
        elif step.does == "extend":
            files = tuple(Attachment(field, *_file(name)) for field, names in step.files.items() for name in names)
            self.door.execute(RequestExtension(self.cases[step.case], self._deadline(step), answers, files), actor)
        elif step.does == "withdraw-extension":
            self.door.execute(WithdrawExtension(self._request(step), str(answers.get("reason", ""))), actor)
        elif step.does == "correct":
            self._correct(step, dict(answers), actor)
        elif step.does in MOVES:
            task = self._done(step) if step.does == "withdraw" else self._task(step)
            self.door.execute(MOVES[step.does](self.door, task, {"to": actor.account, **answers}), actor)
        elif step.does in ("stop-clock", "restart-clock"):
            clock = SuspendClock if step.does == "stop-clock" else ResumeClock
            self.door.execute(clock(self.cases[step.case], self._deadline(step), str(answers.get("reason", ""))), actor)
        elif step.does == "confirm":
            self.door.execute(ConfirmDeadline(self.cases[step.case], self._deadline(step) or 0, str(answers.get("reason", ""))), actor)
        elif step.does == "prove":
            self._prove(step, answers, actor)
        elif step.does == "end":
            self.door.execute(end_task(self.cases[step.case], self._task(step), answers), actor)
        elif step.does in OPERATORS:
            self.door.execute(OPERATORS[step.does](self.door, self.cases[step.case], step.what, answers), actor)
        elif step.does in PAPERS:
            self.door.execute(PAPERS[step.does](self.door, self.cases[step.case], step.what, answers), actor)
        elif step.does == "deploy":
            self.door.execute(deploy_version(self.folder, step.what), actor)
        elif step.does in WRITERS:
            self.door.execute(WRITERS[step.does](self.door, self.cases[step.case], answers), actor)
        elif step.does == "enter-year":
            self.door.execute(EnterCalendarYear({**answers, "year": int(answers["year"])}), actor)
            if not step.worker_away:
                self._work()

    def _request(self, step: Step) -> int:
        """Return the newest request about the deadline of the element that a step names."""
        about = self._deadline(step)
        found = [one.key for one in self.door.ask(extension_requests, self.cases[step.case]) if one.deadline_key == about]
        if not found:
            raise Rejection("not_found", "Expected a request to extend %(element)s, but there never was one", element=step.what)
        return found[-1]

    def _start(self, step: Step, answers: Mapping[str, Any], actor: Actor) -> None:
        attachments = tuple(Attachment(field, *_file(name)) for field, names in step.files.items() for name in names)
        received = entered_receipt(answers, self.zone)
        command = StartInstance(self.process_id, variables=answers, received_at=received, by_form=True, attachments=attachments)
        answer = self.door.execute(command, actor).answer
        self._keep(step, answer["receipt_number"])

    def _keep(self, step: Step, number: str) -> None:
        """Keep the number of a case that a step has begun, and its key."""
        key = self.door.ask(lambda store: store.value("SELECT key FROM process_instance WHERE receipt_number = :number", number=number))
        self.cases[step.case], self.numbers[step.case] = int(key), number

    def _prove(self, step: Step, answers: Mapping[str, Any], actor: Actor) -> None:
        """Enter a paper that was received before, with the file that proves it; it replies to the only silence there is, or deadline.

        `reply` among the answers is what it says, by the form of the step.
        """
        key, (name,) = self.cases[step.case], step.files["proof"]
        proof = int(self.door.execute(AddDocument(key, *_file(name)), actor).answer["key"])
        received = datetime.fromisoformat(answers["receivedAt"]).astimezone(UTC)
        self.door.execute(RecordReceipt(key, received, str(answers.get("reason", "")), proof, None, answers.get("reply")), actor)

    def _correct(self, step: Step, answers: dict[str, Any], actor: Actor) -> None:
        """Put right what was registered, or what was entered in the step that was completed last for an element."""
        files = tuple(Attachment(field, *_file(name)) for field, names in step.files.items() for name in names)
        case, reason = self.cases[step.case], str(answers.pop("reason", ""))
        item = self._item(case, step.of) if step.what == REGISTRATION and step.of else None
        task = None if step.what == REGISTRATION else self._done(step)
        self.door.execute(CorrectAnswers(case, reason, task, answers, files, item), actor)

    def _item(self, case: int, number: str) -> int | None:
        """Return the key of an item of what was registered, by its number."""
        sql = "SELECT scope_key FROM variable WHERE case_key = :case AND name = 'loopCounter' AND value = :number ORDER BY scope_key"
        found = self.door.ask(lambda store: store.value(sql, case=case, number=number))
        return int(found) if found is not None else -1

    def _task(self, step: Step) -> int:
        """Return the task that a step means: an open one, else the newest that was, so that the door can say why it is none any more."""
        found = self.door.ask(
            lambda store: store.value(
                "SELECT key FROM user_task WHERE case_key = :case_key AND element_id = :element AND (:group IS NULL OR EXISTS"
                " (SELECT 1 FROM task_candidate c WHERE c.task_key = user_task.key AND c.kind = 'group' AND c.name = :group))"
                " ORDER BY CASE state WHEN 'CREATED' THEN 0 ELSE 1 END, key DESC",
                case_key=self.cases[step.case],
                element=step.what,
                group=step.of,
            )
        )
        if found is None:
            raise Rejection("not_found", "Expected %(task)s to be open, but it never was", task=step.what)
        return int(found)

    def _done(self, step: Step) -> int:
        """Return the task that was completed last for the element that a step names."""
        found = self.door.ask(
            lambda store: store.value(
                "SELECT key FROM user_task WHERE case_key = :case_key AND element_id = :element AND state = 'COMPLETED' ORDER BY key DESC",
                case_key=self.cases[step.case],
                element=step.what,
            )
        )
        if found is None:
            raise Rejection("not_found", "Expected %(task)s to have been completed, but it never was", task=step.what)
        return int(found)

    def _deadline(self, step: Step) -> int | None:
        """Return the deadline that is shown beside the task that a step means."""
        task = self._task(step)
        found = self.door.ask(lambda store: store.value("SELECT deadline_key FROM user_task WHERE key = :key", key=task))
        return int(found) if found is not None else None

    def _add(self, task: int, step: Step, actor: Actor) -> dict[str, list[str]]:
        """Add the files of a step to the case, as the person does before the answers are sent; return their keys by field."""
        door, key = self.door, self.cases[step.case]
        return {
            field: [str(door.execute(AddDocument(key, *_file(name), task_key=task), actor).answer["key"]) for name in names]
            for field, names in step.files.items()
        }

    def _named(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers; `"@earlier"` stands for the receipt number of the case of that name."""
        numbers = {f"@{name}": number for name, number in self.numbers.items()}
        return {name: numbers.get(value, value) if isinstance(value, str) else value for name, value in answers.items()}

    # ---- questions
    def last_event(self, case: str) -> int:
        """Return the number of the newest event of a case; 0 before it was started."""
        return self.door.ask(last_event, self.cases[case]) if case in self.cases else 0

    def seen(self, case: str, since: int) -> Seen | None:
        """Return what can be seen of a case; None before it was started."""
        return self.door.ask(seen, self.cases[case], since) if case in self.cases else None


def _file(name: str) -> tuple[str, str, int, bytes]:
    """Return name, digest, size in bytes and head of an invented file, which begins as its ending says and holds its name."""
    beginnings = ALLOWED.get(name.rpartition(".")[2].lower(), ("", ()))[1]
    content = (beginnings[0] if beginnings else b"") + name.encode()
    return name, hashlib.sha256(content).hexdigest(), len(content), content[:4096]
