"""A case can be computed again from its chain and what lies beside it: the same snapshots, and the same rows (R14 in small)."""

from datetime import timedelta

import pytest

from app.audit.hash_chain import keyed_digest, secret_bytes
from app.audit.replay import replay
from app.audit.verify_chains import verify_chain
from app.domain.canonical import canonical, parse
from app.execute import COMMANDS
from app.service.add_comment import AddComment
from app.service.set_variables import SetVariables
from tests.audit.letters import STORIES, tell
from tests.builders.city import City
from tests.builders.drawing import end, ext, path, process, properties, start, user
from tests.builders.errand import PROCESS, files
from tests.execute.visible import check_visible
from tests.service.rows import ROWS, case_at_handle

OF_A_CASE = [command.__name__ for command in COMMANDS if command.__module__.rpartition(".")[2] not in (
    "deploy_definition", "enter_calendar_year", "publish_message", "register_account", "register_unit")]  # fmt: skip


def recomputed(city: City, case: int) -> None:
    """Assert that the chain of a case holds, that it is computed again as it was, and that what shows it is what its events write."""
    with city.database.read() as store:
        assert verify_chain(store, str(case)).first_bad is None
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("verified", None, None)
    assert found.events == len(city.events(case))
    check_visible(city, case)


@pytest.mark.parametrize("story", STORIES)
def test_each_story_of_the_letter_is_computed_again_event_by_event(sqlite_city: City, story: str) -> None:
    for case in tell(sqlite_city, story):
        recomputed(sqlite_city, case)


@pytest.mark.parametrize("name", OF_A_CASE)
def test_each_command_of_a_case_is_recorded_with_all_that_it_takes_to_compute_it_again(city: City, name: str) -> None:
    row = next(row for command, row in ROWS.items() if command.__name__ == name)
    command = row.make(city)
    row.run(city, command, row.who)
    for found in city.rows("SELECT key FROM process_instance WHERE parent_key IS NULL"):
        recomputed(city, found["key"])


