"""`duban backup` and `duban restore`: nothing acknowledged before is missing, and nothing takes effect until somebody has looked (R16)."""

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.rejection import Rejection
from app.gateways.documents import FolderOfDocuments
from app.service.add_comment import AddComment
from app.service.add_document import AddDocument
from app.service.hold_deadlines import hold_deadlines
from app.service.release_deadlines import ReleaseDeadlines
from app.service.sign_in import open_session
from app.worker.take_due_cases import seconds_to_next
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS
from tests.builders.real_city import environment, real_city
from tests.builders.typed import Typed, typed
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]
PDF = b"%PDF-1.7\nwords of a citizen"


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere"


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, of=folder, **more: typed(capsys, {**environment(of), **more}, *map(str, words))


def city_in(folder: Path) -> City:
    return City(f"sqlite:///{folder / 'duban.db'}")


def with_document(folder: Path) -> tuple[City, str]:
    """Return the city with one case that has a file; and the file's digest."""
    city = city_in(folder)
    digest, size, head = FolderOfDocuments(folder / "documents").put(io.BytesIO(PDF), 1000)
    city.do(AddDocument(case_at_handle(city), "scan.pdf", digest, size, head), "handler-health")
    return city, digest


def test_what_was_acknowledged_before_a_backup_under_load_is_in_it(folder: Path, elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    city, digest = with_document(folder)
    acknowledged: list[int] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            acknowledged.append(city.start(PROCESS, topic="a leaking tap"))

    at_work = [threading.Thread(target=work) for _ in range(2)]
    for one in at_work:
        one.start()
    while len(acknowledged) < 20:
        assert all(one.is_alive() for one in at_work)
    before, file = list(acknowledged), tmp_path / "night.tar"
    done = duban("backup", file, "--json")
    stop.set()
    for one in at_work:
        one.join()
    city.close()
    assert done.code == 0, done
    assert json.loads(done.out)["documents"] == 1
    restored = duban("restore", file, "--json", of=elsewhere)
    assert restored.code == 0, restored
    said = json.loads(restored.out)
    assert (said["verified"], said["firstBad"], said["missingDocuments"]) == (True, None, 0)
    again = city_in(elsewhere)
    known = {row["key"] for row in again.rows("SELECT key FROM process_instance")}
    assert set(before) <= known
    with FolderOfDocuments(elsewhere / "documents").open(digest) as kept:
        assert kept.read() == PDF
    assert duban("verify", of=elsewhere).code == 0
    again.close()


def test_a_backup_holds_the_secret_and_is_read_by_its_owner_alone(folder: Path, elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    file = tmp_path / "night.tar"
    assert duban("backup", file).code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert duban("restore", file, of=elsewhere, DUBAN_SECRET_KEY="").code == 0
    assert (elsewhere / "secret-key").read_text() == environment(folder)["DUBAN_SECRET_KEY"]
    assert (elsewhere / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_backup_leaves_nothing_half_written_and_overwrites_nothing(folder: Path, duban: Type, tmp_path: Path) -> None:
    file = tmp_path / "night.tar"
    file.write_bytes(b"an older one")
    done = duban("backup", file)
    assert done.code == 1
    assert "is there already" in done.err
    assert file.read_bytes() == b"an older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city", "night.tar"]


def test_a_backup_into_a_folder_that_is_not_there_is_refused_in_words(duban: Type, tmp_path: Path) -> None:
    done = duban("backup", tmp_path / "nowhere" / "night.tar")
    assert done.code == 1
    assert "Expected a folder that may be written to" in done.err


def test_without_a_city_there_is_nothing_to_back_up(elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    assert duban("backup", tmp_path / "night.tar", of=elsewhere).code == 1
    assert not (elsewhere / "duban.db").exists()


def test_of_postgresql_the_command_says_what_to_type(duban: Type, tmp_path: Path) -> None:
    address = "postgresql+psycopg://duban:known-to-few@database:5432/duban"
    done = duban("backup", tmp_path / "night.tar", DUBAN_DATABASE_URL=address)
    assert done.code == 2
    assert "pg_dump --format=custom --file=duban.dump postgresql://duban@database:5432/duban\n" in done.err
    assert "DUBAN_SECRET_KEY" in done.err
    assert "known-to-few" not in done.err
    assert duban("restore", __file__, DUBAN_DATABASE_URL=address).code == 2


def test_a_city_is_never_restored_over_another(folder: Path, duban: Type, tmp_path: Path) -> None:
    file = tmp_path / "night.tar"
    duban("backup", file)
    before = (folder / "duban.db").read_bytes()
    done = duban("restore", file)
    assert done.code == 1
    assert "empty DUBAN_DATA" in done.err
    assert (folder / "duban.db").read_bytes() == before


def test_a_backup_is_not_restored_under_another_secret(elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    file = tmp_path / "night.tar"
    duban("backup", file)
    done = duban("restore", file, of=elsewhere, DUBAN_SECRET_KEY="another")
    assert done.code == 1
    assert "DUBAN_SECRET_KEY" in done.err
    assert not (elsewhere / "duban.db").exists()


def members(file: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(file) as tar:
        return [(entry, (tar.extractfile(entry) or io.BytesIO()).read()) for entry in tar]


def write(file: Path, entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    with tarfile.open(file, "w") as tar:
        for entry, content in entries:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def listed_too(entries: list[tuple[tarfile.TarInfo, bytes]], name: str, content: bytes) -> None:
    """Add a member and, as one who knows the format would, its digest to the list."""
    said = json.loads(entries[0][1])
    said["files"][name] = hashlib.sha256(content).hexdigest()
    entries[0] = (entries[0][0], json.dumps(said).encode())
    entries.append((tarfile.TarInfo(name), content))


def lose(file: Path) -> None:
    write(file, members(file)[:-1])


def change(file: Path) -> None:
    entries = members(file)
    write(file, [*entries[:-1], (entries[-1][0], b"x" * len(entries[-1][1]))])


def escape(file: Path) -> None:
    entries = members(file)
    listed_too(entries, "../outside", b"x")
    write(file, entries)


def link(file: Path) -> None:
    entries = members(file)
    listed_too(entries, "documents/ab/" + "ab" * 32, b"")
    entries[-1][0].type, entries[-1][0].linkname = tarfile.SYMTYPE, "/etc/passwd"
    write(file, entries)


HARM: dict[str, Callable[[Path], None]] = {
    "cut in the middle": lambda file: os.truncate(file, file.stat().st_size // 2),
    "no tar file at all": lambda file: file.write_bytes(b"words") and None,
    "a file too few": lose,
    "a changed file": change,
    "a name outside the folder": escape,
    "a link": link,
}


@pytest.mark.parametrize("harm", HARM)
def test_a_backup_that_is_not_as_it_was_made_is_refused_and_leaves_nothing(
    harm: str, folder: Path, elsewhere: Path, duban: Type, tmp_path: Path
) -> None:
    city, _ = with_document(folder)
    city.close()
    file = tmp_path / "night.tar"
    duban("backup", file)
    HARM[harm](file)
    done = duban("restore", file, of=elsewhere)
    assert done.code == 1, done
    assert "night.tar: expected" in done.err
    assert [path.name for path in elsewhere.iterdir()] == []
    assert not (tmp_path / "outside").exists()


def test_a_history_that_was_tampered_with_is_found_when_it_is_restored(folder: Path, elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    city = city_in(folder)
    case = case_at_handle(city)
    with city.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'auditor' WHERE case_key = :case AND seq = 2", case=str(case))
    city.close()
    file = tmp_path / "night.tar"
    duban("backup", file)
    done = duban("restore", file, "--json", of=elsewhere)
    assert done.code == 1
    assert json.loads(done.out)["firstBad"] == {"caseKey": str(case), "seq": 2, "reason": "edited"}


def test_who_was_signed_in_when_the_backup_was_made_is_not_any_more(folder: Path, elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    city = city_in(folder)
    city.door.keep(open_session, "hotline", 1, "", datetime.now(UTC))
    city.close()
    duban("backup", tmp_path / "night.tar")
    duban("restore", tmp_path / "night.tar", of=elsewhere)
    again = city_in(elsewhere)
    assert again.rows("SELECT account FROM session") == []
    again.close()


# ---------------------------------------------------------------- deadlines are held
def held_city(city: City) -> tuple[int, int]:
    """Hold the city's deadlines when something of one case is due and nothing of another; return both."""
    due = case_at_handle(city)
    city.at(timedelta(days=30))
    later = case_at_handle(city)
    city.door.keep(hold_deadlines, datetime.now(UTC))
    return due, later


def lights(city: City, case: int) -> list[dict[str, Any]]:
    return city.rows("SELECT light, state FROM deadline WHERE case_key = :case", case=case)


def test_while_deadlines_are_held_nothing_takes_effect_and_the_worker_finds_nothing(city: City) -> None:
    due, _ = held_city(city)
    before = lights(city, due), len(city.events(due))
    assert city.door.ask(seconds_to_next, test_clock=True) is None
    with pytest.raises(Rejection, match="held since"):
        city.door.fire_due(due)
    with pytest.raises(Rejection, match="held since") as refused:
        city.do(AddComment(due, "words"), "hotline")
    assert refused.value.code == "state_forbids"
    assert (lights(city, due), len(city.events(due))) == before


def test_cases_of_which_nothing_is_due_go_on_while_deadlines_are_held(city: City) -> None:
    _, later = held_city(city)
    city.do(AddComment(later, "words"), "hotline")
    city.complete(later, "handle", "handler-health", said="done")
    assert city.open(later) == []


def test_once_released_what_fell_due_takes_effect_as_of_its_instant(city: City) -> None:
    due, _ = held_city(city)
    city.do(ReleaseDeadlines("looked through"), "operator")
    assert city.door.ask(seconds_to_next, test_clock=True) <= 0
    assert city.door.fire_due(due) > 0
    assert lights(city, due)[0]["state"] == "missed"
    fired = city.events(due)[2:]
    assert all(event["effective_at"] < event["recorded_at"] for event in fired)
    assert min(event["effective_at"] for event in fired) > MONDAY.isoformat()[:10]


def test_deadlines_that_run_cannot_be_released(city: City) -> None:
    with pytest.raises(Rejection, match="but they run"):
        city.do(ReleaseDeadlines(), "operator")


def test_a_restored_city_is_held_until_an_operator_types_the_release(folder: Path, elsewhere: Path, duban: Type, tmp_path: Path) -> None:
    duban("backup", tmp_path / "night.tar")
    duban("restore", tmp_path / "night.tar", of=elsewhere)
    assert duban("restore", "--release", of=elsewhere).code == 2
    assert duban("restore", "--release", "--as", "hotline", of=elsewhere).code == 1
    done = duban("restore", "--release", "--reason", "looked through", "--as", "operator", of=elsewhere)
    assert done.code == 0
    assert "held since" in done.err
    assert duban("restore", "--release", "--as", "operator", of=elsewhere).code == 1
    city = city_in(elsewhere)
    assert city.events()[-1]["kind"] == "deadlines_released"
    assert city.rows("SELECT name FROM setting") == []
    city.close()


@pytest.mark.parametrize("words", [["restore"], ["restore", __file__, "--release", "--as", "operator"]])
def test_restore_takes_either_a_file_or_the_release(duban: Type, words: list[str]) -> None:
    assert duban(*words).code == 2
