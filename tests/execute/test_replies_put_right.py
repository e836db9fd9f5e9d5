"""What a proven reply says is entered by the form that asked for it, and what silence left in the data is put right by it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.modification import End, Modification, Move
from app.domain.rejection import Rejection
from app.service.add_document import AddDocument
from app.service.modify_instance import ModifyInstance
from app.service.put_reply_right import PutReplyRight
from app.service.record_receipt import RecordReceipt
from app.service.resolve_incident import ResolveIncident
from app.service.resolve_incidents import ResolveIncidents
from app.service.set_variables import SetVariables
from tests.builders.city import City
from tests.builders.consultation import AGREED, HEALTH, OBJECTS, OFFICE, case_at_asking
from tests.domain.city_time import at
from tests.service.rows.row import DOCUMENT

AFTER = at("2026-11-24 09:00")
RECEIVED = at("2026-11-23 16:00")
DEEMED = {**AGREED, "reply": "deemed"}
HEARD = {**AGREED, **OBJECTS}
OURS = {"of": OFFICE, "reply": "agree", "ground": None}


def lapsed(city: City, *groups: str) -> tuple[int, int, int]:
    """Return a case, the task of its silent bureau and the key of a proof; it is the morning after."""
    case = case_at_asking(city, *groups)
    task, proof = city.task(case, "say"), int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(AFTER)
    city.door.fire_due(case)
    return case, task, proof


def prove(city: City, case: int, task: int, proof: int, said: Any) -> int:
    city.do(RecordReceipt(case, RECEIVED, "it lay at the gate", proof, task, said), "hotline")
    return int(city.value("SELECT key FROM incident WHERE case_key = :case AND state = 'ACTIVE'", case=case))


def replies(city: City, case: int) -> Any:
    return json.loads(city.value("SELECT value FROM variable WHERE scope_key = :case AND name = 'replies'", case=case))


def state(city: City, incident: int) -> str:
    return str(city.value("SELECT state FROM incident WHERE key = :key", key=incident))


def is_computed_again(city: City, case: int) -> bool:
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert found.verdict == "verified", found
    return True


def refused(city: City, command: Any, who: str = "operator") -> Rejection:
    before = city.dump()
    with pytest.raises(Rejection) as found:
        city.do(command, who)
    assert city.dump() == before
    return found.value


def test_what_silence_left_becomes_what_the_reply_said_by_one_event(city: City) -> None:
    case, task, proof = lapsed(city, HEALTH)
    assert (city.open(case), replies(city, case)) == (["tell"], [DEEMED])
    incident = prove(city, case, task, proof, OBJECTS)
    before = len(city.events(case))
    city.do(PutReplyRight(incident, "as the bureau wrote"), "operator")
    (event,) = city.events(case)[before:]
    assert (event["kind"], event["command"], event["actor"]) == ("reply_put_right", "put_reply_right", "operator")
    assert [fact["fact"] for fact in json.loads(event["body"])["facts"]] == ["reply_put_right", "variable_written"]
    assert replies(city, case) == [HEARD]
    assert (state(city, incident), city.open(case)) == ("ACTIVE", ["tell"])  # it has to be moved yet
    move = Modification(move=(Move(source=End(element="tell"), target="settle", within="nearest"),))
    city.do(ModifyInstance(case, move, "an objection has to be settled", (incident,)), "operator")
    assert (state(city, incident), city.open(case)) == ("RESOLVED", ["settle"])
    assert is_computed_again(city, case)


def test_what_others_answered_stays_and_a_case_that_stands_right_is_done_at_once(city: City) -> None:
    case = case_at_asking(city, OFFICE, HEALTH)
    city.complete(case, "say", "hotline", reply="agree")
    task, proof = city.task(case, "say"), int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(AFTER)
    city.door.fire_due(case)
    assert refused(city, RecordReceipt(case, RECEIVED, "by post", proof, task, {"reply": "object"}), "hotline").field_errors.keys() == {
        "ground"
    }
    incident = prove(city, case, task, proof, {"reply": "agree"})
    city.do(PutReplyRight(incident, "it agreed", stands=True), "operator")
    assert (replies(city, case), state(city, incident)) == ([OURS, AGREED], "RESOLVED")
    assert is_computed_again(city, case)


def test_a_member_of_a_list_is_put_right_while_others_are_still_asked(city: City) -> None:
    case = case_at_asking(city, HEALTH, HEALTH)
    first, second = (row["key"] for row in city.rows("SELECT key FROM user_task WHERE case_key = :case ORDER BY key", case=case))
    proof = int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(AFTER)
    city.door.fire_due(case)
    incident = prove(city, case, second, proof, OBJECTS)
    city.do(PutReplyRight(incident, "as it wrote"), "operator")
    assert replies(city, case) == [DEEMED, HEARD]
    assert first != second
    assert is_computed_again(city, case)


def test_nothing_is_resolved_while_the_data_still_say_what_silence_did(city: City) -> None:
    case, task, proof = lapsed(city, HEALTH)
    incident = prove(city, case, task, proof, OBJECTS)
    move = Modification(move=(Move(source=End(element="tell"), target="settle", within="nearest"),))
    for command in (
        ResolveIncident(incident, "the case was moved"),
        ResolveIncident(incident),
        ResolveIncidents(case, "all of them"),
        ModifyInstance(case, move, "an objection", (incident,)),
    ):
        assert refused(city, command).code == "state_forbids"
    assert refused(city, ResolveIncident(incident, " ", unchanged=True)).code == "bad_request"
    city.do(ResolveIncident(incident, "the bureau has taken it back", unchanged=True), "operator")
    assert (state(city, incident), replies(city, case)) == ("RESOLVED", [DEEMED])
    assert is_computed_again(city, case)


def test_where_nobody_entered_what_the_reply_said_the_operators_own_correction_counts(sqlite_city: City) -> None:
    city = sqlite_city
    case, task, proof = lapsed(city, HEALTH)
    incident = prove(city, case, task, proof, None)
    assert refused(city, PutReplyRight(incident, "as it wrote")).code == "state_forbids"
    assert refused(city, ResolveIncident(incident, "moved")).code == "state_forbids"
    city.do(SetVariables(case, {"replies": [HEARD]}, reason="as it wrote"), "operator")
    city.do(ResolveIncident(incident, "put right by hand"), "operator")
    assert state(city, incident) == "RESOLVED"


def test_what_somebody_wrote_since_is_not_written_over(sqlite_city: City) -> None:
    city = sqlite_city
    case, task, proof = lapsed(city, HEALTH)
    incident = prove(city, case, task, proof, OBJECTS)
    other = [{**HEARD, "ground": "art. 67"}]
    city.do(SetVariables(case, {"replies": other}, reason="read from the scan"), "operator")
    assert refused(city, PutReplyRight(incident, "as it wrote")).code == "state_forbids"
    city.do(ResolveIncident(incident, "it stands right"), "operator")
    assert replies(city, case) == other


@pytest.mark.parametrize("who", ["hotline", "handler-health"])
def test_only_an_operator_puts_it_right(sqlite_city: City, who: str) -> None:
    case, task, proof = lapsed(sqlite_city, HEALTH)
    incident = prove(sqlite_city, case, task, proof, OBJECTS)
    assert refused(sqlite_city, PutReplyRight(incident, "as it wrote"), who).code == "forbidden"
    assert refused(sqlite_city, PutReplyRight(incident, " ")).code == "bad_request"


def test_what_a_reply_says_is_asked_for_where_silence_took_effect_only(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_asking(city, HEALTH)
    proof = int(city.do(AddDocument(case, **DOCUMENT), "hotline")["key"])
    city.at(timedelta(days=1))
    command = RecordReceipt(case, at("2026-11-16 10:00"), "by post", proof, city.task(case, "say"), OBJECTS)
    assert refused(city, command, "hotline").code == "bad_request"
