"""One value in the database that nobody can have recorded blinds nothing: its case and event are named, and all other chains are walked."""

import pytest

from app.audit.chain_break import Break
from app.audit.recompute_all import recompute_all
from app.audit.replay import replay
from app.audit.verify_chains import verify_chains
from app.service.add_comment import AddComment
from tests.builders.city import City
from tests.service.rows import case_at_handle

ODD = {
    "a word as number": ("UPDATE audit_event SET seq = 'zehn' WHERE case_key = :key AND seq = 3", "missing"),
    "a negative number": ("UPDATE audit_event SET seq = -5 WHERE case_key = :key AND seq = 3", "missing"),
    "bytes as actor": ("UPDATE audit_event SET actor = x'fffe00' WHERE case_key = :key AND seq = 3", "edited"),
    "bytes as body": ("UPDATE audit_event SET body = x'fffe00' WHERE case_key = :key AND seq = 3", "edited"),
    "a body that is no JSON": ("UPDATE audit_event SET body = '{not json' WHERE case_key = :key AND seq = 3", "edited"),
    "a content that is no JSON": ("UPDATE event_content SET content = '{not json' WHERE case_key = :key AND seq = 3", "edited"),
    "bytes as content": ("UPDATE event_content SET content = x'fffe00' WHERE case_key = :key AND seq = 3", "edited"),
    "a list as content": ("UPDATE event_content SET content = '[]' WHERE case_key = :key AND seq = 3", "edited"),
}


def two_cases(city: City) -> tuple[str, str]:
    found = [case_at_handle(city), case_at_handle(city)]
    for case in found:
        for number in range(3):
            city.do(AddComment(case, f"word {number}"), "demo")
    return str(found[0]), str(found[1])


@pytest.mark.parametrize("name", ODD)
def test_one_odd_value_is_named_and_all_other_chains_are_walked(sqlite_city: City, name: str) -> None:
    first, second = two_cases(sqlite_city)
    sql, reason = ODD[name]
    with sqlite_city.database.write() as store:
        assert store.run(sql, key=first) == 1
        store.run("UPDATE audit_event SET actor = 'somebody-else' WHERE case_key = :key AND seq = 4", key=second)
    with sqlite_city.database.read() as store:
        found = verify_chains(store, lambda digest: None)
    assert found.breaks == (Break(first, 3, reason), Break(second, 4, "edited"))


@pytest.mark.parametrize("name", [name for name in ODD if name != "bytes as actor"])
def test_one_odd_value_is_named_by_the_recomputation_and_all_other_cases_are_computed(sqlite_city: City, name: str) -> None:
    first, second = two_cases(sqlite_city)
    with sqlite_city.database.write() as store:
        store.run(ODD[name][0], key=first)
    with sqlite_city.database.read() as store:
        found, other = replay(store, sqlite_city.surroundings, int(first)), replay(store, sqlite_city.surroundings, int(second))
        whole = recompute_all(store, sqlite_city.surroundings, lambda done, of: None)
    assert (found.verdict, found.what) == ("differs", "content")
    assert found.seq == 3
    assert other.verdict == "verified"
    assert whole.first_bad is not None
    assert (whole.first_bad[0], whole.events) == (first, found.events + other.events)


@pytest.mark.parametrize("column", ["calendar_version", "effective_at", "recorded_at", "command", "engine_version"])
def test_a_value_that_no_event_has_is_named_by_the_recomputation(sqlite_city: City, column: str) -> None:
    first, _ = two_cases(sqlite_city)
    with sqlite_city.database.write() as store:
        store.run(f"UPDATE audit_event SET {column} = 'never' WHERE case_key = :key AND seq = 2", key=first)
    with sqlite_city.database.read() as store:
        whole = recompute_all(store, sqlite_city.surroundings, lambda done, of: None)
        chains = verify_chains(store)
    assert chains.first_bad == Break(first, 2, "edited")
    assert column in ("engine_version", "calendar_version") or (whole.first_bad is not None and whole.first_bad[:2] == (first, 2))


def test_a_secret_that_is_text_fits_nothing(sqlite_city: City) -> None:
    first, _ = two_cases(sqlite_city)
    with sqlite_city.database.write() as store:
        store.run("UPDATE case_secret SET secret = 'words' WHERE case_key = :key", key=first)
    with sqlite_city.database.read() as store:
        assert verify_chains(store).breaks == (Break(first, 1, "edited"),)
        assert replay(store, sqlite_city.surroundings, int(first)).seq == 1
