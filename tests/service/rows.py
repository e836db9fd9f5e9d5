"""One row a command: how to bring a city to where it can be carried out, by whom, and what comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.domain.actor import Holding
from app.domain.demo_city import PEOPLE
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.assign_task import AssignTask
from app.service.cancel_instance import CancelInstance
from app.service.change_password import ChangePassword
from app.service.change_roles import ChangeRoles
from app.service.complete_task import CompleteTask
from app.service.correlate_message import CorrelateMessage
from app.service.create_token import CreateToken
from app.service.deploy_definition import DeployDefinition
from app.service.disable_account import DisableAccount
from app.service.drop_filter import DropFilter
from app.service.enter_calendar_year import EnterCalendarYear
from app.service.fire_timer import FireTimer
from app.service.give_query_code import GiveQueryCode
from app.service.hold_deadlines import hold_deadlines
from app.service.park_timer import ParkTimer
from app.service.publish_message import PublishMessage
from app.service.receive_signal import ReceiveSignal
from app.service.register_account import RegisterAccount
from app.service.register_unit import RegisterUnit
from app.service.release_deadlines import ReleaseDeadlines
from app.service.release_task import ReleaseTask
from app.service.resolve_incident import ResolveIncident
from app.service.resolve_incidents import ResolveIncidents
from app.service.retire_definition import RetireDefinition
from app.service.revoke_token import RevokeToken
from app.service.save_filter import SaveFilter
from app.service.set_variables import SetVariables
from app.service.start_instance import StartInstance
from app.service.update_task import UpdateTask
from app.service.work import Command
from tests.builders.city import MONDAY, City
from tests.builders.correspondence import caller, listener
from tests.builders.errand import PROCESS, files

ACCOUNTS = tuple(person.account for person in PEOPLE)
CHAIN = {"audit_event", "event_content", "case_state"}
CASE = {*CHAIN, "case_secret", "process_instance", "case_party", "query_code", "counter"}
SEE_ALL = {"hotline", "operator", "inspection", "supervision", "auditor", "demo"}
"""Who sees an errand without having a task in it: its owner, who starts it; operators and supervisors; the auditor; the demo account."""

IN_UNIT = {"handler-health", "handler-health-b", "head-health"}
"""Who sees it because a task of it is with their unit."""

DOCUMENT = {"name": "scan.pdf", "digest": "ab" * 32, "size_bytes": 9, "head": b"%PDF-1.7\n"}


def case_at_handle(city: City) -> int:
    """Return a case that a bureau has to handle."""
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    return case


def case_with_incident(city: City) -> int:
    """Return a case whose script fails, since `worth` was not said, and then was put right."""
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", note="urgent")
    return case


@dataclass(frozen=True)
class Row:
    """make: brings the city there and returns the command. who: carries it out. kind: of the event. facts: their kinds, in order.

    tables: those in which something changes. allowed, forbidden: accounts; all others get 404, or `otherwise`.
    """

    make: Callable[[City], Command]
    who: str
    kind: str
    facts: tuple[str, ...]
    tables: frozenset[str]
    allowed: frozenset[str]
    forbidden: frozenset[str]
    otherwise: str = "not_found"
    run: Callable[[City, Command, str], Any] = field(default=lambda city, command, who: city.do(command, who))

    def expected(self, account: str) -> str:
        if account in self.allowed:
            return "done"
        return "forbidden" if account in self.forbidden else self.otherwise


def row(
    make: Callable[[City], Command],
    who: str,
    kind: str,
    facts: str,
    tables: Iterable[str] = (),
    allowed: Iterable[str] = (),
    forbidden: Iterable[str] | None = None,
    **more: Any,
) -> Row:
    """forbidden: None for all who are not allowed."""
    let = frozenset(allowed)
    refused = frozenset(ACCOUNTS) - let if forbidden is None else frozenset(forbidden)
    return Row(make, who, kind, tuple(facts.split()), frozenset({*CHAIN, *tables}), let, refused, **more)


def _incident(city: City) -> int:
    case = case_with_incident(city)
    city.do(SetVariables(case, {"worth": 3}), "operator")
    return int(city.value("SELECT key FROM incident WHERE case_key = :case", case=case))


def _held(city: City) -> int:
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, "handler-health"), "handler-health")
    return task


def _timer(city: City) -> Command:
    case = case_at_handle(city)
    city.at(timedelta(days=7, hours=6))  # three o'clock on the Monday after, when a third of the time is left
    due = city.case(case).timers()[0]
    return FireTimer(case, due.key, due.kind, due.due_at)


def _signal(city: City) -> Command:
    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener()})
    case, calling = city.start("listener"), city.start("caller")
    city.door._execute(CompleteTask(city.task(calling, "write"), {}), city.actor("hotline"))  # nobody brings it to the case yet
    return ReceiveSignal(case, "A", city.value("SELECT key FROM outbox"))


def _parking(city: City) -> Command:
    case = case_at_handle(city)
    timer = next(timer for timer in city.case(case).timers() if timer.kind == "timer")
    return ParkTimer(case, timer.key, timer.kind, timer.due_at, "a fault of ours")


def _number(city: City, case: int) -> str:
    return str(city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case))


def _withdrawal(city: City) -> Command:
    case = case_at_handle(city)
    return CorrelateMessage(case, "withdraw", _number(city, case), {"why": "mended by themselves"}, "they called")


YEAR = {
    "year": 2027,
    "notice": "invented for a test",
    "holidays": ["2027-01-01"],
    "makeUpDays": [],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}
TOKEN = CreateToken("handler-health", "1a2b3c4d", "ab" * 32, MONDAY, MONDAY + timedelta(days=90), "the archive's program", ("jobs",))
ACCOUNT = RegisterAccount("new-hand", "新手", "hash", ((Holding("handler", "health-bureau"), "B"),))
HEADS = {"handler-health", "head-health", "hotline", "operator", "demo"}

ROWS: dict[type[Command], Row] = {
    AddComment: row(
        lambda city: AddComment(case_at_handle(city), "words to a colleague"),
        "hotline",
        "comment_added",
        "comment_added",
        {"comment", "counter"},
        SEE_ALL - {"auditor"} | IN_UNIT,
        {"auditor"},
    ),
    AddDocument: row(
        lambda city: AddDocument(case_at_handle(city), **DOCUMENT),
        "handler-health",
        "document_added",
        "document_added",
        {"document", "counter"},
        SEE_ALL - {"auditor"} | IN_UNIT,
        {"auditor"},
    ),
    AssignTask: row(
        lambda city: AssignTask(city.task(case_at_handle(city), "handle"), "handler-health"),
        "handler-health",
        "task_assigned",
        "task_assigned",
        {"user_task", "task_candidate", "case_party"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
    CancelInstance: row(
        lambda city: CancelInstance(case_at_handle(city), "a mistake"),
        "operator",
        "process_instance_cancelled",
        "task_cancelled element_cancelled process_instance_cancelled",
        {"process_instance", "user_task", "task_candidate", "subscription", "deadline"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    ChangePassword: row(
        lambda city: ChangePassword("handler-health", "another hash"),
        "handler-health",
        "password_changed",
        "password_changed",
        {"account"},
        {"handler-health", "security"},
    ),
    ChangeRoles: row(
        lambda city: ChangeRoles("handler-health", ((Holding("reviewer", "fire-brigade"), "B"),), (Holding("handler", "health-bureau"),)),
        "security",
        "roles_changed",
        "roles_changed",
        {"account", "holding"},
        {"security"},
    ),
    CompleteTask: row(
        lambda city: CompleteTask(city.task(case_at_handle(city), "handle"), {"said": "done"}),
        "handler-health",
        "task_completed",
        "task_assigned task_completed element_completed process_instance_completed",
        {"process_instance", "user_task", "task_candidate", "case_party", "subscription", "deadline", "variable"},
        {"handler-health", "handler-health-b", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    CorrelateMessage: row(
        _withdrawal,
        "hotline",
        "message_correlated",
        "message_correlated task_cancelled element_cancelled process_instance_completed",
        {"process_instance", "user_task", "task_candidate", "subscription", "deadline", "variable"},
        {"operator", "hotline", "demo"},
        (),
    ),
    CreateToken: row(lambda city: TOKEN, "security", "token_created", "token_created", {"access_token"}, {"security"}),
    DeployDefinition: row(
        lambda city: DeployDefinition(files("另一件差事")),
        "designer",
        "deployment_made",
        "deployment_made",
        {"deployment", "definition", "resource", "counter"},
        {"designer", "designer-b", "demo"},
    ),
    DisableAccount: row(
        lambda city: DisableAccount("handler-health"), "security", "account_disabled", "account_disabled", {"account"}, {"security"}
    ),
    EnterCalendarYear: row(
        lambda city: EnterCalendarYear(YEAR), "admin", "calendar_year_entered", "calendar_year_entered", {"calendar_version"}, {"admin"}
    ),
    FireTimer: row(
        _timer,
        "clock",
        "deadline_light_changed",
        "deadline_light_changed",
        {"deadline", "user_task"},
        (),
        (),
        otherwise="conflict",
        run=lambda city, command, who: city.door.fire_due(command.case_key or 0),
    ),
    GiveQueryCode: row(
        lambda city: GiveQueryCode(case_at_handle(city)),
        "hotline",
        "query_code_given",
        "query_code_given",
        {"query_code", "counter"},
        {"hotline", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    ParkTimer: row(
        _parking,
        "clock",
        "incident_opened",
        "incident_opened",
        {"incident"},
        (),
        (),
        run=lambda city, command, who: city.door.execute(command, city.actor(who)),
    ),
    PublishMessage: row(
        lambda city: PublishMessage("news", "k-1", 1000, None, {"text": "something"}),
        "operator",
        "message_published",
        "message_published",
        {"message", "counter"},
        {"operator", "demo"},
    ),
    ReceiveSignal: row(
        _signal,
        "system",
        "signal_received",
        "signal_received subscription_closed element_completed task_created",
        {"user_task", "task_candidate", "case_party", "subscription", "outbox"},
        (),
        (),
    ),
    RegisterAccount: row(lambda city: ACCOUNT, "admin", "account_registered", "account_registered", {"account", "holding"}, {"admin"}),
    RegisterUnit: row(lambda city: RegisterUnit("parks", "市园林局"), "admin", "unit_registered", "unit_registered", {"unit"}, {"admin"}),
    ReleaseDeadlines: row(
        lambda city: (city.door.keep(hold_deadlines, MONDAY), ReleaseDeadlines("looked through"))[1],
        "operator",
        "deadlines_released",
        "deadlines_released",
        {"setting"},
        {"operator", "demo"},
    ),
    ReleaseTask: row(
        lambda city: ReleaseTask(_held(city)),
        "handler-health",
        "task_unassigned",
        "task_unassigned",
        {"user_task", "task_candidate"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
    ResolveIncident: row(
        lambda city: ResolveIncident(_incident(city), "worth was missing"),
        "operator",
        "incident_resolved",
        "incident_resolved element_completed task_created",
        {"incident", "user_task", "task_candidate", "case_party", "subscription", "deadline", "variable"},
        {"operator", "demo"},
        SEE_ALL,
    ),
    ResolveIncidents: row(
        lambda city: ResolveIncidents(_incident(city) & ~((1 << 20) - 1), "worth was missing"),
        "operator",
        "incident_resolved",
        "incident_resolved element_completed task_created",
        {"incident", "user_task", "task_candidate", "case_party", "subscription", "deadline", "variable", "counter"},
        {"operator", "demo"},
        SEE_ALL,
    ),
    RetireDefinition: row(
        lambda city: RetireDefinition(city.value("SELECT key FROM definition WHERE kind = 'process'")),
        "designer",
        "definition_retired",
        "definition_retired",
        {"definition"},
        {"designer", "designer-b", "demo"},
    ),
    RevokeToken: row(
        lambda city: (city.do(TOKEN, "security"), RevokeToken(TOKEN.id, MONDAY))[1],
        "handler-health",
        "token_revoked",
        "token_revoked",
        {"access_token"},
        {"handler-health", "security"},
    ),
    SaveFilter: row(
        lambda city: SaveFilter("临期的", {"light": "yellow"}, "health-bureau"),
        "handler-health",
        "filter_saved",
        "filter_saved",
        {"saved_filter", "counter"},
        IN_UNIT,
    ),
    DropFilter: row(
        lambda city: DropFilter(int(city.do(SaveFilter("七日内", {"light": "red"}, "health-bureau"), "handler-health")["id"])),
        "handler-health",
        "filter_dropped",
        "filter_dropped",
        {"saved_filter"},
        {"handler-health", "head-health"},
        {"handler-health-b"},
    ),
    SetVariables: row(
        lambda city: SetVariables(case_with_incident(city), {"worth": 3}, reason="it was forgotten"),
        "operator",
        "variables_set",
        "variable_written",
        {"variable"},
        {"operator", "demo"},
        SEE_ALL,
    ),
    StartInstance: row(
        lambda city: StartInstance(PROCESS, variables={"topic": "a leaking tap"}),
        "hotline",
        "process_instance_started",
        "process_instance_started variable_written element_entered flow_taken task_created query_code_given",
        {*CASE, "user_task", "task_candidate", "variable"},
        {"hotline", "demo"},
    ),
    UpdateTask: row(
        lambda city: UpdateTask(_held(city), {"priority": 80, "candidateUsers": ["handler-housing"]}),
        "head-health",
        "task_changed",
        "task_changed",
        {"user_task", "task_candidate", "case_party"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
}
