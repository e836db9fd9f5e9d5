"""One root process instance in memory: commands in, facts and a snapshot out.

It is made for one command and thrown away. After a Rejection it may be half changed and must be dropped.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.domain.instant import instant_text
from app.domain.modification import Modification
from app.domain.rejection import Rejection
from app.engine import snapshot
from app.engine.arming import as_correlation, name_of
from app.engine.correcting import correct, correct_entry
from app.engine.course import Course, Going
from app.engine.deadline_commands import DeadlineCommands
from app.engine.element import write
from app.engine.events import broadcast, find_handler, happened
from app.engine.failure import StepFailed
from app.engine.fire_timer import fire_timer
from app.engine.flow import Root
from app.engine.guest import start_guest
from app.engine.migrate import Moved, migrated, moves_to
from app.engine.modify import modify
from app.engine.send_back import send_back
from app.engine.stalling import resume, stall_light, stall_timer
from app.engine.take_back import Submission, take_back
from app.engine.tasks import UserTask
from app.engine.token import Token
from app.engine.trigger import ErrorTrigger, MessageTrigger
from app.engine.values import given
from app.engine.way_back import require_way_back, steps_between
from app.engine.weigh_again import begin_anew, decided_now, followed, is_ahead

if TYPE_CHECKING:
    from app.engine.world import World


class Case(DeadlineCommands):
    # ---- from nothing, from a snapshot
    @classmethod
    def start(
        cls,
        world: "World",
        digest: str,
        process_id: str,
        base_key: int,
        variables: Mapping[str, Any],
        *,
        received_at: datetime | None = None,
        start_element: str | None = None,
        course: Course | None = None,
    ) -> "Case":
        """Start a process instance whose key is base_key.

        received_at: when what started it was received; the deadline of the process starts then. start_element: a start event with a
        trigger; None: the one without. course: of a case that is taken over where it stands.

        Raises Rejection("not_found") where there is no such process or start event.
        """
        spec = world.programs.get(digest, world.load).processes.get(process_id)
        start = (start_element or spec.none_start) if spec is not None else None
        if spec is None or start not in spec.starts:
            raise Rejection(
                "not_found",
                "Expected the process %(process)s with a start event %(start)s, but found none",
                process=process_id,
                start=start_element or "",
            )
        root = Root(spec, digest, base_key, world)
        root.received = instant_text(received_at) if received_at is not None else ""
        root.scopes.open(0, None, {})
        root.note("process_instance_started", None, 0, process=process_id, definitionDigest=digest, receivedAt=root.received or None)
        if course is not None:
            root.going = Going(course)
        case = cls(root)
        case._write(0, given(variables))
        root.enter(start, "")
        root.run()
        return case

    @classmethod
    def restore(cls, world: "World", raw: bytes) -> "Case":
        return cls(snapshot.open_snapshot(world, raw))

    # ---- commands
    def complete(self, key: int, answers: Mapping[str, Any]) -> None:
        """Complete a user task, or a job, with its answers. Raises Rejection("not_found") where it is not open."""
        token = self._open(key)
        try:
            self._root.deadlines.check_answer(token.id)
        except StepFailed as lapsed:
            raise Rejection("deadline_lapsed", lapsed.message.template, **lapsed.message.facts) from None
        token.kept.answers = given(answers)
        if isinstance(token.task_spec, UserTask):
            self._root.note("task_completed", token.task_spec, token.id)
        self._go_on(token)

    def send_back(self, key: int, to: str, earlier: Mapping[str, int]) -> None:
        """Send a user task back to an earlier step. Raises Rejection("not_found") where it is not open, and as app.engine.way_back."""
        token = self._open(key)
        send_back(self._root, token, to, earlier)

    def steps_back(self, key: int, to: str) -> tuple[int, frozenset[str]]:
        """Return the scope of an open task, and the elements from an earlier step on to it. Raises as `send_back`."""
        token = self._open(key)
        require_way_back(token, to)
        return self._root.base_key + token.workflow.scope, steps_between(token, to)

    def take_back(self, said: Submission) -> None:
        """Undo a submission that nobody has taken up. Raises as app.engine.take_back."""
        take_back(self._root, said)

    def throw_error(self, key: int, code: str, variables: Mapping[str, Any]) -> None:
        """Leave a task by the event that catches an error. Raises Rejection("nothing_waits") where nothing catches it."""
        token = self._open(key)
        handler = find_handler(token, ErrorTrigger, code)
        if handler is None:
            raise Rejection("nothing_waits", "Expected an event that catches the error %(code)s, but found none", code=code)
        happened(handler, given(variables))
        self._root.run()

    def fire(self, key: int, due_at: datetime) -> None:
        """Fire the occurrence of a timer that is due at due_at.

        Raises Rejection("not_found") where no such timer is armed; Rejection("conflict") for another occurrence, and where it is not
        due yet.
        """
        token, root = self._token(key), self._root
        due = root.due_of(token) if token.is_armed and token.kept.is_timer else None
        if due is None:
            raise Rejection("not_found", "Expected an armed timer %(key)s, but found none", key=key)
        if due != due_at or due > root.world.now:
            raise Rejection(
                "conflict",
                "Expected the occurrence of %(expected)s, but timer %(key)s is due at %(found)s",
                key=key,
                expected=instant_text(due_at),
                found=instant_text(due),
            )
        fire_timer(token, due)
        root.run()

    def correlate(self, name: str, correlation_key: Any, variables: Mapping[str, Any]) -> None:
        """Bring a message to the oldest event that waits for it. Raises Rejection("nothing_waits")."""
        wanted = None if correlation_key is None else as_correlation(correlation_key)
        for token in sorted(self._root.by_key.values(), key=lambda token: token.id):
            if (
                token.is_armed
                and isinstance(token.task_spec.trigger, MessageTrigger)
                and name_of(token) == name
                and token.kept.correlation == wanted
            ):
                self._root.note("message_correlated", token.task_spec, token.id, name=name)
                happened(token, given(variables))
                self._root.run()
                return
        raise Rejection("nothing_waits", "Expected an event that waits for the message %(name)s, but found none with that key", name=name)

    def broadcast(self, name: str, variables: Mapping[str, Any]) -> int:
        """Bring a signal to all that wait for it, and return how many they were."""
        found = broadcast(self._root, name, given(variables))
        self._root.run()
        return found

    def retry(self, key: int) -> None:
        """Let a parked token try its step again, for example after a variable or the diagram was put right.

        Raises Rejection("incident_resolved") where it has no incident.
        """
        if resume(self._root, key - self._root.base_key, "retried") and not self._has_failed(key):
            return
        token = self._token(key)
        if not token.kept.incident:
            raise Rejection("incident_resolved", "Expected an incident on %(key)s, but it has none", key=key)
        self._root.note("incident_resolved", token.task_spec, token.id, code=token.kept.incident, how="retried")
        token.kept.incident = ""
        self._go_on(token)

    def _has_failed(self, key: int) -> bool:
        token = self._root.by_key.get(key - self._root.base_key)
        return token is not None and bool(token.kept.incident)

    def stall(self, key: int, kind: str, problem: str) -> None:
        """Set aside what the clock has to do and could not, with an incident. kind: as `timers` says it.

        Raises Rejection("not_found"), or Rejection("conflict") where nothing of the kind waits there.
        """
        if kind == "light":
            self._deadline(key)
            stall_light(self._root, key - self._root.base_key, problem)
            return
        token = self._token(key)
        if not (token.is_armed and token.kept.is_timer):
            raise Rejection("conflict", "Expected an armed timer %(key)s, but found none", key=key)
        stall_timer(token, problem)

    def set_variables(self, scope_key: int, variables: Mapping[str, Any], local: bool = False) -> None:
        """Write variables as seen from an element instance: each to the nearest scope that has it, else to the process; local: to its
        own scope."""
        root, own = self._root, scope_key - self._root.base_key
        if root.completed:
            raise Rejection("case_closed", "Expected an open case, but it is closed")
        if own not in root.scopes:
            token = self._token(scope_key)
            if local:
                root.scopes.open(own, token.workflow.scope, {})
            else:
                own = token.scope
        self._write(own, given(variables), local)
        root.run()

    def correct(self, variables: Mapping[str, Any]) -> None:
        """Write variables of the case in place of wrong ones, and work out anew what is open and was worked out from them: of a case that
        has ended nothing is. Raises as app.engine.correcting."""
        correct(self._root, 0, given(variables))

    def correct_entry(self, item_key: int, changes: Mapping[str, Any]) -> None:
        """Write other values into the entry of a list that an item is about. Raises Rejection("not_found") for what is no item of a loop,
        and as app.engine.correcting."""
        token = self._token(item_key)
        if not token.is_item:
            raise Rejection("not_found", "Expected an item %(key)s that is active, but found none", key=item_key)
        correct_entry(self._root, token, changes)

    def _write(self, own: int, variables: Mapping[str, Any], local: bool = True) -> None:
        for name, value in variables.items():
            write(self._root, own if local else self._root.scopes.holder(own, name), name, value)

    def migrate(self, digest: str, mapping: Mapping[str, str] | None = None) -> None:
        """Take the case to another version of its diagram. Raises what app.engine.migrate raises."""
        self._root = migrated(self._root, digest, mapping)

    def moves_to(self, digest: str, mapping: Mapping[str, str] | None = None) -> list[Moved]:
        """Return what would become of each token on another version of the diagram; nothing changes."""
        return moves_to(self._root, digest, mapping)

    def modify(self, instance_key: int, said: Modification) -> None:
        """End, begin and move elements of a process instance. Raises as app.engine.modify."""
        modify(self._root, instance_key - self._root.base_key, said)

    def decided_now(self, elements: Iterable[str]) -> dict[str, str]:
        """Return what the tables of decision tasks would answer now. See app.engine.weigh_again."""
        return decided_now(self._root, elements)

    def followed(self, elements: Iterable[str], names: Iterable[str]) -> dict[str, Any]:
        """Return what elements worked out of variables, worked out again. See app.engine.weigh_again."""
        return followed(self._root, elements, frozenset(names))

    def is_ahead(self, element_id: str) -> bool:
        """Say whether an element is passed before anything else is done. See app.engine.weigh_again."""
        return is_ahead(self._root, element_id)

    def begin_anew(self, element_id: str) -> None:
        """End all that is under way, and begin an element of the process again. See app.engine.weigh_again."""
        begin_anew(self._root, element_id)

    def start_guest(self, digest: str, process_id: str, deadline_key: int, variables: Mapping[str, Any]) -> int:
        """Start a process beside the case about one of its deadlines, and return its key. See app.engine.guest."""
        key = start_guest(self._root, (digest, process_id), deadline_key - self._root.base_key, variables)
        self._root.run()
        return key

    def cancel(self) -> None:
        """Cancel the case with all that is open in it. Raises Rejection("case_closed")."""
        root = self._root
        if root.completed:
            raise Rejection("case_closed", "Expected an open case, but it is closed")
        root.cancel_all()
        root.deadlines.void(0)
        root.note("process_instance_cancelled", None, 0, process=root.spec.name)

    def scope_keys(self, key: int) -> list[int]:
        """Return the keys of the scopes that an element instance sees, its own first. Raises Rejection("not_found")."""
        root, own = self._root, key - self._root.base_key
        scope = own if own in root.scopes else self._token(key).scope
        return [root.base_key + here for here in root.scopes.chain(scope)]

    # ---- inside
    def _go_on(self, token: Token) -> None:
        self._root.agenda.append(token)
        self._root.run()
