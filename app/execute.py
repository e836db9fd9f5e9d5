"""The door: every change passes here. One command, one audit event, one transaction; the clock knocks at it as a person does."""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Concatenate, Final, ParamSpec, TypeVar

from msgspec.structs import replace

from app.audit.bind_facts import bind_facts
from app.audit.bind_points import Event, KnownFromTables, PointsOfEvent
from app.audit.hash_chain import FIRST_DIGEST
from app.audit.record import Circumstances, content_of, make_event
from app.audit.surroundings import Surroundings
from app.commands import COMMANDS as COMMANDS
from app.commands import AnsweredMeanwhile, StartsFirst, TimerFailed, effective_at
from app.commands import Done as Done
from app.commands import Once as Once
from app.commands import request_digest as request_digest
from app.domain.actor import CLOCK, SYSTEM, Actor
from app.domain.instant import instant_text, read_instant
from app.domain.keys import BLOCK, CITY_CHAIN
from app.domain.rejection import Rejection
from app.domain.unknown_target import unknown_target
from app.queries.due_start import due_start
from app.queries.named_documents import named_documents
from app.queries.pending_decree import Decree, counted_by, is_ahead, last_effective, may_be_reckoned, next_decree
from app.rounds import Rounds
from app.service.decide_disposal import DecideDisposal
from app.service.deploy_definition import DeployDefinition
from app.service.fire_timer import FireTimer
from app.service.park_timer import ParkTimer
from app.service.publish_message import PublishMessage
from app.service.recompute_deadlines import RecomputeDeadlines
from app.service.retire_definition import RetireDefinition
from app.service.work import Command, FellDue, Outcome, Work
from app.store.apply import Batch, append_event, apply_facts, show_deadlines
from app.store.database import Database, Reader
from app.store.held import refuse_while_held
from app.store.keep_answer import KeptAnswer, keep_answer, kept_answer
from app.store.unavailable import StoreUnavailable, is_away
from app.store.unit_of_work import (
    Advance,
    CaseHead,
    advance_head,
    deciding_instant,
    lock_case,
    next_due,
    next_number,
    note_next_due,
    note_reckoned,
    open_chain,
)

P = ParamSpec("P")
Answer = TypeVar("Answer")
LOG: Final = logging.getLogger("duban.door")
IN_PLACE_OF: ContextVar[str | None] = ContextVar("in_place_of", default=None)
"""The account in whose place the last command of this thread was carried out, for its line in the log."""

MOST_SIGNALS_AT_ONCE: Final = 20
MOST_DUE_TIMERS: Final = 10_000
"""Timers of one case that a command brings up to date before its turn; a case with more is a mistake in its diagram."""

STIRRING: Final = frozenset({"subscription_opened", "message_published", "message_thrown", "signal_thrown"})
"""Facts after which somebody may wait for something that is on its way."""


