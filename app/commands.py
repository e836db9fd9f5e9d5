"""What can be changed: every command with the file in service/ that carries it out, what may come with one, and what comes back."""

import hashlib
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from app.domain.paper import LIMIT_SET
from app.domain.rejection import Rejection
from app.queries.waiting_messages import Delivery
from app.service import (
    add_comment,
    add_document,
    answer_for_writer,
    answer_urging,
    appeal_points,
    ask_writer,
    assign_task,
    cancel_instance,
    change_password,
    change_post,
    change_roles,
    change_wording,
    complete_task,
    confirm_deadline,
    correct_answers,
    correct_identity,
    correlate_message,
    create_token,
    decide_appeal,
    decide_disposal,
    delegate_task,
    deploy_definition,
    disable_account,
    discard_paper,
    draft_paper,
    draw_sample,
    drop_filter,
    edit_paper,
    enable_account,
    end_leave,
    end_sessions,
    enter_calendar_year,
    enter_leave,
    file_late_remark,
    fire_timer,
    give_query_code,
    hand_back_task,
    import_people,
    issue_paper,
    keep_identity,
    keep_paper_sheet,
    lift_identity_protection,
    migrate_instance,
    modify_instance,
    park_timer,
    propose_disposal,
    publish_message,
    put_reply_right,
    receive_signal,
    recompute_deadlines,
    record_receipt,
    record_service,
    register_account,
    register_office,
    register_post,
    register_unit,
    release_deadlines,
    release_task,
    replace_word_template,
    request_extension,
    resolve_incident,
    resolve_incidents,
    resume_clock,
    retire_definition,
    return_task,
    revoke_token,
    save_filter,
    send_back_task,
    set_limit,
    set_mail_address,
    set_variables,
    start_instance,
    strike_service,
    suspend_clock,
    take_over_case,
    unlock_account,
    update_task,
    urge_tasks,
    withdraw_completion,
    withdraw_extension,
)
from app.service.correlate_message import CorrelateMessage
from app.service.fire_timer import FireTimer
from app.service.receive_signal import ReceiveSignal
from app.service.record_receipt import RecordReceipt
from app.service.set_limit import SetLimit
from app.service.start_instance import StartInstance
from app.service.take_over_case import TakeOverCase
from app.service.work import Command, Outcome, Work
from app.store.keep_answer import KeptAnswer

COMMANDS: Final[dict[type[Command], Callable[[Any, Work], Outcome]]] = {
    add_comment.AddComment: add_comment.handle,
    add_document.AddDocument: add_document.handle,
    answer_for_writer.AnswerForWriter: answer_for_writer.handle,
    answer_urging.AnswerUrging: answer_urging.handle,
    appeal_points.AppealPoints: appeal_points.handle,
    ask_writer.AskWriter: ask_writer.handle,
    assign_task.AssignTask: assign_task.handle,
    cancel_instance.CancelInstance: cancel_instance.handle,
    change_password.ChangePassword: change_password.handle,
    change_post.ChangePost: change_post.handle,
    change_roles.ChangeRoles: change_roles.handle,
    complete_task.CompleteTask: complete_task.handle,
    confirm_deadline.ConfirmDeadline: confirm_deadline.handle,
    correct_answers.CorrectAnswers: correct_answers.handle,
    correct_identity.CorrectIdentity: correct_identity.handle,
    correlate_message.CorrelateMessage: correlate_message.handle,
    create_token.CreateToken: create_token.handle,
    decide_appeal.DecideAppeal: decide_appeal.handle,
    decide_disposal.DecideDisposal: decide_disposal.handle,
    delegate_task.DelegateTask: delegate_task.handle,
    deploy_definition.DeployDefinition: deploy_definition.handle,
    disable_account.DisableAccount: disable_account.handle,
    enable_account.EnableAccount: enable_account.handle,
    unlock_account.UnlockAccount: unlock_account.handle,
    end_sessions.EndSessions: end_sessions.handle,
    discard_paper.DiscardPaper: discard_paper.handle,
    draft_paper.DraftPaper: draft_paper.handle,
    drop_filter.DropFilter: drop_filter.handle,
    end_leave.EndLeave: end_leave.handle,
    edit_paper.EditPaper: edit_paper.handle,
    enter_calendar_year.EnterCalendarYear: enter_calendar_year.handle,
    enter_leave.EnterLeave: enter_leave.handle,
    file_late_remark.FileLateRemark: file_late_remark.handle,
    fire_timer.FireTimer: fire_timer.handle,
    give_query_code.GiveQueryCode: give_query_code.handle,
    hand_back_task.HandBackTask: hand_back_task.handle,
    import_people.ImportPeople: import_people.handle,
    issue_paper.IssuePaper: issue_paper.handle,
    keep_identity.KeepIdentity: keep_identity.handle,
    keep_paper_sheet.KeepPaperSheet: keep_paper_sheet.handle,
    lift_identity_protection.LiftIdentityProtection: lift_identity_protection.handle,
    migrate_instance.MigrateInstance: migrate_instance.handle,
    modify_instance.ModifyInstance: modify_instance.handle,
    park_timer.ParkTimer: park_timer.handle,
    propose_disposal.ProposeDisposal: propose_disposal.handle,
    publish_message.PublishMessage: publish_message.handle,
    receive_signal.ReceiveSignal: receive_signal.handle,
    recompute_deadlines.RecomputeDeadlines: recompute_deadlines.handle,
    put_reply_right.PutReplyRight: put_reply_right.handle,
    record_receipt.RecordReceipt: record_receipt.handle,
    record_service.RecordService: record_service.handle,
    register_account.RegisterAccount: register_account.handle,
    register_post.RegisterPost: register_post.handle,
    register_unit.RegisterUnit: register_unit.handle,
    release_deadlines.ReleaseDeadlines: release_deadlines.handle,
    release_task.ReleaseTask: release_task.handle,
    request_extension.RequestExtension: request_extension.handle,
    register_office.RegisterOffice: register_office.handle,
    replace_word_template.ReplaceWordTemplate: replace_word_template.handle,
    change_wording.ChangeWording: change_wording.handle,
    resolve_incident.ResolveIncident: resolve_incident.handle,
    resolve_incidents.ResolveIncidents: resolve_incidents.handle,
    resume_clock.ResumeClock: resume_clock.handle,
    retire_definition.RetireDefinition: retire_definition.handle,
    return_task.ReturnTask: return_task.handle,
    revoke_token.RevokeToken: revoke_token.handle,
    draw_sample.DrawSample: draw_sample.handle,
    save_filter.SaveFilter: save_filter.handle,
    send_back_task.SendBackTask: send_back_task.handle,
    set_limit.SetLimit: set_limit.handle,
    set_mail_address.SetMailAddress: set_mail_address.handle,
    set_variables.SetVariables: set_variables.handle,
    start_instance.StartInstance: start_instance.handle,
    strike_service.StrikeService: strike_service.handle,
    suspend_clock.SuspendClock: suspend_clock.handle,
    take_over_case.TakeOverCase: take_over_case.handle,
    update_task.UpdateTask: update_task.handle,
    urge_tasks.UrgeTasks: urge_tasks.handle,
    withdraw_completion.WithdrawCompletion: withdraw_completion.handle,
    withdraw_extension.WithdrawExtension: withdraw_extension.handle,
}


