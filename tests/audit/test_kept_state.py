"""The state that the engine goes on from, and the years of the calendar, are held against what was recorded."""

import pytest

from app.audit.chain_break import Break
from app.audit.verify_chains import verify_chain, verify_chains
from app.service.add_comment import AddComment
from tests.builders.city import City
from tests.service.rows import case_at_handle

CHANGED = "UPDATE calendar_version SET content = '{}' WHERE version = :version"
MOVED = "UPDATE calendar_version SET year = 2031 WHERE version = :version"
GONE = "DELETE FROM calendar_version WHERE version = :version"
ADDED = (
    "INSERT INTO calendar_version (version, year, content, entered_at)"
    " SELECT 99, 2031, content, entered_at FROM calendar_version WHERE version = :version"
)


def entered(city: City) -> tuple[int, int, int]:
    """Return the newest year of the calendar, its version, and the event of chain 0 that entered it."""
    version = int(city.value("SELECT MAX(version) FROM calendar_version"))
    year = int(city.value("SELECT year FROM calendar_version WHERE version = :version", version=version))
    seq = city.value("SELECT MAX(seq) FROM audit_event WHERE case_key = '0' AND kind = 'calendar_year_entered'")
    return year, version, int(seq)


def test_a_state_that_somebody_changed_is_named_with_the_last_event_of_its_case(city: City) -> None:
    first, second = case_at_handle(city), case_at_handle(city)
    city.do(AddComment(first, "a word"), "demo")
    last = int(city.value("SELECT MAX(seq) FROM audit_event WHERE case_key = :key", key=str(first)))
    with city.database.read() as store:
        assert verify_chains(store).breaks == ()
    with city.database.write() as store:
        forged = store.value("SELECT snapshot FROM case_state WHERE case_key = :key", key=second)
        store.run("UPDATE case_state SET snapshot = :forged WHERE case_key = :key", key=first, forged=forged)
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break(str(first), last, "snapshot"),)
        assert verify_chain(store, str(first)).first_bad == Break(str(first), last, "snapshot")
        assert verify_chain(store, str(second)).first_bad is None


@pytest.mark.parametrize(("sql", "reason"), [(CHANGED, "edited"), (MOVED, "edited"), (GONE, "missing")])
def test_a_year_of_the_calendar_that_is_not_as_it_was_entered_is_named_with_its_event(city: City, sql: str, reason: str) -> None:
    case = str(case_at_handle(city))
    year, version, seq = entered(city)
    with city.database.write() as store:
        assert store.run(sql, version=version) == 1
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break("0", seq, reason, year=year),)
        assert verify_chain(store, case).first_bad == Break(case, 1, reason, year=year)


def test_a_year_that_no_event_entered_is_named_and_blames_no_case_that_counted_before_it(city: City) -> None:
    case = str(case_at_handle(city))
    _, version, _ = entered(city)
    last = int(city.value("SELECT MAX(seq) FROM audit_event WHERE case_key = '0'"))
    with city.database.write() as store:
        assert store.run(ADDED, version=version) == 1
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break("0", last, "inserted", year=2031),)
        assert verify_chain(store, case).first_bad is None
