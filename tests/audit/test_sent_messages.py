"""What a case took was sent by somebody: a row put in among the messages on their way is named, before and after it was taken."""

import pytest

from app.audit.chain_break import Break
from app.audit.verify_chains import verify_chain, verify_chains
from app.service.publish_message import PublishMessage
from tests.builders.city import City
from tests.builders.correspondence import NAME, caller, listener, sender, starts_by_message, starts_by_signal, waits_at_the_border
from tests.execute.test_between_cases import holds, sent, started

PUT_IN = (
    "INSERT INTO message (key, name, correlation_key, published_at, expires_at, variables, taken, thrown_by)"
    " VALUES (999999999999, :name, :key, '2026-01-01T00:00:00.000000Z', '2099-01-01T00:00:00.000000Z', '{}', 0, :thrown_by)"
)
SIGNAL_IN = (
    "INSERT INTO outbox (key, kind, content, case_key, due_at, tries) VALUES (999999999999, 'signal', :content, :case, '2026-01-01', 0)"
)


def breaks(city: City) -> tuple[Break, ...]:
    with city.database.read() as store:
        return verify_chains(store).breaks


def of_case(city: City, case: int) -> Break | None:
    with city.database.read() as store:
        return verify_chain(store, str(case)).first_bad


def last(city: City, case: int = 0) -> int:
    return len(city.events(case))


def write(city: City, sql: str, **values: object) -> None:
    with city.database.write() as store:
        assert store.run(sql, **values) == 1


@pytest.mark.parametrize("blames_a_case", [False, True])
def test_a_message_that_nobody_sent_is_named_on_its_way_and_when_it_was_taken(city: City, blames_a_case: bool) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    waiting, other = city.start("bordering", number="n-1"), city.start("sender", to="x", text="words")
    write(city, PUT_IN, name=NAME, key="n-1", thrown_by=other if blames_a_case else None)
    where = other if blames_a_case else 0
    there = Break(str(where), last(city, where), "message_inserted", row="message 999999999999")
    assert breaks(city) == (there,)
    assert city.door.deliver_messages() == 1
    assert city.open(waiting) == ["after"]
    taken = Break(str(waiting), last(city, waiting), "message")
    assert of_case(city, waiting) == taken
    write(city, "DELETE FROM message WHERE key = 999999999999")
    assert breaks(city) == (taken,)


def test_a_case_that_such_a_message_started_is_named(city: City) -> None:
    city.deploy({"started.bpmn": starts_by_message()})
    write(city, PUT_IN, name=NAME, key="", thrown_by=None)
    city.door.deliver_messages()
    (case,) = started(city, "started")
    assert of_case(city, case) == Break(str(case), 1, "message")


@pytest.mark.parametrize(
    ("column", "sql"),
    [
        ("correlation_key", "UPDATE message SET correlation_key = 'n-1'"),
        ("variables", """UPDATE message SET variables = '{"text":"others"}'"""),
    ],
)
def test_a_message_that_says_something_else_on_its_way_is_named_and_so_is_the_event_that_took_it(city: City, column: str, sql: str) -> None:
    city.deploy({"waiter.bpmn": waits_at_the_border()})
    city.do(PublishMessage(NAME, "n-2" if column == "correlation_key" else "n-1", 3_600_000, variables={"text": "words"}), "operator")
    seq = last(city)
    key = city.value("SELECT key FROM message")
    assert breaks(city) == ()
    write(city, sql)
    assert breaks(city) == (Break("0", seq, "row", row=f"message {key}, {column}"),)
    waiting = city.start("bordering", number="n-1")
    city.door.deliver_messages()
    assert of_case(city, waiting) == Break(str(waiting), last(city, waiting), "message")


def test_a_message_that_is_brought_a_second_time_is_named(city: City) -> None:
    city.deploy({"sender.bpmn": sender(), "waiter.bpmn": waits_at_the_border()})
    city.start("bordering", number="n-1")
    sent(city, "n-1")
    again = city.start("bordering", number="n-1")
    holds(city)
    write(city, "UPDATE message SET taken = 0")
    assert city.door.deliver_messages() == 1
    assert Break(str(again), last(city, again), "message") in breaks(city)


@pytest.mark.parametrize("blames_a_case", [True, False])
def test_a_signal_that_no_case_threw_is_named(city: City, blames_a_case: bool) -> None:
    city.deploy({"caller.bpmn": caller(), "listener.bpmn": listener(), "woken.bpmn": starts_by_signal()})
    calling, waiting = city.start("caller"), city.start("listener")
    content = f'{{"case":{waiting},"name":"A","thrownBy":{calling if blames_a_case else "null"}}}'
    write(city, SIGNAL_IN, content=content, case=str(waiting))
    assert breaks(city) == (Break("0", last(city), "message_inserted", row="outbox 999999999999"),)
    city.door.deliver_messages()
    assert city.open(waiting) == ["after"]
    assert of_case(city, waiting) == Break(str(waiting), last(city, waiting), "message")
    assert breaks(city) == (Break(str(waiting), last(city, waiting), "message"),)