class Once(Protocol):
    """A request that may be sent again with the same Idempotency-Key.

    account, key: whose request it is. request_digest: of method, path and body.
    """

    account: str
    key: str
    request_digest: str

    def answer(self, outcome: Any) -> tuple[int, str]:
        """Return status and body as the first caller gets them."""
        ...

    def refusal(self, rejection: Rejection) -> tuple[int, str]: ...


class PutOff:
    """What failed and is left alone for a while, by kind and key, so that it takes no time from the others."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._until = seconds, dict[tuple[str, int], float]()

    def leave(self, kind: str, key: int) -> None:
        self._until[kind, key] = time.monotonic() + self._seconds

    def still(self) -> dict[str, list[int]]:
        """Return the keys that are left alone now, by kind."""
        now, keys = time.monotonic(), dict[str, list[int]]()
        for (kind, key), until in list(self._until.items()):
            if until <= now:
                self._until.pop((kind, key), None)
            else:
                keys.setdefault(kind, []).append(key)
        return keys


class StartsFirst(Exception):
    """Before a newer version may move the timers of a process, those due have to start their cases."""


class AnsweredMeanwhile(Exception):
    """Another request took the same Idempotency-Key while this one was carried out: it is undone and looks again."""


class TimerFailed(Exception):
    """A due timer could not fire: what it did is undone, and it is parked before anything else of the case goes on."""

    def __init__(self, timer: FireTimer, cause: Exception) -> None:
        super().__init__(str(cause))
        self.timer, self.cause = timer, cause

    @property
    def problem(self) -> str:
        """Return what to tell an operator; of a fault of ours its kind alone, for its words may hold what people wrote."""
        return str(self.cause) if isinstance(self.cause, Rejection) else type(self.cause).__name__


class Done(Struct):
    """answer: what the command answers; None where `kept` is the stored answer to the same request.

    may_take_messages: whether a published message may now find its taker.
    """

    answer: Any
    kept: KeptAnswer | None = None
    may_take_messages: bool = False


def delivery_of(found: Delivery) -> Command:
    """Return the command that brings a message or signal to who waits for it, or starts a case by it."""
    if found.case_key is not None:
        if found.is_signal:
            return ReceiveSignal(found.case_key, found.name, found.key)
        if found.name == LIMIT_SET and not found.subscription:
            said = found.variables or {}
            on = date.fromisoformat(said["on"])
            return SetLimit(found.case_key, on, tuple(said["elements"]), said["article"], said["paperNumber"], found.key)
        return CorrelateMessage(found.case_key, found.name, found.correlation_key, found.variables or {}, message_key=found.key)
    start = StartInstance(definition_key=found.definition_key, variables=found.variables or {}, start_element=found.element_id)
    return replace(start, signal_key=found.key) if found.is_signal else replace(start, message_key=found.key)


def request_digest(method: str, path: str, body: bytes) -> str:
    """Return what tells one request from another under the same Idempotency-Key."""
    return hashlib.sha256(b"\x00".join((method.encode(), path.encode(), body))).hexdigest()


def effective_at(command: Command, now: datetime) -> datetime:
    """Return the instant as of which a command holds: now, but for an occurrence made up for, a paper that was received before and a case
    that came to its step on paper."""
    if isinstance(command, StartInstance) and command.due_at is not None:
        return command.due_at
    if isinstance(command, TakeOverCase):
        return min(command.entered_at, now)
    return min(command.received_at, now) if isinstance(command, RecordReceipt) else now
