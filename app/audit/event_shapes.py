"""What each command may leave in the record: one table, by which an event is told that says what no command brings about.

What the engine brings about is computed again (app/audit/brought_facts.py); here stands what the store knows besides, and the columns of
the event's head. Source: docs/facts.md, whose lists are closed.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

MAIN: Final = "main"
FIRST: Final = "first"
SOME: Final = "some"
SEEN: Final = "seen"
NONE: Final = "none"
"""What `element_id` has to be: the element of the fact that the event is named for, of its first fact, of any of its facts (or of none), of
any fact of the case so far, nothing."""

ROOT: Final = "root"
OWN: Final = "own"
"""What `definition_digest` has to be: the file by which the case runs then, one by which a process instance of the case ran, or nothing
(NONE)."""

NOW: Final = "now"
DUE: Final = "due"
DECREED: Final = "decreed"
RECEIVED: Final = "received"
LANDED: Final = "landed"
"""As of when an event holds: when it is recorded; when it fell due; when a decree was entered, but never before an event in front of it;
when a paper was received; when a paper case came to its step."""


class Shape(Struct, frozen=True):
    """kinds: that the event may have. facts: of the store; those of the engine besides, where engine is set, which asks it anything.

    of_the_city: its event stands in chain 0. unnamed: its kind is none of its facts. effective, element, digest: see above. Who may give a
    command is asked elsewhere (app/audit/check_actors.py).
    """

    kinds: frozenset[str]
    facts: frozenset[str]
    engine: bool = False
    of_the_city: bool = False
    unnamed: bool = False
    effective: str = NOW
    element: str = MAIN
    digest: str = ROOT


COURSE: Final = frozenset(
    {
        "incident_opened",
        "incident_resolved",
        "message_thrown",
        "notice_given",
        "paper_drafted",
        "paper_issued",
        "points_moved",
        "points_not_moved",
        "signal_thrown",
    }
)
"""What may come of any step that a case takes, whoever made it go on."""

OF_A_STEP: Final = frozenset({"paper_drafted", "paper_issued"})
"""What the product's own steps do: it stands in an event of the engine beside the `internal_job_done` of the same element instance."""

ASKED_FOR: Final = frozenset({"completion_withdrawn", "instance_migrated", "instance_modified", "task_completed", "task_returned"})
"""Facts of the engine that come of no step by itself: only of a command that asks for them."""


def _city(kind: str, facts: str = "") -> Shape:
    return Shape(frozenset({kind}), frozenset({kind, *facts.split()}), of_the_city=True, element=NONE, digest=NONE)


def _beside(kinds: str, facts: str = "", *, element: str = MAIN, digest: str = OWN) -> Shape:
    """Of a command of a case that asks the engine nothing."""
    named = frozenset(kinds.split())
    return Shape(named, named | frozenset(facts.split()), element=element, digest=digest)


def _course(
    kinds: str,
    facts: str = "",
    *,
    unnamed: bool = False,
    effective: str = NOW,
    element: str = MAIN,
    digest: str = ROOT,
) -> Shape:
    named = frozenset(kinds.split())
    said = frozenset(facts.split()) | COURSE | named
    return Shape(named, said, True, False, unnamed, effective, element, digest)


WEIGHTIEST_FIRST: Final = ("deadline_lapsed", "deadline_missed", "deadline_stop_outlasted", "deadline_light_changed", "timer_fired")
"""What an event of the clock is named for: of those among its facts the first here; where there is none, the last."""

