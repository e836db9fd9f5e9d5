"""Deadlines of a case: the clock changes their lights, people move, stop and confirm them, a decree reckons them anew."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from app.domain import deadline_changes as life
from app.domain.deadline import Deadline
from app.domain.deadline_decrees import confirmed, recomputed
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_stops import resumed, suspended
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.domain.silence import reply_proven, reply_received
from app.engine.questions import Questions

REPLY_PROVEN: Final = "reply_proven"
_UNDONE: Final = marked(
    "Expected the case to go on from silence that took effect at %(at)s, but a reply received before is proven: move it to where it belongs"
)


class DeadlineCommands(Questions):
    """Each raises Rejection("not_found") for a key that has no deadline, and what the domain's transition raises."""

    def change_light(self, key: int) -> None:
        """Let a deadline turn yellow, or be missed, as of the instant that is due. Raises Rejection("conflict") where nothing is due."""
        deadline = self._deadline(key)
        if deadline.next_change_at is None or deadline.next_change_at > self._root.world.now:
            raise Rejection("conflict", "Expected a change of the deadline %(key)s to be due, but none is", key=key)
        self._change(key, lambda found: life.change_due(found, self._root.world.now))

    def move_deadline(self, key: int, move: Move) -> None:
        """Raises the rejections of app.domain.deadline_moves."""
        world = self._root.world
        self._change(key, lambda found: moved(found, move, world.now, world.calendar))

    def suspend_deadline(self, key: int, expected_at: datetime | None = None) -> None:
        """Stop the clock of a deadline. expected_at: until when it is expected to run on; that it has not by then is a change of its own.

        Raises the rejections of app.domain.deadline_stops.
        """
        self._change(key, lambda found: suspended(found, self._root.world.now, expected_at))

    def resume_deadline(self, key: int) -> None:
        world = self._root.world
        self._change(key, lambda found: resumed(found, world.now, world.calendar))

    def as_on_paper(self, key: int, extended_to: date | None, stopped_at: datetime | None, resumed_at: datetime | None) -> None:
        """Let a deadline of a case that is taken over stand as it stood on paper: extended to a date, its clock stopped since an instant,
        until another where it ran on again.

        Raises the rejections of app.domain.deadline_moves and app.domain.deadline_stops.
        """
        if extended_to is not None:
            world = self._root.world

            def extended(found: Deadline) -> Any:
                # An item may have come to where it stands later than its case did; and the date holds with all stops that had ended.
                at = max(world.now, found.entered_at, *(stop.resumed_at for stop in found.stops))
                return moved(found, Move(extended_to, extension=True), at, world.calendar)

            self._change(key, extended)
        if stopped_at is not None:
            self._change(key, lambda found: suspended(found, stopped_at))
        if stopped_at is not None and resumed_at is not None:
            self._change(key, lambda found: resumed(found, resumed_at, self._root.world.calendar))

    def confirm_deadline(self, key: int) -> None:
        """Confirm a provisional instant. Raises the rejections of app.domain.deadline_decrees."""
        self._change(key, lambda found: confirmed(found, self._root.world.now))

    def prove_receipt(self, key: int) -> None:
        """Let an open deadline be met by a reply received at the world's instant. Raises the rejections of app.domain.silence."""
        self._deadline(key)
        self._root.deadlines.end(key - self._root.base_key, lambda found, at: reply_received(found, at, self._decided_at))

    def undo_lapse(self, lapsed: Deadline, instance_key: int) -> None:
        """Set the record right: a reply was received at the world's instant, before the silence took effect.

        Where the case went on from is for an operator to put right: an incident says so. instance_key: of the process instance that the
        element belongs to.
        """
        self._root.deadlines.correct(lapsed, reply_proven(lapsed, self._root.world.now, self._decided_at))
        said = {"at": instant_text(lapsed.effective_at)}
        private = {"message": _UNDONE % said, "template": _UNDONE, "facts": said}
        public = {"code": REPLY_PROVEN, "processInstanceKey": instance_key}
        self._root.facts.append(Fact("incident_opened", lapsed.element_id, lapsed.element_instance_key, public, private))

    @property
    def _decided_at(self) -> datetime:
        return self._root.world.decided_at or self._root.world.now

    def recompute_deadlines(self, ended: Sequence[Deadline] = ()) -> None:
        """Reckon every deadline anew by the calendar of the world, which a decree has changed.

        ended: those that were missed before their element was left; the case no longer holds them.
        """
        root = self._root
        for owner, _ in root.deadlines.all():
            root.deadlines.change(owner, lambda found: recomputed(found, root.world.calendar, root.world.now))
        for found in ended:
            root.deadlines.correct(found, recomputed(found, root.world.calendar, root.world.now))

    def _change(self, key: int, transition: Callable[[Deadline], Any]) -> None:
        self._deadline(key)
        self._root.deadlines.change(key - self._root.base_key, transition)

    def _deadline(self, key: int) -> Deadline:
        if key - self._root.base_key not in self._root.deadlines:
            raise Rejection("not_found", "Expected a deadline %(key)s, but found none", key=key)
        return self._root.deadlines.get(key - self._root.base_key)
