"""The deadlines of one case: records of their own, by the key of the element instance they belong to."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from app.domain import deadline_changes as life
from app.domain import silence
from app.domain.deadline import Deadline, State
from app.domain.deadline_facts import Fact as DomainFact
from app.domain.deadline_following import followed, has_moved
from app.domain.deadline_reopened import reopened
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection
from app.engine import timers
from app.engine.deadline_rows import read_row, write_row
from app.engine.failure import StepFailed
from app.engine.stalling import resume
from app.engine.token import TOP, kill
from app.engine.trigger import TimerTrigger
from app.engine.view import View

if TYPE_CHECKING:
    from app.engine.flow import Flow, Root
    from app.engine.token import Token

Change = tuple[Deadline, list[DomainFact]]


class Deadlines:
    """ended: those whose element was left or cancelled by the command at hand; the snapshot no longer holds them. reopening: by scope and
    element, those that a step has again which is entered because its submission is taken back."""

    def __init__(self, root: "Root") -> None:
        self.root = root
        self.ended: list[Deadline] = []
        self.reopening: dict[tuple[int, str], Deadline] = {}
        self._kept: dict[int, Deadline | msgspec.Raw] = {}

    # ---- questions
    def __contains__(self, owner: int) -> bool:
        return owner in self._kept

    def get(self, owner: int) -> Deadline:
        found = self._kept[owner]
        if not isinstance(found, Deadline):
            found = self._kept[owner] = read_row(found, self.root.base_key + owner)
        return found

    def all(self) -> list[tuple[int, Deadline]]:
        return [(owner, self.get(owner)) for owner in self._kept]

    def above(self, flow: "Flow", token: "Token | None") -> int:
        """Return the owner of the nearest deadline around a token, -1 where there is none."""
        here, around = token, flow
        while True:
            if here is not None:
                if here.id in self._kept:
                    return here.id
                if here.is_item:
                    here = here.above
                    continue
                around = here.workflow
            if around.is_process and around.scope in self._kept:
                return around.scope
            here = around.parent
            if here is None:
                return -1
            if here.task_spec.type == "guest":
                # What runs beside the case about one of its deadlines is inside that one, and inside nothing else.
                return here.kept.reads if here.kept.reads in self._kept else -1

    def instant(self, owner: int) -> datetime | None:
        """Return what FEEL reads as `deadline`: the instant in the city's zone, null without a deadline."""
        return self.shown(self.get(owner)) if owner in self._kept else None

    def shown(self, deadline: Deadline) -> datetime:
        return deadline.deadline_at.astimezone(self.root.world.feel.zone)

    def due(self, owner: int) -> datetime | None:
        """Return when the timer drawn as `=deadline` fires; None while the clock is stopped or the instant may not take effect."""
        return silence.fires_at(self.get(owner)) if owner in self._kept else None

    def is_stopped(self, owner: int) -> bool:
        return owner in self._kept and self.get(owner).state is State.SUSPENDED

    def changes(self) -> list[tuple[datetime, int]]:
        """Return when lights and states change by themselves. Silence takes effect by its timer, which cancels the element at the same
        instant."""
        found = []
        for owner, deadline in self.all():
            if owner in self.root.stalled:
                continue
            at = deadline.next_change_at
            lapses = deadline.silence is not None and deadline.takes_effect and at == deadline.effective_at
            if at is not None and not lapses:
                found.append((at, owner))
        return found

    # ---- the life of one
    def plan(self, view: "View", owner: int, element_id: str) -> Change | None:
        """Work out the deadline of an element that is being entered, or of a process that begins. Raises StepFailed("bad_deadline")."""
        token, flow = view.token, view.flow
        terms = token.task_spec.terms if token is not None else flow.spec.terms
        if terms is None:
            return None
        now = self.root.world.now
        if (ended := self.reopening.get((flow.scope, element_id))) is not None:
            return reopened(ended, self.root.base_key + owner, now)
        default = read_instant(self.root.received) if owner == 0 and self.root.received else now
        if owner == 0 and self.root.going is not None:
            # What a case taken over has missed as a whole, it missed when it did, and not when it came to where it stands.
            now = min(now, default)
        worked_out, starts_at = terms.worked_out(view), terms.starts_at(view, default)
        try:
            return life.start((element_id, self.root.base_key + owner), worked_out, starts_at, now, self.root.world.calendar)
        except Rejection as problem:
            raise StepFailed("bad_deadline", "Expected a deadline that can be counted: %(problem)s", problem=str(problem)) from None

    def begin(self, owner: int, change: Change) -> None:
        deadline, facts = change
        started = facts[0]
        started.update(
            unit=deadline.unit.value if deadline.unit else None,
            length=f"{deadline.period.length:f}" if deadline.period else None,
            silence=deadline.silence.value if deadline.silence else None,
            yellowAt=instant_text(deadline.yellow_at),
        )
        self._apply(owner, change)

    def check_answer(self, owner: int) -> None:
        """Raise StepFailed("deadline_lapsed") where silence takes effect before the element can be left: its timer is due."""
        if owner in self._kept:
            deadline, at = self.get(owner), self.due(owner)
            # Of a retroactive one an answer is on time that came before the element was entered: only that established that none had.
            if deadline.silence is not None and at is not None and max(at, deadline.entered_at) <= self.root.world.now:
                raise StepFailed(
                    "deadline_lapsed", "Expected an answer before the deadline, but silence took effect at %(at)s", at=instant_text(at)
                )

    def met(self, owner: int) -> None:
        self._end(owner, life.met)

    def void(self, owner: int) -> None:
        self._end(owner, life.void)

    def cut_off(self, scope: int, by: str) -> None:
        """Void what steps of a scope have met by the command at hand: the event that ends the scope begins their work anew. by: its id."""
        root = self.root
        inside = {fact.key for fact in root.facts if fact.kind == "element_completed" and fact.public["scopeKey"] == root.base_key + scope}
        for place, ended in enumerate(self.ended):
            if ended.state is not State.MET or ended.element_instance_key not in inside:
                continue
            self.ended[place], (said,) = life.cut_off(ended, root.world.now, by)
            noted = next(one for one in root.facts if one.kind == "deadline_met" and one.key == ended.element_instance_key)
            noted.kind, noted.public = str(said.pop("fact")), said
            del said["elementId"], said["elementInstanceKey"]

    def has_lapsed(self, token: "Token") -> bool:
        """Say whether silence has just taken effect for an element, or for what is around it."""
        lapsed = {ended.element_instance_key - self.root.base_key for ended in self.ended if ended.state is State.LAPSED}
        here: Token | None = token
        while lapsed and here is not None:
            if here.id in lapsed:
                return True
            here = here.above if here.is_item else here.workflow.parent
        return False

    def timer_fired(self, token: "Token") -> None:
        """Let silence take effect: the interrupting timer of a deadline with silence is what ends it."""
        owner = token.kept.deadline
        if token.task_spec.interrupting and owner in self._kept and owner == token._parent and self.get(owner).silence is not None:
            self._end(owner, life.change_due)

    def end(self, owner: int, transition: Callable[[Deadline, datetime], Change]) -> None:
        """End a deadline whose element stays open: what follows it waits no more, and says so. Raises what the transition raises."""
        following = self._following(owner)
        self._end(owner, transition)
        self._say_moved(following)

    def change(self, owner: int, transition: Callable[[Deadline], Change]) -> None:
        """Apply a transition of the domain, and say so of the timers that follow. Raises what the transition raises."""
        following = self._following(owner)
        self._apply(owner, transition(self.get(owner)))
        self._lead(owner)
        for token, _ in following:
            if token.kept.reads == owner:
                reschedule(token)
        self._say_moved(following)

    def _following(self, owner: int) -> "list[tuple[Token, datetime | None]]":
        """Return the timers that follow a deadline, each with when it is due."""
        armed = [token for token in self.root.by_key.values() if token.is_armed and token.kept.is_timer]
        return [(token, self.root.due_of(token)) for token in armed if owner in (token.kept.deadline, token.kept.reads)]

    def _say_moved(self, following: "list[tuple[Token, datetime | None]]") -> None:
        for token, earlier in following:
            due = self.root.due_of(token)
            if due != earlier:
                self.root.note("timer_moved", token.task_spec, token.id, dueAt=instant_text(due) if due else None)

    def correct(self, before: Deadline, change: Change) -> None:
        """Note what changes in a deadline that ended with its element: by a decree, or a reply proven to have been in time."""
        if change[1]:
            self.ended.append(change[0])
            self._note(change[1])

    def _lead(self, owner: int) -> None:
        """Take along the deadlines inside that are drawn to end with this one, by `deadline.at` = `=deadline`."""
        leader, world = self.get(owner), self.root.world
        for token in [token for token in self.root.by_key.values() if token.id in self._kept and token.id != owner]:
            terms = token.task_spec.terms
            if terms is None or not terms.follows or self.above(token.workflow, None) != owner:
                continue
            if has_moved(self.get(token.id), leader):
                self.change(token.id, lambda found: followed(found, leader, world.now, world.calendar))

    def _end(self, owner: int, transition: Callable[[Deadline, datetime], Change]) -> None:
        if owner in self._kept:
            change = transition(self.get(owner), self.root.world.now)
            del self._kept[owner]
            resume(self.root, owner, "cancelled")
            self.ended.append(change[0])
            self._note(change[1])
            for token in self.root.task_tree.below:
                if token.task_spec.type == "guest" and token.kept.reads == owner:
                    kill(token)  # what was asked about the deadline no longer matters

    def _apply(self, owner: int, change: Change) -> None:
        self._kept[owner] = change[0]
        self._note(change[1])

    def _note(self, facts: list[DomainFact]) -> None:
        for said in facts:
            public = dict(said)
            self.root.facts.append(Fact(str(public.pop("fact")), public.pop("elementId"), public.pop("elementInstanceKey"), public))

    def rename(self, owner: int, element_id: str) -> None:
        """Let a deadline be known by the id that its element has in another version of the diagram; nothing else of it changes."""
        if owner in self._kept:
            self._kept[owner] = replace(self.get(owner), element_id=element_id)

    # ---- snapshot
    def rows(self) -> dict[str, msgspec.Raw]:
        return {str(owner): write_row(kept) if isinstance(kept, Deadline) else kept for owner, kept in self._kept.items()}

    def restore(self, rows: dict[str, msgspec.Raw]) -> None:
        self._kept = {int(owner): raw for owner, raw in rows.items()}


def reschedule(token: "Token") -> None:
    """Work out anew the date of a timer that reads a deadline. One that can no longer be worked out stays as it was."""
    seen_from = token.above if token.above.id != TOP else token
    flow, trigger = token.workflow, token.task_spec.trigger
    view = View(flow, seen_from.scope, seen_from)
    if isinstance(trigger, TimerTrigger):
        with suppress(StepFailed):
            token.kept.due = timers.schedule(trigger.kind, trigger.source, view, flow.root.world).due