SHAPES: Final[Mapping[str, Shape]] = {
    "add_comment": _beside("comment_added", element=NONE, digest=ROOT),
    "add_document": _beside("document_added", element=NONE, digest=ROOT),
    "answer_for_writer": _beside("writer_answered", "notice_given", element=NONE, digest=ROOT),
    "answer_urging": _beside("urging_answered", "notice_given"),
    "appeal_points": _beside("points_appealed", "notice_given"),
    "ask_writer": _beside("writer_asked", "notice_given", element=NONE, digest=ROOT),
    "assign_task": _beside("task_assigned", "notice_given"),
    "cancel_instance": _course("process_instance_cancelled", element=NONE),
    "change_password": _city("password_changed"),
    "change_post": _city("post_changed"),
    "change_roles": _city("roles_changed"),
    "change_wording": _city("deployment_made"),
    "complete_task": _course("task_completed", "document_added paper_decision_entered paper_served task_assigned", digest=OWN),
    "confirm_deadline": _course("deadline_confirmed", digest=OWN),
    "correct_answers": _course(
        "answers_corrected", "document_added instance_modified task_changed task_unassigned", element=MAIN, digest=ROOT
    ),
    "correct_identity": _beside("identity_corrected", element=NONE, digest=ROOT),
    "correlate_message": _course("message_correlated", "message_taken", element=NONE),
    "create_token": _city("token_created"),
    "decide_appeal": _beside("points_appeal_decided", "notice_given points_moved"),
    "decide_disposal": _beside("case_erased disposal_refused hold_released hold_set", element=NONE, digest=NONE),
    "delegate_task": _beside("task_delegated", "notice_given"),
    "deploy_definition": _city("deployment_made"),
    "disable_account": _city("account_disabled"),
    "discard_paper": _beside("paper_discarded", element=NONE, digest=ROOT),
    "draft_paper": _beside("paper_drafted", element=NONE, digest=ROOT),
    "draw_sample": _city("sample_drawn"),
    "drop_filter": _city("filter_dropped"),
    "edit_paper": _beside("paper_edited", element=NONE, digest=ROOT),
    "enable_account": _city("account_enabled"),
    "end_leave": _city("leave_ended"),
    "end_sessions": _city("sessions_ended"),
    "enter_calendar_year": _city("calendar_year_entered"),
    "enter_leave": _city("leave_entered"),
    "file_late_remark": _beside("late_remark_filed"),
    "fire_timer": _course(" ".join(WEIGHTIEST_FIRST), effective=DUE, digest=OWN),
    "give_query_code": _beside("query_code_given", element=NONE, digest=ROOT),
    "hand_back_task": _beside("delegation_returned", "notice_given"),
    "import_people": _city("people_imported", "account_registered post_registered unit_registered"),
    "issue_paper": _beside("paper_issued", "message_thrown", element=NONE, digest=ROOT),
    "keep_identity": _course("identity_kept", element=NONE),
    "keep_paper_sheet": _city("paper_sheet_added", "document_added"),
    "lift_identity_protection": _course("identity_protection_lifted", element=NONE),
    "migrate_instance": _course("instance_migrated", "task_changed", element=NONE),
    "modify_instance": _course("instance_modified", element=SOME, digest=OWN),
    "park_timer": _course("incident_opened", effective=DUE, element=FIRST, digest=OWN),
    "propose_disposal": _beside("disposal_proposed", element=NONE, digest=NONE),
    "publish_message": _city("message_published"),
    "put_reply_right": _course("reply_put_right"),
    "receive_signal": _course("signal_received", element=NONE),
    "recompute_deadlines": _course("deadlines_recomputed", unnamed=True, effective=DECREED, element=FIRST),
    "record_receipt": _course("receipt_recorded", effective=RECEIVED, digest=OWN),
    "record_service": _beside("paper_served", element=NONE, digest=ROOT),
    "register_account": _city("account_registered"),
    "register_office": _city("office_registered"),
    "register_post": _city("post_registered"),
    "register_unit": _city("unit_registered"),
    "release_deadlines": _city("deadlines_released"),
    "release_task": _beside("task_unassigned"),
    "replace_word_template": _city("word_template_replaced"),
    "request_extension": _course("extension_requested", "document_added"),
    "resolve_incident": _course("incident_resolved", element=SEEN, digest=OWN),
    "resolve_incidents": _course("incident_resolved", element=NONE),
    "resume_clock": _course("deadline_resumed", digest=OWN),
    "retire_definition": _city("definition_retired"),
    "return_task": _beside("task_assigned task_unassigned", "notice_given"),
    "revoke_token": _city("token_revoked"),
    "save_filter": _city("filter_saved"),
    "send_back_task": _course("task_returned", "task_assigned", digest=OWN),
    "set_limit": _course("limit_set", "message_taken", digest=OWN),
    "set_mail_address": _city("mail_address_set"),
    "set_variables": _course("variables_set", unnamed=True, element=NONE),
    "start_instance": _course(
        "process_instance_started",
        "document_added identity_kept message_taken query_code_given signal_received timer_start_fired",
        effective=DUE,
        element=NONE,
    ),
    "strike_service": _beside("paper_service_struck", element=NONE, digest=ROOT),
    "suspend_clock": _course("deadline_suspended", digest=OWN),
    "take_over_case": _course("paper_case_taken", "document_added identity_kept query_code_given task_assigned", effective=LANDED),
    "unlock_account": _city("account_unlocked"),
    "update_task": _beside("task_changed", "notice_given task_unassigned"),
    "urge_tasks": _beside("task_urged", "notice_given", element=SOME),
    "withdraw_completion": _course("completion_withdrawn", "task_assigned", digest=OWN),
    "withdraw_extension": _course("extension_withdrawn", digest=OWN),
}
