"""A merged case tells how far the one is that it went into at last; a record that goes round ends."""

from app.queries.progress import Progress, progress, read_with
from tests.builders.city import City
from tests.builders.errand import PROCESS


def number_of(city: City, case: int) -> str:
    return str(city.value("SELECT receipt_number FROM process_instance WHERE key = :key", key=case))


def merge(city: City, case: int, into: int) -> None:
    with city.database.write() as store:
        store.run("UPDATE process_instance SET merged_into = :number WHERE key = :key", number=number_of(city, into), key=case)


def asked(city: City, case: int) -> Progress:
    return city.door.ask(progress, city.door.surroundings, case)


def test_the_end_of_the_chain_is_told_and_what_was_read_is_named(city: City) -> None:
    first, second, third = (city.start(PROCESS) for _ in range(3))
    merge(city, third, second)
    merge(city, second, first)
    found = asked(city, third)
    assert found.receipt_number == number_of(city, third)
    assert found.earlier is not None
    assert found.earlier.receipt_number == number_of(city, first)
    assert read_with(found) == {first, third}
    assert read_with(asked(city, first)) == {first}


def test_a_record_that_goes_round_tells_of_the_case_alone(city: City) -> None:
    one, other = (city.start(PROCESS) for _ in range(2))
    merge(city, one, other)
    merge(city, other, one)
    assert asked(city, one).earlier is None
