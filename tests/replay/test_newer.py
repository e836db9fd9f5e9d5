"""An old node refuses what a newer release has written, in plain words, and changes nothing of it (R17)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.audit.hash_chain import recorded_by_newer
from app.audit.replay import replay
from app.cli import main
from app.domain.rejection import Rejection
from app.engine.snapshot import FORMAT
from app.service.complete_task import CompleteTask
from app.store.database import Database
from app.store.upgrade import is_current, newest_revision, upgrade
from app.worker.take_due_cases import put_off
from tests.builders.city import City
from tests.fixtures.api_city import ApiCity
from tests.service.rows import case_at_handle
from tests.web.pages.desk import ASSIGNED, LETTER


def of_a_newer_format(raw: bytes) -> bytes:
    return raw.replace(b'"version":%d' % FORMAT, b'"version":%d' % (FORMAT + 1))


def with_nothing_that_we_know(raw: bytes) -> bytes:
    return b'{"version":%d,"tokens":{"a":[1,2]}}' % (FORMAT + 1)


@pytest.mark.parametrize("newer", [of_a_newer_format, with_nothing_that_we_know])
def test_a_case_of_a_newer_format_is_refused_to_people_and_clock_and_stays_as_it_is(city: City, newer: Callable[[bytes], bytes]) -> None:
    case = case_at_handle(city)
    task = city.task(case, "handle")
    with city.database.write() as store:
        raw = bytes(store.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case))
        store.run("UPDATE case_state SET snapshot = :raw WHERE case_key = :case", raw=newer(raw), case=case)
    before = city.dump()
    with pytest.raises(Rejection, match=f"in format {FORMAT}, but another release has written it in format {FORMAT + 1}") as refused:
        city.do(CompleteTask(task, {"answer": "done"}), "demo")
    assert refused.value.code == "newer_release"
    assert city.dump() == before
    city.at(timedelta(days=30))
    before = city.dump()
    with pytest.raises(Rejection, match="another release"):
        city.door.fire_due(case)
    assert city.dump() == before
    city.door.keep(put_off, case)
    assert city.dump("case_state") == {name: rows for name, rows in before.items() if name != "case_state"}


def test_a_database_that_a_newer_release_has_brought_further_is_refused(
    sqlite_city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_city.database.write() as store:
        store.run("UPDATE alembic_version SET version_num = '9999'")
    before = sqlite_city.dump()
    for ask in (is_current, upgrade):
        with pytest.raises(Rejection, match=f"schema {newest_revision()} or older, but a newer release has brought this one to 9999"):
            ask(sqlite_city.database)
    monkeypatch.setenv("DUBAN_DATABASE_URL", sqlite_city.address)
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C")
    codes = {"verify": 3, "replay QZ-2026-000001-1": 3, "worker": 1, "db upgrade": 1}
    for words, code in codes.items():
        monkeypatch.setattr("sys.argv", ["duban", *words.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code, "a newer release has brought this one to 9999" in said.err) == (code, True), (words, said)
    assert sqlite_city.dump() == before


def test_what_a_newer_release_recorded_and_comes_out_otherwise_here_is_told_as_such(city: City) -> None:
    case = case_at_handle(city)
    with city.database.write() as store:
        newer = "snapshot_digest = 'x', engine_version = 'duban 99.0.1; python 3.19'"
        store.run(f"UPDATE audit_event SET {newer} WHERE case_key = :case AND seq = 2", case=str(case))
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.seq, found.recorded_by) == ("differs", 2, "duban 99.0.1; python 3.19")
    assert "duban 99.0.1 recorded it, which is newer than duban" in found.words


@pytest.mark.parametrize(
    ("recorded", "newer"),
    [("duban 99.0.0; python 3.11.2", True), ("duban 0.0.9; python 3.11.2", False), ("", False), ("duban; python", False)],
)
def test_releases_are_compared_by_their_numbers(recorded: str, newer: bool) -> None:
    assert recorded_by_newer(recorded) is newer


def test_a_database_without_tables_is_neither_current_nor_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}", pool_size=2)
    assert is_current(database) is False
    database.close()


def test_a_node_left_behind_says_503_and_when_to_try_again_and_keeps_no_answer(either_api: ApiCity) -> None:
    """While nodes are brought to a release one by one, the next try may reach one that can: the same key is heard anew."""
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    path, body = f"/v2/user-tasks/{either_api.task(key)}/completion", {"variables": ASSIGNED}
    with either_api.duban.database.write() as store:
        raw = bytes(store.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=int(key)))
        store.run("UPDATE case_state SET snapshot = :raw WHERE case_key = :case", raw=of_a_newer_format(raw), case=int(key))
    refused = either_api.ask("POST", path, body, who="hotline", headers={"Idempotency-Key": "left-behind"})
    assert (refused.status_code, refused.headers["Retry-After"], refused.get_json()["code"]) == (503, "30", "newer_release")
    with either_api.duban.database.write() as store:
        store.run("UPDATE case_state SET snapshot = :raw WHERE case_key = :case", raw=raw, case=int(key))
    assert either_api.ask("POST", path, body, who="hotline", headers={"Idempotency-Key": "left-behind"}).status_code == 204
