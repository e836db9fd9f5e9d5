"""What one case throws reaches the others: in order, once, by commands of their own, whatever dies in between."""

import json
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.audit.verify_chains import verify_chains
from app.domain.rejection import Rejection
from app.execute import Door
from app.rounds import PUT_OFF_SECONDS
from app.store.database import Database
from tests.builders.city import City
from tests.builders.correspondence import (
    WAITERS,
    caller,
    listener,
    sender,
    starts_by_message,
    starts_by_signal,
    waits_at_the_border,
)
from tests.execute.visible import check_visible


def facts(city: City, case: int, kind: str) -> list[dict[str, Any]]:
    return [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"] if fact["fact"] == kind]


def started(city: City, process: str) -> list[int]:
    return [row["key"] for row in city.rows("SELECT key FROM process_instance WHERE process_id = :id ORDER BY key", id=process)]


def value(city: City, case: int, name: str) -> Any:
    return city.value("SELECT value FROM variable WHERE case_key = :case AND name = :name", case=case, name=name)


def holds(city: City) -> None:
    """Assert that every chain holds, and that every case can be computed again and rebuilt."""
    with city.database.read() as store:
        assert verify_chains(store).first_bad is None
        for row in store.all("SELECT key FROM process_instance WHERE parent_key IS NULL"):
            found = replay(store, city.surroundings, row["key"])
            assert (found.verdict, found.what) == ("verified", None)
    for row in city.rows("SELECT key FROM process_instance WHERE parent_key IS NULL"):
        check_visible(city, row["key"])


def sent(city: City, to: str, **more: Any) -> int:
    """Start a case of the sender and let it send; return its key."""
    case = city.start("sender", to=to, text="words", **more)
    city.complete(case, "write", "hotline")
    return case


@pytest.mark.parametrize("at_the_end", [False, True])
@pytest.mark.parametrize("process", WAITERS)
def test_a_message_thrown_reaches_the_case_that_waits_wherever_that_is_drawn(city: City, process: str, at_the_end: bool) -> None:
    city.deploy({"sender.bpmn": sender(at_the_end), "waiter.bpmn": WAITERS[process]()})
    waiting, other = city.start(process, number="n-1"), city.start(process, number="n-2")
    sending = sent(city, "n-1")
    assert "after" in city.open(waiting)
    assert "after" not in city.open(other)
    assert value(city, waiting, "text") == '"words"'
    assert city.value("SELECT state FROM process_instance WHERE key = :key", key=sending) == ("COMPLETED" if at_the_end else "ACTIVE")
    last = city.events(waiting)[-1]
    assert (last["command"], last["actor"]) == ("correlate_message", "system")
    holds(city)


def test_a_message_thrown_starts_a_case_where_a_start_event_waits_for_it(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "started.bpmn": starts_by_message()})
    sent(city, "nobody in particular")
    (case,) = started(city, "started")
    assert city.open(case) == ["after"]
    assert value(city, case, "text") == '"words"'
    assert city.events(case)[0]["actor"] == "system"
    holds(city)


def test_the_histories_of_both_cases_name_each_other(city: City) -> None:
    from app.queries.history import history

    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    waiting = city.start("bordering", number="n-1")
    sending = sent(city, "n-1")
    (thrown,), (taken,) = facts(city, sending, "message_thrown"), facts(city, waiting, "message_taken")
    assert taken["messageKey"] == thrown["messageKey"]
    assert taken["thrownBy"] == str(sending)
    numbers = {row["key"]: row["receipt_number"] for row in city.rows("SELECT key, receipt_number FROM process_instance")}
    told = {
        case: [
            fact for event in city.door.ask(history, case) for fact in event.facts if fact["fact"] in ("message_thrown", "message_taken")
        ]
        for case in (sending, waiting)
    }
    assert [fact["takenByNumber"] for fact in told[sending]] == [numbers[waiting]]
    assert [fact["thrownByNumber"] for fact in told[waiting]] == [numbers[sending]]


