"""Commands of a case as a whole."""

from datetime import date

from app.domain.paper import LIMIT_SET
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.answer_for_writer import AnswerForWriter
from app.service.ask_writer import AskWriter
from app.service.cancel_instance import CancelInstance
from app.service.complete_task import CompleteTask
from app.service.correct_answers import CorrectAnswers
from app.service.correct_identity import CorrectIdentity
from app.service.correlate_message import CorrelateMessage
from app.service.give_query_code import GiveQueryCode
from app.service.keep_identity import KeepIdentity
from app.service.lift_identity_protection import LiftIdentityProtection
from app.service.migrate_instance import MigrateInstance
from app.service.publish_message import PublishMessage
from app.service.receive_signal import ReceiveSignal
from app.service.resolve_incident import ResolveIncident
from app.service.resolve_incidents import ResolveIncidents
from app.service.set_limit import SetLimit
from app.service.set_variables import SetVariables
from app.service.start_instance import StartInstance
from app.service.work import Command
from tests.builders.city import City
from tests.builders.correspondence import caller, listener
from tests.builders.errand import PROCESS, errand
from tests.builders.matter import matter_files
from tests.service.rows.row import CASE, DOCUMENT, IN_UNIT, SEE_ALL, Row, case_at_handle, case_with_incident, row


def _incident(city: City) -> int:
    case = case_with_incident(city)
    city.do(SetVariables(case, {"worth": 3}), "operator")
    return int(city.value("SELECT key FROM incident WHERE case_key = :case", case=case))


def _signal(city: City) -> Command:
    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener()})
    case, calling = city.start("listener"), city.start("caller")
    city.door._execute(CompleteTask(city.task(calling, "write"), {}), city.actor("hotline"))  # nobody brings it to the case yet
    return ReceiveSignal(case, "A", city.value("SELECT key FROM outbox"))


def _limit(city: City) -> Command:
    case = case_at_handle(city)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    said = {"on": "2030-01-04", "elements": ["handle"], "article": "15", "paperNumber": "〔2026〕1号"}
    city.do(PublishMessage(LIMIT_SET, number, 1000, None, said), "operator")
    return SetLimit(case, date(2030, 1, 4), ("handle",), "15", "〔2026〕1号", city.value("SELECT key FROM message"))


def _newer(city: City) -> Command:
    """A case at its bureau, and a version in which another step follows."""
    case = case_at_handle(city)
    city.deploy({"errand.bpmn": errand(more="archive")})
    key = city.value("SELECT MAX(key) FROM definition WHERE id = 'errand'")
    return MigrateInstance(case, key, {"handle": "handle"}, "a step was missing")


def _number(city: City, case: int) -> str:
    return str(city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case))


def _withdrawal(city: City) -> Command:
    case = case_at_handle(city)
    return CorrelateMessage(case, "withdraw", _number(city, case), {"why": "mended by themselves"}, "they called")


def _misheard(city: City) -> Command:
    city.deploy(matter_files())
    case = int(city.do(StartInstance("matter", variables={"topic": "a leak", "worth": 3}, by_form=True), "hotline")["key"])
    return CorrectAnswers(case, "misheard", answers={"topic": "a spark"})


def _written(city: City, kept: str) -> int:
    """Return the case of a matter that somebody named wrote in about."""
    city.deploy(matter_files(kept))
    said = {"topic": "a leak", "name": "Shi Qing", "contact": "13987654321"}
    return int(city.do(StartInstance("matter", variables=said), "hotline")["key"])


def _handled(city: City) -> int:
    """Return the case of a matter of a kept writer, which a bureau looks into."""
    city.deploy(matter_files("=true", "handler@health-bureau"))
    said = {"topic": "a leak", "name": "Shi Qing", "contact": "13987654321"}
    return int(city.do(StartInstance("matter", variables=said), "hotline")["key"])


def _asked(city: City) -> AnswerForWriter:
    case = _handled(city)
    key = city.do(AskWriter(case, "On which days does it leak?"), "handler-health")["key"]
    return AnswerForWriter(case, int(key), "On Mondays.")


ROWS: dict[type[Command], Row] = {
    AskWriter: row(
        lambda city: AskWriter(_handled(city), "On which days does it leak?"),
        "handler-health",
        "writer_asked",
        "writer_asked notice_given",
        {"writer_question", "notice", "counter"},
        IN_UNIT,
        SEE_ALL,
    ),
    AnswerForWriter: row(
        _asked,
        "hotline",
        "writer_answered",
        "writer_answered notice_given",
        {"writer_question", "notice"},
        {"hotline", "demo"},
        (SEE_ALL | IN_UNIT) - {"hotline", "demo"},
    ),
    CorrectAnswers: row(
        _misheard,
        "hotline",
        "answers_corrected",
        "answers_corrected variable_written",
        {"variable", "process_instance"},
        {"hotline", "demo"},
        SEE_ALL,
    ),
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
    CancelInstance: row(
        lambda city: CancelInstance(case_at_handle(city), "a mistake"),
        "operator",
        "process_instance_cancelled",
        "task_cancelled element_cancelled process_instance_cancelled",
        {"process_instance", "user_task", "task_candidate", "subscription", "deadline", "notice"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    CorrelateMessage: row(
        _withdrawal,
        "hotline",
        "message_correlated",
        "message_correlated task_cancelled element_cancelled process_instance_completed",
        {"process_instance", "user_task", "task_candidate", "subscription", "deadline", "variable", "notice"},
        {"operator", "hotline", "demo"},
        (),
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
    KeepIdentity: row(
        lambda city: KeepIdentity(_written(city, "=false"), "they called"),
        "hotline",
        "identity_kept",
        "identity_kept variable_written variable_written",
        {"variable", "process_instance", "kept_identity"},
        {"hotline", "demo"},
        SEE_ALL,
    ),
    CorrectIdentity: row(
        lambda city: CorrectIdentity(_written(city, "=true"), "misheard", "Shi Qinghe"),
        "hotline",
        "identity_corrected",
        "identity_corrected",
        {"kept_identity"},
        {"hotline", "demo"},
        SEE_ALL,
    ),
    LiftIdentityProtection: row(
        lambda city: LiftIdentityProtection(_written(city, "=true"), "they agreed"),
        "hotline",
        "identity_protection_lifted",
        "identity_protection_lifted variable_written variable_written",
        {"variable", "process_instance", "kept_identity"},
        {"hotline", "demo"},
        SEE_ALL,
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
    SetLimit: row(_limit, "system", "limit_set", "limit_set message_taken", {"message"}, (), ()),
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
    MigrateInstance: row(
        _newer,
        "operator",
        "instance_migrated",
        "instance_migrated",
        {"process_instance", "user_task"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
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
}
