"""Every template with sample data: the scenes of the city as they would come from the questions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader
from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.pages.reference import reference_view
from app.web.presentation import error_view, public_view, task_view, work_list_view
from app.web.presentation.environment import configure_environment
from app.web.presentation.languages import CATALOGUES, LANGUAGE
from app.web.presentation.shell_view import NavLink, Shell, Toast
from app.web.presentation.wording import Wording
from tests.web import sample_points
from tests.web.sample_access import ACCESS, NO_ACCESS
from tests.web.sample_accounts import CHOOSING, CHOOSING_REFUSED, OF_ACCOUNTS, OF_ONES_ACCOUNT
from tests.web.sample_admin import (
    ENTRY,
    ENTRY_SEEN,
    HAND_OVER,
    IMPORT,
    ISSUED,
    NOTICES,
    PAPER,
    POSTS,
    STAFF,
    STAFF_NEW,
    STAFF_NEW_UNIT,
    UNKNOWN_YEAR,
    YEAR,
)
from tests.web.sample_cases import OF_CASES
from tests.web.sample_definitions import OF_DEFINITIONS
from tests.web.sample_events import EVENTS, NO_EVENTS, NO_SAMPLES, SAMPLE, SAMPLE_ALTERED, SAMPLES_DRAWN
from tests.web.sample_forms import CHEN, CITY, LAPSED, NOW, at
from tests.web.sample_incidents import INCIDENTS, OF_PROVEN_REPLIES, TRIED
from tests.web.sample_items import OF_A_MEETING
from tests.web.sample_leaders import BULK, DECISIONS, ENTRY_REFUSED, NOTHING, NOTHING_WAITS, UNDECIDED, URGING, WAITING
from tests.web.sample_leaders import ENTRY as ENTRY_ON_PAPER
from tests.web.sample_migrations import OF_MIGRATIONS
from tests.web.sample_modification import MOVE, MOVE_REFUSED
from tests.web.sample_paper_cases import PAPER_CASES, PAPER_CASES_DONE, PAPER_CASES_WRONG
from tests.web.sample_papers import (
    BULLETINS,
    EMPTY_RECEIVED,
    LOOKED_THROUGH,
    NO_BULLETINS,
    NO_PREVIEW,
    OLD_WORDING,
    PREVIEW,
    READ_BULLETIN,
    RECEIVED,
    TEMPLATES,
    TYPED_PAPER,
    WORDING,
)
from tests.web.sample_replay import REPLAYS
from tests.web.sample_retention import NOTHING_KEPT, ONLY_DECIDES, RETENTION
from tests.web.sample_roles import ROLES_NOBODY, ROLES_TABLE
from tests.web.sample_statistics import OF_STATISTICS
from tests.web.sample_supervision import OF_SUPERVISION
from tests.web.sample_verification import VERIFICATIONS
from tests.web.sample_views import (
    ALL_KINDS,
    CASE,
    CONFLICT,
    CORRECTION,
    DAYS,
    DELEGATED,
    EMPTY,
    FILTERED,
    GROUPS,
    LETTER,
    LIST,
    MERGING,
    MET_DAYS,
    PRINTED,
    PRINTED_PROJECT,
    PROGRESS,
    PROGRESS_PROJECT,
    SENT_BACK,
    SIGN_IN,
    START,
    TASK,
    UNCLAIMED,
    URGINGS,
    WRITING,
    dialog,
    group,
    row,
)
from tests.web.sample_writers import CASES, NOTHING_TO_PUT, TO_PUT


@dataclass(frozen=True)
class Sample:
    """A page to draw. width: of the window that its mock-up is drawn for."""

    name: str
    template: str
    values: dict[str, Any]
    signed_in: bool = True
    section: str = "work-list"
    width: int = 1366


def work(name: str, page: work_list_view.WorkListView, task: task_view.TaskView | None) -> Sample:
    return Sample(name, "work_list.html", {"page": page, "task": task})


def public(name: str, template: str, page: Any) -> Sample:
    return Sample(name, f"public/{template}.html", {"page": page}, signed_in=False, width=390)


def error(status: int, **more: Any) -> Sample:
    return Sample(f"error-{status}", "error.html", {"page": error_view.ErrorView(status, **more)})


NOTHING_OPEN = Message("Expected a step that waits for a person, but nothing is open in this case", {})
SAMPLES = (
    *(Sample(name, "account.html", {"page": view}) for name, view in OF_ONES_ACCOUNT),
    Sample("own-password", "own_password.html", {"page": CHOOSING}, signed_in=False),
    Sample("own-password-refused", "own_password.html", {"page": CHOOSING_REFUSED}, signed_in=False),
    Sample("sign-in", "sign_in.html", {"page": SIGN_IN}, signed_in=False),
    Sample("sign-in-ran-out", "sign_in.html", {"page": replace(SIGN_IN, problem="ran-out", provider="", demo=())}, signed_in=False),
    *(
        Sample(
            f"sign-in-provider-{told}",
            "sign_in.html",
            {"page": replace(SIGN_IN, problem=f"provider-{told}", locked_until=at(11, 24, 11))},
            False,
        )
        for told in ("down", "again", "cancelled", "locked", "unknown", "unverified")
    ),
    Sample(
        "sign-in-provider-left",
        "sign_in.html",
        {"page": replace(SIGN_IN, problem="provider-left", provider_ends_at="https://sign-in.city.example/end", demo=())},
        False,
    ),
    Sample("sign-in-locked", "sign_in.html", {"page": replace(SIGN_IN, problem="locked", locked_until=at(11, 24, 11))}, signed_in=False),
    work("work-list", LIST, TASK),
    work("work-list-conflict", replace(FILTERED, groups=GROUPS), CONFLICT),
    work("work-list-merging", LIST, MERGING),
    work("work-list-unclaimed", LIST, UNCLAIMED),
    work("work-list-every-field", LIST, ALL_KINDS),
    work("work-list-empty", EMPTY, None),
    work("work-list-questions", replace(LIST, puts=2), None),
    work("work-list-nothing-matches", replace(FILTERED, groups=(), total=0, stale_since=at(11, 24, 10, 30)), None),
    work(
        "work-list-done",
        replace(
            LIST,
            view="done",
            groups=(
                group(
                    "done",
                    row("9", "t", "QZ-2026-000001-2", LETTER, "办理", LAPSED),
                    row("8", "u", "QZ-2026-000002-0", LETTER, "办理", None, ended_at=at(11, 20, 9)),
                ),
            ),
        ),
        None,
    ),
    *(work(f"task-{tab}", LIST, replace(TASK, tab=tab)) for tab in ("history", "diagram", "documents", "comments")),
    *(work(f"dialog-{kind}", LIST, dialog(kind)) for kind in ("send-back", "transfer", "delegate", "withdraw")),
    Sample("case-correction", "correction.html", {"page": CORRECTION}, section="cases"),
    Sample("case-correction-stands", "correction.html", {"page": replace(CORRECTION, fields=())}, section="cases"),
    Sample("case-correction-refused", "correction.html", {"page": replace(CORRECTION, refusal=NOTHING_OPEN)}, section="cases"),
    work("task-delegated", LIST, DELEGATED),
    work("task-sent-back", LIST, SENT_BACK),
    work("task-submitted", LIST, replace(TASK, can=frozenset({"withdraw", "comment"}), readonly="陈静已办结")),
    work("task-urged", LIST, replace(TASK, urgings=URGINGS)),
    work("dialog-answer-urging", LIST, dialog("answer-urging")),
    work("dialog-urge-too-late", LIST, dialog("urge", refusal=NOTHING_OPEN)),
    work("dialog-urge-refused", LIST, dialog("urge", errors={"reason": Message("Fill this in", {})})),
    Sample("task-form-alone", "task/form.html", {"task": TASK}),
    Sample("task-fields-alone", "task/fields.html", {"task": ALL_KINDS}),
    *(
        Sample(f"case-{tab}", "case.html", {"case": replace(CASE, tab=tab)}, section="cases")
        for tab in ("overview", "history", "diagram", "documents", "comments")
    ),
    *(Sample(f"replay-{name}", "replay.html", {"page": page}, section="cases") for name, page in REPLAYS.items()),
    Sample("events", "events.html", {"page": EVENTS}, section="events"),
    Sample("samples", "samples.html", {"page": SAMPLES_DRAWN, "most": 1_000}, section="events"),
    *(Sample(f"verification-{name}", "verification.html", {"page": page}, section="verification") for name, page in VERIFICATIONS.items()),
    Sample("samples-none", "samples.html", {"page": NO_SAMPLES, "most": 1_000}, section="events"),
    Sample("sample", "sample.html", {"page": SAMPLE}, section="events"),
    Sample("sample-altered", "sample.html", {"page": SAMPLE_ALTERED}, section="events"),
    Sample("events-none", "events.html", {"page": NO_EVENTS}, section="events"),
    Sample(
        "case-cancel",
        "case.html",
        {"case": replace(CASE, dialog=task_view.DialogView("cancel", "/cases/QZ/cancellation", "/cases/QZ"))},
        section="cases",
    ),
    *(Sample(name, "cases.html", {"page": page}, section="cases") for name, page in OF_CASES),
    *(
        Sample(f"points-{name}", "points.html", {"page": page}, section="supervision")
        for name, page in (
            ("units", sample_points.UNITS),
            ("decide", sample_points.UNIT),
            ("appeal", sample_points.APPEAL),
            ("decided", sample_points.DECIDED),
            ("none", sample_points.NOTHING),
        )
    ),
    Sample("deadline", "deadline.html", {"page": DAYS}),
    Sample("deadline-list", "deadline.html", {"page": replace(DAYS, as_list=True)}),
    Sample("deadline-met", "deadline.html", {"page": MET_DAYS}),
    Sample("deadline-then", "deadline.html", {"page": replace(DAYS, event=7, at=datetime(2026, 11, 20, 2, tzinfo=UTC), now_href="?now")}),
    Sample("deadline-met-list", "deadline.html", {"page": replace(MET_DAYS, as_list=True)}),
    Sample("incidents", "incidents.html", {"page": INCIDENTS}, section="incidents"),
    *(Sample(name, "migrations.html", {"page": view}, section="incidents") for name, view in OF_MIGRATIONS),
    *(Sample(name, "incidents.html", {"page": view}, section="incidents") for name, view in OF_PROVEN_REPLIES),
    Sample("incidents-tried", "incidents.html", {"page": TRIED}, section="incidents"),
    Sample(
        "incidents-filtered",
        "incidents.html",
        {"page": replace(INCIDENTS, detail=None, rows=(), trouble="table", clear_href="/incidents")},
        section="incidents",
    ),
    Sample(
        "incidents-none",
        "incidents.html",
        {"page": replace(INCIDENTS, rows=(), detail=None, open_count=0, last_resolved_at=at(11, 20, 9))},
        section="incidents",
    ),
    *(
        Sample(name, f"admin/{template}.html", values, section="admin")
        for name, template, values in (
            ("people", "people", {"page": STAFF}),
            ("people-new", "people", {"page": STAFF_NEW}),
            ("people-new-unit", "people", {"page": STAFF_NEW_UNIT}),
            ("posts", "posts", {"page": POSTS}),
            ("import", "import", {"page": IMPORT}),
            ("roles", "roles", {"page": ROLES_TABLE}),
            *((name, "accounts", {"page": view}) for name, view in OF_ACCOUNTS),
            ("access", "access", {"page": ACCESS}),
            ("access-none", "access", {"page": NO_ACCESS}),
            ("roles-nobody", "roles", {"page": ROLES_NOBODY}),
            ("paper-cases", "paper_cases", {"page": PAPER_CASES}),
            ("paper-cases-wrong", "paper_cases", {"page": PAPER_CASES_WRONG}),
            ("paper-cases-done", "paper_cases", {"page": PAPER_CASES_DONE}),
            ("hand-over", "hand_over", {"page": HAND_OVER}),
            ("calendar", "calendar", {"page": YEAR}),
            ("calendar-unknown", "calendar", {"page": UNKNOWN_YEAR}),
            ("calendar-entry", "calendar_entry", {"page": ENTRY, "confirmed": ""}),
            ("calendar-seen", "calendar_entry", {"page": ENTRY_SEEN, "confirmed": "4-ab"}),
        )
    ),
    Sample("notices", "notices.html", {"page": NOTICES}),
    Sample("bulletins", "bulletins.html", {"page": BULLETINS}, section="bulletins"),
    Sample("bulletins-none", "bulletins.html", {"page": NO_BULLETINS}, section="bulletins"),
    *(Sample(name, template, {"page": view}, section="supervision") for name, template, view in OF_SUPERVISION),
    *(Sample(name, "definition.html", {"page": view}, section="events") for name, view in OF_DEFINITIONS),
    *(Sample(name, template, {"page": view}, section="statistics") for name, template, view in OF_STATISTICS),
    Sample("retention", "retention.html", {"page": RETENTION}, section="retention"),
    Sample("retention-nothing", "retention.html", {"page": NOTHING_KEPT}, section="retention"),
    Sample("retention-decides", "retention.html", {"page": ONLY_DECIDES}, section="retention"),
    Sample("bulletin", "paper.html", {"page": READ_BULLETIN}, section="bulletins"),
    Sample("paper-typed", "paper.html", {"page": TYPED_PAPER}, section="cases"),
    Sample("templates", "admin/papers.html", {"page": TEMPLATES}, section="admin"),
    Sample("templates-to-read", "admin/papers.html", {"page": LOOKED_THROUGH}, section="admin"),
    Sample("wording", "admin/wording.html", {"page": WORDING}, section="admin"),
    Sample("wording-old", "admin/wording.html", {"page": OLD_WORDING}, section="admin"),
    Sample("paper-preview", "paper_preview.html", {"page": PREVIEW}, section=""),
    Sample("paper-preview-refused", "paper_preview.html", {"page": NO_PREVIEW}, section=""),
    Sample("received", "received.html", {"page": RECEIVED}, section="cases"),
    Sample("move", "move.html", {"page": MOVE}, section="cases"),
    Sample("move-refused", "move.html", {"page": MOVE_REFUSED}, section="cases"),
    Sample("received-empty", "received.html", {"page": EMPTY_RECEIVED}, section="cases"),
    *(
        Sample(name, f"{template}.html", {"page": page})
        for name, template, page in (
            ("bulk", "bulk", BULK),
            ("bulk-urge", "bulk", URGING),
            ("bulk-none", "bulk", NOTHING),
            ("decisions", "decisions", DECISIONS),
            ("decisions-none", "decisions", UNDECIDED),
            ("paper-decisions", "paper_decisions", WAITING),
            ("paper-decisions-none", "paper_decisions", NOTHING_WAITS),
            ("paper-decision", "paper_decision", ENTRY_ON_PAPER),
            ("paper-decision-refused", "paper_decision", ENTRY_REFUSED),
            ("writer-questions", "writer_questions", TO_PUT),
            ("writer-questions-none", "writer_questions", NOTHING_TO_PUT),
        )
    ),
    Sample("case-items", "case.html", {"case": OF_A_MEETING}, section="cases"),
    *(Sample(f"case-writer-{name}", "case.html", {"case": case}, section="cases") for name, case in CASES.items()),
    public("public-not-found", "error", error_view.ErrorView(404, is_public=True, may_sign_in=True)),
    Sample("paper-draft", "paper.html", {"page": PAPER}, section="cases"),
    Sample("paper-issued", "paper.html", {"page": ISSUED}, section="cases"),
    Sample("reference", "reference.html", {"page": reference_view("", Wording("zh_Hans", CITY, NOW))}, section="reference"),
    Sample("reference-none", "reference.html", {"page": reference_view("none such", Wording("zh_Hans", CITY, NOW))}, section="reference"),
    Sample("start", "start.html", {"page": START}),
    error(
        404,
        message=Message("Expected a case, but found none numbered %(number)s", {"number": "QZ-2026-003817-4"}),
        looked_for="QZ-2026-003817-4",
        nearest=(task_view.Fact("QZ-2026-003187-4", "东城小区诊所夜间外机噪声扰民", "/cases/QZ"),),
    ),
    error(403, message=Message("Fill this in", {}), may="吴倩、张衡"),
    error(409, message=Message("Fill this in", {}), draft_kept=True, back_href="/work-list?task=1"),
    error(503, retry_seconds=8, event_number="5f1c-20a7"),
    public("public-letter", "letter", WRITING),
    public("public-letter-contact", "letter", replace(WRITING, step=2, place="春晖路 18 号", errors={})),
    public(
        "public-letter-check",
        "letter",
        replace(
            WRITING,
            step=3,
            place="春晖路 18 号",
            errors={},
            photos=(public_view.Photo("p1", "路灯.jpg"),),
            name="张三",
            contact="13800138000",
        ),
    ),
    public("public-receipt", "receipt", public_view.LetterReceiptView("QZ-2026-003187-4", "7KMP2RXW", NOW, at(12, 3, 17, 30), 2)),
    public("public-query", "query", public_view.QueryView("QZ-2026-003178-4", "wrong", 4)),
    public("public-query-locked", "query", public_view.QueryView("QZ-2026-003178-4", "locked", locked_until=at(11, 24, 11))),
    public("public-progress", "progress", PROGRESS),
    public("public-progress-of-a-project", "progress", PROGRESS_PROJECT),
    *(
        public(
            f"public-progress-{state}",
            "progress",
            replace(
                PROGRESS,
                state=state,
                stopped_why="等待专家检测",
                merged_into="QZ-2026-003150-7",
                earlier_state="running",
                answered_at=at(11, 24, 9),
                answer="已责令整改。",
                provisional=True,
            ),
        )
        for state in ("received", "late", "stopped", "answered", "closed", "merged")
    ),
    public("public-error", "error", error_view.ErrorView(503, retry_seconds=8, is_public=True)),
    Sample("printed-receipt", "printed_receipt.html", {"page": PRINTED}),
    Sample("printed-receipt-of-a-project", "printed_receipt.html", {"page": PRINTED_PROJECT}),
)


@cache
def environment(asset: Callable[[str], str]) -> Environment:
    """Return what draws the pages: one for each kind of addresses, since it takes longer to compile a template than to draw it."""
    found = Environment(loader=FileSystemLoader(CATALOGUES.parent / "templates"), autoescape=True)
    configure_environment(found, asset)
    return found


def draw(sample: Sample, jinja: Environment, language: str = "zh_Hans", theme: str = "") -> str:
    """Return a sample page as HTML."""
    sections = ("work-list", "cases", "supervision", "incidents", "reference", "admin")
    shell = Shell(
        city="云州市",
        now=NOW,
        here="/work-list?view=mine",
        language=language,
        theme=theme,
        person=CHEN if sample.signed_in else None,
        links=tuple(NavLink(section, section == sample.section) for section in sections) if sample.signed_in else (),
        office_hours="08:30-12:00、13:30-17:30",
        toasts=(Toast("已退回热线办", "/tasks/1/withdrawal"),) if sample.name == "work-list-empty" else (),
        test_clock=sample.name == "start",
    )
    token = LANGUAGE.set(language)
    try:
        return jinja.get_template(sample.template).render(show=Wording(language, CITY, NOW), shell=shell, **sample.values)
    finally:
        LANGUAGE.reset(token)