def test_a_message_waits_thirty_days_for_its_taker_and_no_longer(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    sending = sent(city, "late"), sent(city, "too late")
    assert [fact["expiresAt"] for fact in facts(city, sending[0], "message_thrown")] == ["2026-12-16T01:00:00.000000Z"]
    late = city.at(timedelta(days=30) - timedelta(microseconds=1)).start("bordering", number="late")
    assert city.open(late) == ["after"]
    too_late = city.at(timedelta(days=30)).start("bordering", number="too late")
    assert city.open(too_late) == ["work"]
    holds(city)


def test_messages_of_one_key_come_in_the_order_in_which_they_were_thrown(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    for text in ("one", "two"):
        city.complete(city.start("sender", to="same", text=text), "write", "hotline")
    waiting = [city.start("bordering", number="same") for _ in range(2)]
    assert [value(city, case, "text") for case in waiting] == ['"one"', '"two"']


def test_a_key_that_gives_nothing_stops_the_sender_before_anything_is_sent(city: City) -> None:
    city.deploy({"sender.bpmn": sender()})
    case = city.start("sender", text="words")
    city.complete(case, "write", "hotline")
    assert [row["kind"] for row in city.rows("SELECT kind FROM incident WHERE case_key = :case", case=case)] == ["bad_correlation_key"]
    assert city.value("SELECT COUNT(*) FROM message") == 0


DIES = """
import os, signal, sys
from app.execute import Door
from app.service.complete_task import CompleteTask
from tests.builders.city import City
city = City(sys.argv[1])
Door.deliver_messages = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
city.do(CompleteTask(int(sys.argv[2]), {}), "hotline")
"""


def test_a_message_whose_sender_is_killed_after_the_commit_is_delivered_by_who_comes_next(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    waiting, sending = city.start("bordering", number="n-1"), city.start("sender", to="n-1", text="words")
    died = subprocess.run([sys.executable, "-c", DIES, city.address, str(city.task(sending, "write"))], check=False)
    assert died.returncode == -9
    assert (city.open(sending), city.open(waiting)) == (["stay"], ["work"])
    another = Door(city.database, city.surroundings, test_clock=True)
    assert another.deliver_messages() == 1
    assert city.open(waiting) == ["after"]
    assert another.deliver_messages() == 0
    holds(city)


def test_a_delivery_that_breaks_leaves_the_senders_answer_alone_and_is_tried_again(
    sqlite_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    import app.execute
    from app.service.correlate_message import CorrelateMessage

    city = sqlite_city
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    waiting, other = city.start("bordering", number="n-1"), city.start("bordering", number="n-2")
    real, tried = app.execute.COMMANDS[CorrelateMessage], []

    def breaks(command: Any, work: Any) -> Any:
        if command.case_key == waiting:
            tried.append(command.variables["text"])
            if len(tried) == 1:
                raise RuntimeError("a fault of ours")
        return real(command, work)

    monkeypatch.setitem(app.execute.COMMANDS, CorrelateMessage, breaks)
    sent(city, "n-1")
    sent(city, "n-1")
    sent(city, "n-2")
    assert (city.open(waiting), city.open(other)) == (["work"], ["after"])
    assert tried == ["words"], "what failed is left alone for a while, and what follows it to the same event with it"
    later = time.monotonic() + PUT_OFF_SECONDS + 1
    monkeypatch.setattr("time.monotonic", lambda: later)
    assert city.door.deliver_messages() == 1
    assert city.open(waiting) == ["after"]
    holds(city)


def test_a_message_is_taken_once_however_many_nodes_deliver_it(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border(), "caller.bpmn": caller(), "listener.bpmn": listener()})
    waiting = [city.start("bordering", number="n-1") for _ in range(3)]
    listening = [city.start("listener") for _ in range(3)]
    monkeypatch.setattr(Door, "deliver_messages", lambda *_, **__: 0)
    sent(city, "n-1")
    city.complete(city.start("caller"), "write", "hotline")
    monkeypatch.undo()
    nodes = [Door(Database(city.address), city.surroundings, test_clock=True) for _ in range(3)]
    threads = [threading.Thread(target=node.deliver_messages) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for node in nodes:
        node.deliver_messages()
        node.database.close()
    assert sorted(city.open(case) for case in waiting) == [["after"], ["work"], ["work"]]
    assert [city.open(case) for case in listening] == [["after"]] * 3
    assert city.value("SELECT COUNT(*) FROM audit_event WHERE kind = 'signal_received'") == 3
    holds(city)


def test_a_signal_thrown_reaches_all_who_wait_and_every_start_event(city: City) -> None:
    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener(), "woken.bpmn": starts_by_signal()})
    listening = [city.start("listener") for _ in range(2)]
    calling = city.start("caller")
    city.complete(calling, "write", "hotline")
    assert [city.open(case) for case in listening] == [["after"], ["after"]]
    (woken,) = started(city, "woken")
    assert city.open(woken) == ["after"]
    (thrown,) = facts(city, calling, "signal_thrown")
    assert thrown["cases"] == [str(case) for case in listening]
    for case in (*listening, woken):
        (received,) = facts(city, case, "signal_received")
        assert (received["name"], received["thrownBy"]) == ("A", str(calling))
    assert city.value("SELECT COUNT(*) FROM outbox") == 0
    later = city.start("listener")
    assert city.open(later) == []
    holds(city)


def test_who_throws_a_signal_to_the_whole_city_does_not_wait_until_the_last_case_has_it(
    sqlite_city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = sqlite_city
    monkeypatch.setattr("app.execute.MOST_SIGNALS_AT_ONCE", 2)
    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener()})
    listening = [city.start("listener") for _ in range(5)]
    city.complete(city.start("caller"), "write", "hotline")
    assert [city.open(case) for case in listening] == [["after"], ["after"], [], [], []]
    assert city.door.deliver_messages() == 3
    assert [city.open(case) for case in listening] == [["after"]] * 5


def test_a_signal_that_comes_to_a_case_which_went_on_meanwhile_is_dropped(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.service.cancel_instance import CancelInstance

    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener()})
    gone, there = city.start("listener"), city.start("listener")
    monkeypatch.setattr(Door, "deliver_messages", lambda *_, **__: 0)
    city.complete(city.start("caller"), "write", "hotline")
    city.do(CancelInstance(gone, "a mistake"), "operator")
    monkeypatch.undo()
    assert city.door.deliver_messages() == 1
    assert city.open(there) == ["after"]
    assert city.value("SELECT COUNT(*) FROM outbox") == 0
    holds(city)


