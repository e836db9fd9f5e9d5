"""Deadlines of a case: the clock changes their lights, people move, stop and confirm them, a decree reckons them anew."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain import deadline_changes as life
from app.domain.deadline import Deadline
from app.domain.deadline_decrees import confirmed, recomputed
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_stops import resumed, suspended
from app.domain.rejection import Rejection
from app.engine.questions import Questions


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

    def suspend_deadline(self, key: int) -> None:
        """Stop the clock of a deadline. Raises the rejections of app.domain.deadline_stops."""
        self._change(key, lambda found: suspended(found, self._root.world.now))

    def resume_deadline(self, key: int) -> None:
        world = self._root.world
        self._change(key, lambda found: resumed(found, world.now, world.calendar))

    def confirm_deadline(self, key: int) -> None:
        """Confirm a provisional instant. Raises the rejections of app.domain.deadline_decrees."""
        self._change(key, lambda found: confirmed(found, self._root.world.now))

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
