"""Cases as logs for process mining: what is in them, that nothing else is, and that they are what the standards say."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from app.audit import exported_steps
from app.audit.exported_steps import Chosen, count_cases, exported_cases
from app.audit.ocel import as_ocel
from app.audit.xes import as_xes
from app.domain.modification import End, Modification, Move
from app.service.migrate_instance import MigrateInstance
from app.service.modify_instance import ModifyInstance
from tests.builders.city import City
from tests.builders.drawing import call, each, end, ext, path, process, properties, start, sub, user, z
from tests.builders.errand import PROCESS, errand
from tests.builders.log_standards import ocel_problems, xes_problems

XES = "{http://www.xes-standard.org/}"
HOTLINE = z("assignmentDefinition", candidateGroups="hotline")


def xes(city: City, chosen: Chosen | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(b"".join(as_xes(exported_cases(city.database.ask, city.surroundings, chosen or Chosen()))))


def ocel(city: City, chosen: Chosen | None = None) -> dict[str, Any]:
    def read() -> Any:
        return exported_cases(city.database.ask, city.surroundings, chosen or Chosen())

    found: dict[str, Any] = json.load(BytesIO(b"".join(as_ocel(read))))
    return found


def traces(log: ElementTree.Element) -> dict[str, list[dict[str, str]]]:
    found = {}
    for trace in log.findall(f"{XES}trace"):
        attributes = {one.get("key"): one.get("value") for one in trace if one.tag != f"{XES}event"}
        events = [{str(one.get("key")): str(one.get("value")) for one in event} for event in trace.findall(f"{XES}event")]
        found[str(attributes["concept:name"])] = events
    return found


def written(city: City) -> tuple[bytes, bytes]:
    """Return all cases in XES and in OCEL."""

    def read() -> Any:
        return exported_cases(city.database.ask, city.surroundings, Chosen())

    return b"".join(as_xes(read())), b"".join(as_ocel(read))


def number(city: City, case: int) -> str:
    return str(city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case))


@pytest.fixture
def looped(city: City) -> int:
    """A case with a task for each of two, a sub-process for each of two with a task inside, and a called process with a task."""
    inner = sub("part", start("s2"), user("inside", HOTLINE), end("e2"), path("s2 inside e2"), loop=each('=["a", "b"]', "one"))
    drawn = process(
        "looped",
        ext(properties(owner="hotline", receipt__code="XH")),
        start(),
        user("every", HOTLINE, loop=each('=["x", "y"]', "one"), name='各单位 "出具" <意见> & 签字'),
        inner,
        call("called", PROCESS),
        end(),
        path("s every part called e"),
    )
    city.deploy({"looped.bpmn": drawn})
    case = city.start("looped")
    for element in ("every", "every", "inside", "inside"):
        city.complete(case, element)
    city.complete(case, "take", worth=1, note="")
    return case


def test_a_trace_holds_each_completed_task_and_call_and_of_a_loop_each_item(city: City, looped: int) -> None:
    events = traces(xes(city))[number(city, looped)]
    named = [(event["duban:elementId"], event["concept:name"]) for event in events]
    assert [id for id, _ in named] == ["every", "every", "inside", "inside", "take", "price", "rank"]
    assert named[0][1] == '各单位 "出具" <意见> & 签字'
    assert {event["lifecycle:transition"] for event in events} == {"complete"}
    assert [event["org:resource"] for event in events] == ["demo"] * 5 + ["system"] * 2
    assert len({event["duban:elementInstanceKey"] for event in events}) == 7


def test_the_scope_is_the_sub_process_or_its_item_around_a_task(city: City, looped: int) -> None:
    events = traces(xes(city))[number(city, looped)]
    scopes = [event["duban:scopeKey"] for event in events]
    assert scopes[:2] == [str(looped)] * 2
    entered = [
        fact
        for event in city.events(looped)
        for fact in json.loads(event["body"])["facts"]
        if fact["fact"] == "element_entered" and fact["elementId"] == "part" and fact["type"] == "subProcess"
    ]
    assert sorted(scopes[2:4]) == sorted(fact["elementInstanceKey"] for fact in entered)
    called = city.value("SELECT key FROM process_instance WHERE parent_key = :key", key=looped)
    assert scopes[4:] == [str(called)] * 3


def test_time_is_the_instant_of_effect(city: City, looped: int) -> None:
    events = traces(xes(city))[number(city, looped)]
    done = [row["effective_at"] for row in city.events(looped) if row["command"] == "complete_task"]
    assert [event["time:timestamp"] for event in events[:5]] == done


def test_a_log_begins_with_its_extensions_and_what_every_event_has(city: City, looped: int) -> None:
    log = xes(city)
    assert log.get("xes.version") == "1849.2016"
    assert [one.get("prefix") for one in log.findall(f"{XES}extension")] == ["concept", "time", "lifecycle", "org"]
    wanted = {one.get("key") for one in log.findall(f"{XES}global")[1]}
    assert all(wanted <= set(event) for events in traces(log).values() for event in events)


def test_a_long_case_comes_in_pieces_and_whole(city: City, looped: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, log = ElementTree.tostring(xes(city)), ocel(city)
    monkeypatch.setattr(exported_steps, "EVENTS_AT_ONCE", 2)
    monkeypatch.setattr(exported_steps, "CASES_AT_ONCE", 1)
    pieces = list(exported_cases(city.database.ask, city.surroundings, Chosen("looped")))
    assert len(pieces) > 2
    assert ElementTree.tostring(xes(city)) == whole
    assert ocel(city) == log


def test_cases_are_chosen_by_process_and_day(city: City, looped: int) -> None:
    other = city.start(PROCESS, topic="a leaking tap")
    assert set(traces(xes(city, Chosen(PROCESS)))) == {number(city, other)}
    assert traces(xes(city, Chosen(since="2100-01-01"))) == {}
    assert set(traces(xes(city, Chosen(until="2100-01-01")))) == {number(city, other), number(city, looped)}
    with city.database.read() as store:
        assert count_cases(store, Chosen(PROCESS)) == (1, 1)


def test_a_secret_case_is_in_no_log(city: City, looped: int) -> None:
    with city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :key", key=looped)
    assert traces(xes(city)) == {}
    assert ocel(city)["events"] == []


def test_objects_are_cases_with_what_they_called_and_accounts(city: City, looped: int) -> None:
    log = ocel(city)
    objects = {one["id"]: one for one in log["objects"]}
    called = city.value("SELECT key FROM process_instance WHERE parent_key = :key", key=looped)
    assert objects[number(city, looped)]["relationships"] == [{"objectId": f"process:{called}", "qualifier": "part"}]
    assert {one["type"] for one in objects.values()} == {"case", "process instance", "account"}
    assert {one["name"] for one in log["objectTypes"]} == {"case", "process instance", "account"}
    assert len(log["events"]) == 7
    for event in log["events"]:
        assert event["type"] in {one["name"] for one in log["eventTypes"]}
        assert {one["objectId"] for one in event["relationships"]} <= set(objects)
    assert len({event["id"] for event in log["events"]}) == 7


@pytest.mark.filterwarnings("ignore:Install the optional requirement:UserWarning")
def test_pm4py_reads_both(city: City, looped: int, tmp_path: Any) -> None:
    import pm4py

    city.complete(city.start(PROCESS, topic="a leaking tap"), "take", "hotline", worth=3, note="urgent")
    (tmp_path / "log.xes").write_bytes(b"".join(as_xes(exported_cases(city.database.ask, city.surroundings, Chosen()))))
    frame = pm4py.read_xes(str(tmp_path / "log.xes"))
    assert frame.groupby("case:concept:name").size().to_dict() == {
        name: len(events) for name, events in traces(xes(city)).items() if events
    }
    assert set(pm4py.get_variants(frame)) >= {("登记", "price", "rank")}
    (tmp_path / "log.json").write_text(json.dumps(ocel(city)))
    log = pm4py.read_ocel2_json(str(tmp_path / "log.json"))
    assert len(log.events) == sum(len(events) for events in traces(xes(city)).values())
    assert set(log.objects["ocel:type"]) == {"case", "process instance", "account"}


def test_both_logs_are_what_their_standards_ask_for(city: City, looped: int) -> None:
    empty = written(city)
    city.complete(city.start(PROCESS, topic="a leaking tap"), "take", "hotline", worth=3, note="urgent")
    for log in (empty, written(city)):
        assert (xes_problems(log[0]), ocel_problems(log[1])) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"<date key", b"<time key", "holds"),
        (b'<string key="concept:name" value="-"/>', b'<string key="concept:name"/>', "is no string"),
        (b'value="complete"/>\n<string key="org:resource"', b'value="complete"/>\n<string key="1:resource"', "is no name"),
        (b'time:timestamp" value="20', b'time:timestamp" value="yesterday 20', "is no date"),
        (b'name="Activity"', b'name="By activity"', "classifier name is no name"),
        (b"</trace>", b'<string key="late" value="-"/></trace>', "trace holds"),
        (b'<string key="duban:elementId"', b'<string key="concept:name"', "says concept:name twice"),
        (b'keys="concept:name"', b'keys="org:role"', "which is not global"),
        (b'"1849.2016"', b'"2016/1849"', "no decimal"),
    ],
)
def test_what_breaks_xes_is_found(sqlite_city: City, old: bytes, new: bytes, problem: str) -> None:
    sqlite_city.complete(sqlite_city.start(PROCESS, topic="a leaking tap"), "take", "hotline", worth=3, note="urgent")
    log = written(sqlite_city)[0]
    assert old in log
    assert any(problem in one for one in xes_problems(log.replace(old, new))), xes_problems(log.replace(old, new))[:5]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'"objectTypes":', b'"types":', "log is"),
        (b'"time":"20', b'"time":"on 20', "time is"),
        (b'"elementType","type":"string"', b'"elementType","type":"text"', "elementType is a text"),
        (b'"name":"elementType","value"', b'"name":"kind","value"', "which its type has not"),
        (b'"objectId":"account:', b'"objectId":"person:', "is with person:"),
        (b'"qualifier":"case"', b'"qualifier":7', "qualifier is 7"),
        (b'"type":"case","attributes"', b'"type":"file","attributes"', "is of no type: file"),
    ],
)
def test_what_breaks_ocel_is_found(sqlite_city: City, old: bytes, new: bytes, problem: str) -> None:
    sqlite_city.complete(sqlite_city.start(PROCESS, topic="a leaking tap"), "take", "hotline", worth=3, note="urgent")
    log = written(sqlite_city)[1]
    assert old in log
    assert any(problem in one for one in ocel_problems(log.replace(old, new))), ocel_problems(log.replace(old, new))[:5]


@pytest.mark.filterwarnings("ignore:Install the optional requirement:UserWarning")
def test_a_case_that_was_taken_to_another_version_says_so_and_names_each_step_by_its_own_version(sqlite_city: City, tmp_path: Path) -> None:
    import pm4py

    city = sqlite_city
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", worth=3)
    city.deploy({"errand.bpmn": errand(more="archive").replace("登记".encode(), "受理".encode())})
    key = city.value("SELECT MAX(key) FROM definition WHERE id = :id AND kind = 'process'", id=PROCESS)
    city.do(MigrateInstance(case, key, {"handle": "handle"}, "a step was missing"), "operator")
    (events,) = traces(xes(city)).values()
    assert [(one["concept:name"], one["org:resource"]) for one in events if one["duban:elementId"] in ("take", PROCESS)] == [
        ("登记", "hotline"),
        ("instance_migrated", "operator"),
    ]
    assert [one["type"] for one in ocel(city)["events"] if one["type"] in ("登记", "instance_migrated")] == ["登记", "instance_migrated"]
    (moved,) = [one for one in events if one["concept:name"] == "instance_migrated"]
    (object,) = [one for one in ocel(city)["objects"] if one["type"] == "case"]
    versions = [(one["value"], one["time"]) for one in object["attributes"] if one["name"] == "definitionDigest"]
    assert versions == [(moved["duban:formerDigest"], at_start(city, case)), (moved["duban:definitionDigest"], moved["time:timestamp"])]
    (tmp_path / "log.json").write_text(json.dumps(ocel(city)))
    changes = pm4py.read_ocel2_json(str(tmp_path / "log.json")).object_changes
    assert list(changes["definitionDigest"].dropna()) == [moved["duban:definitionDigest"]]
    as_xml, as_json = written(city)
    assert xes_problems(as_xml) == []
    assert ocel_problems(as_json) == []


def test_a_case_that_was_moved_outside_its_course_says_what_was_ended_and_begun(sqlite_city: City) -> None:
    city = sqlite_city
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "hotline", worth=3)
    back = Modification(move=(Move(source=End(key=city.task(case, "handle")), target="take", within="nearest"),))
    city.do(ModifyInstance(case, back, "registered wrongly"), "operator")
    (events,) = traces(xes(city)).values()
    (moved,) = [one for one in events if one["concept:name"] == "instance_modified"]
    said = ("org:resource", "duban:elementId", "duban:ended", "duban:begun")
    assert [moved[name] for name in said] == ["operator", PROCESS, "handle", "take"]
    (event,) = [one for one in ocel(city)["events"] if one["type"] == "instance_modified"]
    assert {one["name"]: one["value"] for one in event["attributes"]}["begun"] == "take"
    as_xml, as_json = written(city)
    assert xes_problems(as_xml) == []
    assert ocel_problems(as_json) == []


def at_start(city: City, case: int) -> str:
    return str(city.value("SELECT started_at FROM process_instance WHERE key = :key", key=case))