def test_a_newer_version_is_started_by_the_message_and_the_older_one_no_more(sqlite_city: City) -> None:
    city = sqlite_city
    city.deploy({"sender.bpmn": sender(), "started.bpmn": starts_by_message(), "caller.bpmn": caller(), "woken.bpmn": starts_by_signal()})
    city.deploy(
        {
            "started.bpmn": starts_by_message().replace("后".encode(), "后来".encode()),
            "woken.bpmn": starts_by_signal().replace("后".encode(), "后来".encode()),
        }
    )
    sent(city, "x")
    city.complete(city.start("caller"), "write", "hotline")
    for process in ("started", "woken"):
        versions = city.rows(
            "SELECT d.version FROM process_instance p JOIN definition d ON d.key = p.definition_key WHERE p.process_id = :id", id=process
        )
        assert [row["version"] for row in versions] == [2]


def test_only_the_product_itself_brings_a_signal_to_a_case(sqlite_city: City) -> None:
    from app.service.receive_signal import ReceiveSignal

    city = sqlite_city
    city.deploy({"listener.bpmn": listener()})
    case = city.start("listener")
    with pytest.raises(Rejection) as refused:
        city.do(ReceiveSignal(case, "A", 1), "operator")
    assert refused.value.code == "not_found"


def test_the_words_of_a_message_that_was_taken_stay_with_the_cases_alone(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    waiting = city.start("bordering", number="n-1")
    sending = sent(city, "n-1")
    assert city.rows("SELECT variables, thrown_by, taken_by FROM message") == [
        {"variables": "{}", "thrown_by": sending, "taken_by": waiting}
    ]