def test_a_case_is_computed_by_the_files_and_the_calendar_of_its_time(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    changed = {name: raw.replace(b"&lt; 100", b"&lt; 1") for name, raw in files("换了").items()}
    city.deploy(changed)
    with city.database.write() as store:
        sooner = store.value("SELECT content FROM calendar_version WHERE year = 2026 ORDER BY version DESC LIMIT 1")
        longer = sooner.replace('"holidays":[', '"holidays":["2026-11-18",')
        assert longer != sooner
        store.run("INSERT INTO calendar_version VALUES (99, 2026, :content, '2026-11-16T01:00:00.000000Z')", content=longer)
    began = city.value("SELECT deadline_at FROM deadline WHERE case_key = :case", case=case)
    city.at(timedelta(days=1)).do(AddComment(case, "words"), "hotline")
    later = city.start(PROCESS, topic="another")
    city.complete(later, "take", "hotline", worth=3, note="n")
    ends = [city.value("SELECT deadline_at FROM deadline WHERE case_key = :case", case=key) for key in (case, later)]
    tiers = [city.value("SELECT value FROM variable WHERE case_key = :case AND name = 'tier'", case=key) for key in (case, later)]
    assert [began, *ends] == ["2026-11-25T09:30:00.000000Z", "2026-11-26T09:30:00.000000Z", "2026-11-27T09:30:00.000000Z"]
    assert [event["calendar_version"] for event in city.events(case)][-2:] == ["99", None]
    assert tiers == ['"small"', '"large"']
    for one in (case, later):  # no event entered that year, which the chains of both say
        with city.database.read() as store:
            assert replay(store, city.surroundings, one).verdict == "verified"


def test_a_number_that_was_changed_beside_the_chain_makes_the_computation_differ(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.do(SetVariables(case, {"worth": 4}), "operator")
    with city.database.write() as store:
        sql = "UPDATE event_content SET content = REPLACE(content, :was, :now) WHERE case_key = :case"
        store.run(sql, case=str(case), was='"worth":3', now='"worth":5')
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", 2, "snapshot")


def test_a_content_that_is_gone_makes_the_computation_differ_there(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    with sqlite_city.database.write() as store:
        store.run("DELETE FROM event_content WHERE case_key = :case AND seq = 2", case=str(case))
    with sqlite_city.database.read() as store:
        found = replay(store, sqlite_city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", 2, "content")


def test_a_case_whose_secret_is_gone_without_an_erasing_differs(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    with sqlite_city.database.write() as store:
        store.run("DELETE FROM case_secret WHERE case_key = :case", case=str(case))
    with sqlite_city.database.read() as store:
        found = replay(store, sqlite_city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", 1, "content")


def _lies(city: City, case: int, seq: int, *, beside: bool) -> str:
    sql = "SELECT body, content FROM audit_event JOIN event_content USING (case_key, seq) WHERE case_key = :key AND seq = :seq"
    (row,) = city.rows(sql, key=str(case), seq=seq)
    return str(row["content" if beside else "body"])


def _rewrite(city: City, case: int, seq: int, was: str, becomes: str, *, beside: bool) -> None:
    """Change an event, or what lies beside it, with the digest under which it lies: as somebody does who has the case's secret too."""
    old = _lies(city, case, seq, beside=beside)
    new = canonical(parse(old.replace(was, becomes)))
    assert new != old
    with city.database.write() as store:
        if not beside:
            store.run("UPDATE audit_event SET body = :new WHERE case_key = :key AND seq = :seq", new=new, key=str(case), seq=seq)
            return
        secret = store.value("SELECT secret FROM case_secret WHERE case_key = :key", key=str(case))
        store.run("UPDATE event_content SET content = :new WHERE case_key = :key AND seq = :seq", new=new, key=str(case), seq=seq)
        store.run(
            "UPDATE audit_event SET content_digest = :digest WHERE case_key = :key AND seq = :seq",
            digest=keyed_digest(secret_bytes(secret), new.encode()),
            key=str(case),
            seq=seq,
        )


@pytest.mark.parametrize(
    ("was", "becomes", "beside", "thing"),
    [
        ('"light":"green"', '"light":"red"', False, "fact deadline_started.light"),
        ('"article":"11"', '"article":"99"', False, "fact deadline_started.article"),
        ('"value":"3"', '"value":"4"', True, "variable worth"),
    ],
)
def test_what_an_event_shows_and_its_command_does_not_bring_about_makes_the_computation_differ(
    sqlite_city: City, was: str, becomes: str, beside: bool, thing: str
) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    seq = next(event["seq"] for event in city.events(case) if was in _lies(city, case, event["seq"], beside=beside))
    _rewrite(city, case, seq, was, becomes, beside=beside)
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", seq, "facts")
    (difference,) = found.differences
    assert f"{difference.kind} {difference.name}" == thing


@pytest.mark.parametrize(("name", "becomes"), [("owner", '"handler@health-bureau"'), ("owner", "null"), ("startedBy", '"handler-health"')])
def test_a_case_given_to_another_owner_from_its_first_event_on_makes_the_computation_differ(
    sqlite_city: City, name: str, becomes: str
) -> None:
    """Also where each of its tasks says the same, as one writes who forges the whole record."""
    city = sqlite_city
    said = [ext(properties(owner="hotline"))] if name == "owner" else []
    city.deploy({"p.bpmn": process("p", *said, start("s"), user("one"), user("two"), end("e"), path("s one two e"))})
    case = city.start("p", "hotline")
    city.complete(case, "one", "hotline")
    recomputed(city, case)
    for event in city.events(case):
        body = _lies(city, case, event["seq"], beside=False)
        known = [one for one in (f'"{name}":"hotline"', '["hotline"]') if one in body]
        for was in known:
            new = f'"{name}":{becomes}' if was.startswith('"') else f"[{becomes}]"
            _rewrite(city, case, event["seq"], was, new, beside=False)
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", 1, "facts")
    assert [one.name for one in found.differences] == [f"process_instance_started.{name}"]


def test_a_task_that_went_to_who_started_the_case_and_not_to_its_owner_makes_the_computation_differ(sqlite_city: City) -> None:
    city = sqlite_city
    owned = ext(properties(owner="hotline"))
    city.deploy({"p.bpmn": process("p", owned, start("s"), user("one"), end("e"), path("s one e"))})
    case = city.start("p", "handler-health")
    was, becomes = '"candidateGroups":["hotline"],"candidateUsers":[]', '"candidateGroups":[],"candidateUsers":["handler-health"]'
    _rewrite(city, case, 1, was, becomes, beside=False)
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", 1, "facts")


def test_a_fact_of_the_engine_put_into_an_event_without_it_makes_the_computation_differ(sqlite_city: City) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.do(AddComment(case, "words"), "hotline")
    last = city.events(case)[-1]["seq"]
    _rewrite(city, case, last, "]}", ',{"fact":"deadline_met"}]}', beside=False)
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", last, "facts")


def test_what_falls_due_takes_effect_before_a_command_although_the_clock_is_told_nothing_of_it(city: City) -> None:
    case = case_at_handle(city)
    with city.database.write() as store:
        store.run("UPDATE case_state SET next_due_at = NULL WHERE case_key = :key", key=case)
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.what) == ("differs", city.events(case)[-1]["seq"], "clock")
    (difference,) = found.differences
    assert (difference.recorded, difference.recomputed is None) == (None, False)
    late = city.at(timedelta(days=60))
    late.do(AddComment(case, "words"), "hotline")
    late.do(SetVariables(case, {"worth": 4}, local=False), "operator")
    kinds = [event["kind"] for event in city.events(case)]
    assert kinds.index("deadline_missed") < kinds.index("variables_set")