class Door(Rounds):
    """database, surroundings: shared by all threads. test_clock: whether a pinned instant rules.

    clock: reads the deciding instant, once the lock is held; None: as app/store/unit_of_work.py does. Only seeding a past brings its own.
    """

    def __init__(
        self, database: Database, surroundings: Surroundings, *, test_clock: bool, clock: Callable[[Reader], datetime] | None = None
    ) -> None:
        self.database, self.surroundings, self.test_clock = database, surroundings, test_clock
        self.clock = clock or partial(deciding_instant, test_clock=test_clock)
        super().__init__()

    # ---------------------------------------------------------------- ways in
    def execute(self, command: Command, actor: Actor, once: Once | None = None) -> Done:
        """Carry out a command: first the case's own due timers, each a command of its own, then this one.

        Raises Rejection; then nothing of the command is stored but, for a repeated request, the refusal itself.
        """
        began, before = time.time(), self.ask(named_documents) if isinstance(command, DecideDisposal) else set()
        done = self._execute(command, actor, once)
        if isinstance(command, DecideDisposal):
            self.database.shed_log()
            self._drop_files(before, began)
        if done.may_take_messages:
            self.deliver_messages(done.answer["key"] if isinstance(command, PublishMessage) else None, signals=MOST_SIGNALS_AT_ONCE)
        return done

    def _execute(self, command: Command, actor: Actor, once: Once | None = None) -> Done:
        fired = False
        if isinstance(command, DeployDefinition):
            command.read_ahead(actor)
        try:
            for _ in range(MOST_DUE_TIMERS):
                try:
                    done = self.database.carry_out(lambda store: self._attempt(store, command, actor, once))
                except AnsweredMeanwhile:
                    continue
                except StartsFirst:
                    self.start_due()
                    continue
                except TimerFailed as failed:
                    self._park(failed)
                    continue
                if done is not None:
                    done.may_take_messages |= fired
                    return done
                fired = True
        except Rejection as rejection:
            if once is not None:
                self.refuse(once, rejection)
            raise
        raise Rejection("state_forbids", "Expected a case with fewer than %(most)s due timers", most=MOST_DUE_TIMERS)

    def refuse(self, once: Once, rejection: Rejection) -> KeptAnswer | None:
        """Keep a refusal as the first answer to a request, and return what is kept for it: an earlier answer stands.

        None for refusals that are none of the request's: signed out, too many, the store away, a node left behind, the key taken.
        """
        if rejection.code in ("store_unavailable", "newer_release", "too_many", "signed_out", "idempotency_mismatch"):
            return None
        status, body = once.refusal(rejection)

        def kept_refusal(store: Reader) -> KeptAnswer | None:
            keep_answer(store, once.account, once.key, once.request_digest, status, body, None)
            return kept_answer(store, once.account, once.key, once.request_digest)

        return self.database.carry_out(kept_refusal)

    def keep_once(self, once: Once | None, writer: Callable[Concatenate[Reader, P], Answer], *args: P.args, **named: P.kwargs) -> Done:
        """As `keep`, for a request that may be sent again: the writer writes once."""

        def written(store: Reader) -> Done:
            if once is not None and (kept := kept_answer(store, once.account, once.key, once.request_digest)) is not None:
                return Done(None, kept)
            answer = writer(store, *args, **named)
            if once is not None:
                status, body = once.answer(answer)
                keep_answer(store, once.account, once.key, once.request_digest, status, body, None)
            return Done(answer)

        return self.database.carry_out(written)

    def fire_due(self, case_key: int, *, waits_for_disk: bool = True) -> int:
        """Fire the due timers of one case in their order, and let it follow the decrees entered before them; return how many of both.

        waits_for_disk: False where `force` follows after a number of cases.
        """

        def fire(store: Reader) -> tuple[bool, bool]:
            head = lock_case(store, case_key)
            now = self.clock(store)
            if head is None or not self._bring_up_to_date(store, head, now):
                return False, False
            return True, self._left_to_do(store, case_key, now)

        fired = 0
        for _ in range(MOST_DUE_TIMERS):
            try:
                done, more = self.database.carry_out(fire, waits_for_disk=waits_for_disk)
                fired += done
                if not more:
                    break
            except TimerFailed as failed:
                self._park(failed)
        return fired

    def _left_to_do(self, store: Reader, case_key: int, now: datetime) -> bool:
        """Say whether something more of a case is due at an instant, so that nobody opens a transaction to find nothing."""
        due, version = next_due(store, case_key)
        return (due is not None and read_instant(due) <= now) or is_ahead(store, version) or next_decree(store, version) is not None

    def _park(self, failed: TimerFailed) -> None:
        """Set a timer aside that could not fire, by a command with its own event. Raises the cause where that cannot be done either."""
        LOG.error("a due timer failed", exc_info=failed.cause, extra={"who": "clock", "case": str(failed.timer.case_key)})
        timer = failed.timer
        command = ParkTimer(timer.case_key, timer.element_instance_key, timer.kind, timer.due_at, failed.problem)

        def park(store: Reader) -> None:
            head = lock_case(store, timer.case_key)
            if head is not None and head.next_due_at == instant_text(timer.due_at):
                work = self._work(store, CLOCK, timer.due_at, self.clock(store), head)
                self._write(work, command, COMMANDS[ParkTimer](command, work))

        try:
            self.database.carry_out(park)
        except StoreUnavailable:
            raise
        except Exception:  # what stopped the timer is what the caller has to hear; why it cannot be set aside is for the log
            LOG.exception("a due timer could not be set aside", extra={"who": "clock", "case": str(timer.case_key)})
            raise failed.cause from None

    def _drop_files(self, before: set[str], began: float) -> None:
        """Take away the files that an erased case alone named. before: digests of all that cases named before it was. began: real
        seconds, which files are dated by: what somebody chose again since then stays, for another case.

        Where the store of documents is away, the case is erased all the same; what no case names is looked for again each hour.
        """
        files = self.surroundings.files
        if files is None:
            return
        try:
            for digest in sorted(before - self.ask(named_documents)):
                files.drop(digest, began)
        except Rejection as rejection:
            LOG.warning("files of an erased case are still there", extra={"code": rejection.code})

    def ask(self, question: Callable[Concatenate[Reader, P], Answer], *args: P.args, **named: P.kwargs) -> Answer:
        """Answer a question from one committed state."""
        return self.database.ask(lambda store: question(store, *args, **named))

    def keep(self, writer: Callable[Concatenate[Reader, P], Answer], *args: P.args, **named: P.kwargs) -> Answer:
        """Let one of the small writers write what is no event: drafts, sessions, preferences, claims of workers."""
        return self.database.carry_out(lambda store: writer(store, *args, **named))

    def now(self) -> datetime:
        """Return the deciding instant as it is now, in UTC, for pages and questions."""
        return self.database.ask(self.clock)

    # ---------------------------------------------------------------- one transaction
    def _attempt(self, store: Reader, command: Command, actor: Actor, once: Once | None) -> Done | None:
        """Return what was done; None where a due timer came first and the command's turn is the next transaction."""
        head = self._head(store, command)
        # Looked for with the lock held: of two requests with one key, the second waits here and finds the first one's answer.
        if once is not None and (kept := kept_answer(store, once.account, once.key, once.request_digest)) is not None:
            return Done(None, kept)
        now = self.clock(store)
        if self._bring_up_to_date(store, head, now):
            return None
        moves_starts = isinstance(command, DeployDefinition | RetireDefinition)
        if moves_starts and due_start(store, now, self._put_off.still().get("starts", ())) is not None:
            refuse_while_held(store)
            raise StartsFirst
        # For whom he stands in is asked anew, as of now.
        work = self._work(store, replace(actor, stands_in=()), effective_at(command, now), now, head)
        work.asks_the_clock = True
        try:
            outcome = COMMANDS[type(command)](command, work)
        except FellDue as first:
            # The instant that the clock is told (`next_due_at`) is another than the case's own: the case is right, and law does not wait.
            LOG.error("a timer that was due was not shown to the clock", extra={"who": "clock", "case": str(head.case_key)})
            refuse_while_held(store)
            self._fire_next(store, head, first.due, now)
            return None
        self._write(work, command, outcome)
        if work.actor.acting_for is not None:  # messages that follow act for nobody, and do not take it away
            IN_PLACE_OF.set(work.actor.acting_for)
        if once is not None:
            status, body = once.answer(outcome.answer)
            if not keep_answer(store, once.account, once.key, once.request_digest, status, body, head.case_key):
                raise AnsweredMeanwhile
        return Done(outcome.answer, may_take_messages=any(fact.kind in STIRRING for fact in outcome.facts))

    def _head(self, store: Reader, command: Command) -> CaseHead:
        if command.case_key is None:
            return CaseHead(next_number(store, "case") * BLOCK, 0, 0, FIRST_DIGEST, None, None, secrets.token_bytes(32))
        head = lock_case(store, command.case_key)
        if head is not None:
            return head
        if command.case_key == CITY_CHAIN:
            # The first two commands of a city may come at once: the one that does not open the chain waits here, and then finds it open.
            open_chain(store, CITY_CHAIN, secrets.token_bytes(32))
            return self._head(store, command)
        raise unknown_target(command)

    def _work(self, store: Reader, actor: Actor, effective: datetime, now: datetime, head: CaseHead) -> Work:
        """A case counts by the version of the calendar that it follows; only a decree, as of its instant, brings the next."""
        version = head.calendar_version if head.snapshot is not None else None
        return Work(store, actor, effective, now, self.surroundings, head, lambda name: next_number(store, name), version)

    def _bring_up_to_date(self, store: Reader, head: CaseHead, now: datetime) -> bool:
        """Fire the case's first due timer, or follow a decree that was entered before it; return whether there was either.

        Where the store says that the case follows a calendar which there is not, so that a decree would pass it by, it follows again the
        one that its last event counted by, and this counts as either.

        Order of timers: due instant, then element instance key, over the whole case tree.

        Raises Rejection("state_forbids") while deadlines are held: nothing can be judged past what has yet to take effect.
        """
        if head.snapshot is None:
            return False
        if is_ahead(store, head.calendar_version):
            LOG.error("a case was said to follow a calendar that nobody entered", extra={"who": "system", "case": str(head.case_key)})
            note_reckoned(store, head, counted_by(store, head.case_key))
            return True
        due = read_instant(head.next_due_at) if head.next_due_at is not None else None
        decree = next_decree(store, head.calendar_version)
        if decree is not None and (due is None or decree.entered_at < due):
            refuse_while_held(store)
            self._follow(store, head, decree, now)
            return True
        if due is None or due > now:
            return False
        refuse_while_held(store)
        self._fire_next(store, head, due, now)
        return True

    def _follow(self, store: Reader, head: CaseHead, decree: Decree, now: datetime) -> None:
        # As of the instant it was entered, but never before what the case has been through since, unseen by the decree.
        entered_at = max(decree.entered_at, read_instant(last_effective(store, head.case_key)))
        command = RecomputeDeadlines(head.case_key, decree.version)
        work = self._work(store, SYSTEM, entered_at, now, replace(head, calendar_version=decree.version))
        outcome = COMMANDS[RecomputeDeadlines](command, work)
        if outcome.facts:
            self._write(work, command, outcome)
        else:
            note_reckoned(store, head, decree.version if may_be_reckoned(store, head.case_key, work.case().completed) else None)

    def _fire_next(self, store: Reader, head: CaseHead, due: datetime, now: datetime) -> None:
        work = self._work(store, CLOCK, due, now, head)
        first = min(work.case().timers(), key=lambda timer: (timer[0], timer[1]), default=None)
        if first is None or first[0] != due:
            # The instant that the clock is told is not the case's own, as above: what is not due yet is left to its instant.
            LOG.error("the clock was shown a timer at another instant", extra={"who": "clock", "case": str(head.case_key)})
            if first is None or first[0] > now:
                note_next_due(store, head, first[0] if first is not None else None)
                return
            work = self._work(store, CLOCK, first[0], now, head)
        due_at, key, kind = first
        command = FireTimer(head.case_key, key, kind, due_at)
        try:
            self._write(work, command, COMMANDS[FireTimer](command, work))
        except Exception as failure:
            if is_away(failure):
                raise
            raise TimerFailed(command, failure) from failure

    def _write(self, work: Work, command: Command, outcome: Outcome) -> None:
        head, store, case = work.head, work.store, outcome.case
        secret = head.secret or secrets.token_bytes(32)
        if command.case_key is None:
            open_chain(store, head.case_key, secret)
        if case is not None:
            points = PointsOfEvent(store, self.surroundings, work.points_desk, KnownFromTables(store, head.case_key))
            outcome.facts.extend(points.facts(Event(case, head.snapshot, work.world, outcome.facts)))
        bind_facts(store, head.case_key, outcome.facts, work.recorded_at, work.actor.account)
        snapshot = case.snapshot() if case is not None else head.snapshot
        content = content_of(outcome.facts, outcome.recorded)
        circumstances = Circumstances(
            type(command).__module__.rpartition(".")[2],
            outcome.kind,
            work.actor,
            work.now,
            work.recorded_at,
            outcome.element_id,
            outcome.definition_digest or (case.file_of() if case is not None else None),
            work.world.calendar.version if case is not None else None,
        )
        event = make_event(
            head.case_key,
            head.seq + 1,
            head.chain_digest,
            outcome.facts,
            circumstances,
            content,
            snapshot if head.case_key else None,
            secret,
        )
        append_event(store, event, content)
        batch = Batch(store, head.case_key, event["effective_at"], work.actor.account, work.actor.acting_for)
        batch.seq = event["seq"]
        apply_facts(batch, outcome.facts)
        if case is not None:
            show_deadlines(batch, case, outcome.facts)
        batch.flush()
        if case is not None:
            due = min((timer[0] for timer in case.timers()), default=None)
        else:
            due = read_instant(head.next_due_at) if head.next_due_at else None
        calendar = head.calendar_version if head.snapshot is not None else None
        if case is not None:
            follows = may_be_reckoned(store, head.case_key, case.completed)
            calendar = int(work.world.calendar.version) if follows else None
        if outcome.erases:
            snapshot = due = calendar = None
        advance_head(store, head, Advance(event["digest"], snapshot, due, calendar))
