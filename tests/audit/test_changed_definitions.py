"""Whoever rewrites or takes away a deployed file in the database is found, and nothing goes on by what he put there."""

import hashlib

import pytest

from app.audit.chain_break import Break
from app.audit.replay import replay
from app.audit.surroundings import Surroundings
from app.audit.verify_chains import verify_chain, verify_chains
from app.domain.lost_definitions import DefinitionChanged
from app.service.add_comment import AddComment
from app.store.read_definitions import resource
from tests.builders.city import ZONE, City
from tests.builders.errand import PROCESS, files
from tests.service.rows import case_at_handle

REWRITTEN = "UPDATE resource SET content = :forged WHERE digest = :digest"
TAKEN_AWAY = "DELETE FROM resource WHERE digest = :digest AND :forged IS NOT NULL"
NAMES = sorted(files())


def tampered(city: City, name: str, sql: str) -> tuple[int, str, int]:
    """Return a case that ran before one of its files was changed, the file's digest, and the event that deployed it."""
    case = case_at_handle(city)
    raw = files()[name]
    digest = hashlib.sha256(raw).hexdigest()
    with city.database.write() as store:
        assert store.run(sql, digest=digest, forged=raw.replace(b"e", b"a", 1)) == 1
    deployed = city.value("SELECT MAX(seq) FROM audit_event WHERE case_key = '0' AND kind = 'deployment_made'")
    return case, digest, int(deployed)


@pytest.mark.parametrize(("sql", "reason"), [(REWRITTEN, "edited"), (TAKEN_AWAY, "missing")])
@pytest.mark.parametrize("name", NAMES)
def test_a_deployed_file_that_is_not_what_was_deployed_is_named_with_the_event_that_deployed_it(
    city: City, name: str, sql: str, reason: str
) -> None:
    _, _, deployed = tampered(city, name, sql)
    with city.database.read() as store:
        assert verify_chains(store).breaks == (Break("0", deployed, reason, name),)


@pytest.mark.parametrize("sql", [REWRITTEN, TAKEN_AWAY])
def test_a_case_differs_where_it_first_names_a_file_that_was_changed_also_for_who_read_the_file_before(city: City, sql: str) -> None:
    name = next(name for name in NAMES if name.endswith(".bpmn"))
    case, _, _ = tampered(city, name, sql)
    for surroundings in (city.surroundings, Surroundings(ZONE)):
        with city.database.read() as store:
            found = replay(store, surroundings, case)
            chain = verify_chain(store, str(case)).first_bad
        assert (found.verdict, found.seq, found.what, found.file) == ("differs", 1, "file", name)
        assert chain is not None
        assert (chain.seq, chain.file) == (1, name)


def test_nothing_goes_on_by_a_file_that_was_changed(sqlite_city: City) -> None:
    city = sqlite_city
    name = next(name for name in NAMES if name.endswith(".bpmn"))
    case, digest, _ = tampered(city, name, REWRITTEN)
    city.surroundings.programs = type(city.surroundings.programs)()
    with city.database.read() as store, pytest.raises(DefinitionChanged, match=digest):
        resource(store, digest)
    before = len(city.events(case))
    with pytest.raises(DefinitionChanged):
        city.start(PROCESS, topic="another")
    city.do(AddComment(case, "people can still talk about it"), "hotline")
    assert len(city.events(case)) == before + 1


def test_a_version_that_was_made_to_stand_for_another_file_is_found(sqlite_city: City) -> None:
    city = sqlite_city
    case_at_handle(city)
    with city.database.write() as store:
        store.run("UPDATE definition SET digest = (SELECT MAX(digest) FROM definition WHERE kind = 'form') WHERE kind = 'process'")
    with city.database.read() as store:
        bad = verify_chains(store).first_bad
    assert bad is not None
    assert (bad.case_key, bad.reason, bad.file.rpartition(".")[2]) == ("0", "edited", "bpmn")
