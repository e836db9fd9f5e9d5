"""What the anchors outside the database find that the database alone cannot show, and that they heal after crashes and restores."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.anchored_case import anchored_case
from app.audit.chain_break import Break
from app.audit.inclusion import lines_naming, mark_of
from app.audit.verify_anchors import Anchored
from app.audit.verify_case import CaseVerifier
from app.audit.verify_chains import Verdict
from app.audit.verify_history import verify_history
from app.domain.instant import instant_text
from app.gateways import anchors_in_folder
from app.gateways.anchor_key import KeyFile
from app.gateways.anchors_in_folder import FolderOfAnchors
from app.gateways.document_content import StoreAway
from app.service.add_comment import AddComment
from app.store.database import Reader
from app.worker import anchor_events
from app.worker.anchor_events import Anchoring
from tests.audit.test_verify_chains import ALL, case_with_events, change, cut, inserted_at_the_end, recomputed
from tests.builders.city import City

Tamper = Callable[[Reader, str], None]


class Outside:
    """A city's anchors in a folder of the test, and the worker's part that writes them."""

    def __init__(self, city: City, folder: Path) -> None:
        self.city, self.folder = city, folder
        self.anchors, self.key = FolderOfAnchors(folder / "anchors"), KeyFile(folder)

    def turn(self) -> None:
        """Anchor all that waits, as a worker does that has just begun."""
        Anchoring(self.city.door, self.anchors, self.key).turn()

    def verdict(self) -> tuple[Verdict, Anchored]:
        return self.city.door.ask(verify_history, self.anchors, datetime.now(UTC), self.real_now)

    def real_now(self) -> datetime:
        return datetime.now(UTC)

    def first_bad(self) -> Break | None:
        return self.verdict()[0].first_bad


@pytest.fixture
def outside(city: City, tmp_path: Path) -> Outside:
    return Outside(city, tmp_path)


def test_everything_that_was_recorded_is_anchored_once(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    outside.turn()
    verdict, anchored = outside.verdict()
    assert (verdict.first_bad, anchored.bad) == (None, None)
    assert anchored.events == verdict.events
    assert (anchored.batches, outside.city.value("SELECT COUNT(*) FROM unanchored")) == (1, 0)
    case_with_events(outside.city)
    outside.turn()
    verdict, anchored = outside.verdict()
    assert (anchored.events, anchored.batches) == (verdict.events, 2)


def test_a_line_is_what_the_contract_says(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    (line,) = outside.anchors.lines()
    said = json.loads(line)
    assert list(said) == ["at", "batch", "leaves", "previousRoot", "root", "signature"]
    assert (said["batch"], said["previousRoot"], len(said["signature"])) == (1, "0" * 64, 128)
    assert said["leaves"] == sorted(said["leaves"], key=lambda leaf: (leaf[0], leaf[1]))
    rows = outside.city.rows("SELECT case_key, seq, digest FROM audit_event")
    assert said["leaves"] == sorted([row["case_key"], row["seq"], row["digest"]] for row in rows)
    assert outside.anchors.public_key() == outside.key.public


def recomputed_whole(store: Reader, key: str) -> None:
    """What a database administrator does who knows the product: chain and head, in keeping."""
    recomputed(store, key)
    last = store.value("SELECT digest FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=key)
    store.run("UPDATE case_state SET chain_digest = :last WHERE case_key = :key", last=last, key=int(key))


def cut_with_its_head(store: Reader, key: str) -> None:
    cut(store, key)
    row = store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :key ORDER BY seq DESC LIMIT 1", key=key)[0]
    store.run(
        "UPDATE case_state SET seq = :seq, chain_digest = :digest WHERE case_key = :key", seq=row["seq"], digest=row["digest"], key=int(key)
    )
    store.run("DELETE FROM event_content WHERE case_key = :key AND seq > 4", key=key)


def dropped_whole(store: Reader, key: str) -> None:
    for table in ("audit_event", "event_content", "case_secret"):
        store.run(f"DELETE FROM {table} WHERE case_key = :key", key=key)
    store.run("DELETE FROM case_state WHERE case_key = :key", key=int(key))


@pytest.mark.parametrize(
    ("tamper", "seq", "reason"), [(recomputed_whole, 3, "recomputed"), (cut_with_its_head, 5, "missing"), (dropped_whole, 1, "missing")]
)
def test_what_the_database_alone_cannot_show_is_found(outside: Outside, tamper: Tamper, seq: int, reason: str) -> None:
    case = case_with_events(outside.city)
    outside.turn()
    with outside.city.database.write() as store:
        tamper(store, str(case))
    assert outside.first_bad() == Break(str(case), seq, reason)


def test_an_event_that_was_put_in_past_the_anchors_is_found(outside: Outside) -> None:
    case, other = case_with_events(outside.city), case_with_events(outside.city)
    outside.turn()
    with outside.city.database.write() as store:
        for key in (str(case), str(other)):
            inserted_at_the_end(store, key)
            last = store.value("SELECT digest FROM audit_event WHERE case_key = :key AND seq = 8", key=key)
            store.run("UPDATE case_state SET seq = 8, chain_digest = :last WHERE case_key = :key", last=last, key=int(key))
            copy = "INSERT INTO event_content SELECT case_key, 8, content FROM event_content WHERE case_key = :key AND seq = 7"
            store.run(copy, key=key)
    assert outside.first_bad() is None, "it waits for its anchor, as a genuine one does"
    with outside.city.database.write() as store:
        store.run("DELETE FROM unanchored")
    assert outside.verdict()[0].breaks == (Break(str(case), 8, "inserted"), Break(str(other), 8, "inserted"))


def test_what_is_recorded_and_anchored_meanwhile_is_left_for_the_next_time(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    with outside.city.database.read() as store:
        began = datetime.now(UTC)
        assert store.value("SELECT COUNT(*) FROM audit_event"), "from here on it sees this state"
        case_with_events(outside.city)
        outside.turn()
        verdict, anchored = verify_history(store, outside.anchors, began, outside.real_now)
    assert (verdict.first_bad, anchored.bad, anchored.batches) == (None, None, 1)
    assert outside.verdict()[1].batches == 2


def test_a_clock_that_was_set_back_hides_no_batch_from_a_database_that_was_put_back(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    with outside.city.database.read() as old:
        assert old.value("SELECT COUNT(*) FROM audit_event"), "from here on it sees this state"
        case_with_events(outside.city)
        outside.turn()
        back = datetime.now(UTC) - timedelta(hours=1)
        _, anchored = verify_history(old, outside.anchors, back, lambda: back)
    assert anchored.bad is not None
    assert (anchored.batches, anchored.bad.batch, anchored.bad.reason) == (1, 2, "future")


def test_what_one_case_goes_through_while_it_is_looked_at_is_left_for_the_next_time(outside: Outside) -> None:
    """The page of its seal, and its evidence: events that came after the state was read, and their anchors, are no part of it."""
    city = outside.city
    case = case_with_events(city)
    outside.turn()
    verifier = CaseVerifier(outside.anchors, lambda: datetime.now(UTC))
    with city.database.read() as store:
        began = instant_text(datetime.now(UTC))
        before = store.value("SELECT COUNT(*) FROM audit_event WHERE case_key = :case", case=str(case))
        city.do(AddComment(case, "正在看的时候"), "hotline")
        outside.turn()
        found = anchored_case(store, outside.anchors, str(case), began)
        assert (found.broken, found.bad, found.waiting, len(found.batches)) == (None, None, frozenset(), before)
        marks = list(lines_naming(store, outside.anchors, mark_of(str(case)), began))
        assert len(marks) == 1
    later = city.door.ask(verifier.verify, city.surroundings, case)
    assert (later.events, later.anchor_says) == (before + 1, "verified")


def test_a_case_whose_end_was_cut_off_with_the_last_batch_is_found_by_its_own_page(outside: Outside) -> None:
    city = outside.city
    case = case_with_events(city)
    outside.turn()
    city.do(AddComment(case, "最后一条"), "hotline")
    outside.turn()
    last = city.value("SELECT MAX(seq) FROM audit_event WHERE case_key = :case", case=str(case))
    with city.database.write() as store:
        for table in ("audit_event", "event_content"):
            store.run(f"DELETE FROM {table} WHERE case_key = :case AND seq = :last", case=str(case), last=last)
        store.run("DELETE FROM anchor_batch WHERE batch = 2")
    found = city.door.ask(CaseVerifier(outside.anchors, lambda: datetime.now(UTC)).verify, city.surroundings, case)
    assert found.anchors.broken == Break(str(case), last, "missing")


def test_who_stops_leaves_nothing_waiting(outside: Outside) -> None:
    worker = Anchoring(outside.city.door, outside.anchors, outside.key)
    case_with_events(outside.city)
    worker.turn()
    case_with_events(outside.city)
    worker.turn()
    assert outside.city.value("SELECT COUNT(*) FROM unanchored") > 0
    worker.finish()
    assert outside.city.value("SELECT COUNT(*) FROM unanchored") == 0
    assert outside.verdict()[1].batches == 2


def test_an_event_in_a_batch_that_could_not_be_written_yet_waits(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    case_with_events(outside.city)
    outside.turn()
    case_with_events(outside.city)
    with monkeypatch.context() as patched:
        patched.setattr(outside.anchors, "append", lambda *_: None)
        outside.turn()
    with outside.city.database.write() as store:
        store.run("UPDATE anchor_batch SET written = 0 WHERE batch = 2")
    verdict, anchored = outside.verdict()
    assert (verdict.first_bad, anchored.bad, anchored.batches) == (None, None, 1)
    with outside.city.database.write() as store:
        store.run('UPDATE anchor_batch SET line = REPLACE(line, \'"at":"20\', \'"at":"19\') WHERE batch = 2')
    bad = outside.verdict()[1].bad
    assert bad is not None
    assert (bad.batch, bad.reason) == (2, "wrong signature")


def test_what_the_chain_says_more_exactly_is_kept(outside: Outside) -> None:
    case = case_with_events(outside.city)
    outside.turn()
    with outside.city.database.write() as store:
        change(store, str(case), 3, actor="somebody-else")
    assert outside.first_bad() == Break(str(case), 3, "edited")


def line_changed(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace('"at":"20', '"at":"19'), *lines[2:]]


def line_left_out(lines: list[str]) -> list[str]:
    return [lines[0], *lines[2:]]


def leaf_changed(lines: list[str]) -> list[str]:
    said = json.loads(lines[1])
    said["leaves"][0][2] = "0" * 64
    return [lines[0], json.dumps(said), *lines[2:]]


def torn(lines: list[str]) -> list[str]:
    return [lines[0], lines[1][:50], *lines[2:]]


def cut_at_the_end(lines: list[str]) -> list[str]:
    return lines[:1]


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (line_changed, "wrong signature"),
        (line_left_out, "missing"),
        (leaf_changed, "wrong root"),
        (torn, "unreadable"),
        (cut_at_the_end, "missing"),
    ],
)
def test_anchors_that_are_not_those_that_were_written_are_named(
    outside: Outside, tamper: Callable[[list[str]], list[str]], reason: str
) -> None:
    for _ in range(3):
        case_with_events(outside.city)
        outside.turn()
    file = outside.folder / "anchors" / "batches-000001.jsonl"
    file.write_text("".join(line + "\n" for line in tamper(file.read_text().splitlines())))
    verdict, anchored = outside.verdict()
    assert verdict.first_bad is None
    assert anchored.bad is not None
    assert (anchored.bad.batch, anchored.bad.reason, anchored.batches) == (2, reason, 1), "what lies before is still said to hold"


def test_a_city_that_anchored_and_whose_anchors_are_gone_is_told(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    shutil.rmtree(outside.folder / "anchors")
    bad = outside.verdict()[1].bad
    assert bad is not None
    assert (bad.batch, bad.reason) == (1, "missing")


def test_a_line_that_a_power_cut_left_half_is_written_anew(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    file = outside.folder / "anchors" / "batches-000001.jsonl"
    case_with_events(outside.city)
    file.write_bytes(file.read_bytes() + b'{"at":"2026')
    outside.turn()
    verdict, anchored = outside.verdict()
    assert (anchored.bad, anchored.batches, anchored.events) == (None, 2, verdict.events)


def test_what_a_store_outside_that_is_away_missed_is_written_when_it_is_back(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    case_with_events(outside.city)

    def away(*_: object) -> None:
        raise StoreAway

    with monkeypatch.context() as patched:
        patched.setattr(outside.anchors, "append", away)
        outside.turn()
    assert list(outside.anchors.lines()) == []
    assert outside.verdict()[1].bad is None, "nothing was lost: it waits in the database"
    outside.turn()
    verdict, anchored = outside.verdict()
    assert anchored.events == verdict.events


def test_a_database_restored_to_an_earlier_moment_takes_up_the_later_batches(outside: Outside) -> None:
    case = case_with_events(outside.city)
    outside.turn()
    with outside.city.database.write() as store:
        dropped_whole(store, str(case))
        store.run("DELETE FROM anchor_batch")
        store.run("DELETE FROM counter WHERE name = 'anchor_batch'")
        for row in store.all("SELECT case_key, seq, digest FROM audit_event"):
            store.run("INSERT INTO unanchored (case_key, seq, digest) VALUES (:case_key, :seq, :digest)", **row)
    other = case_with_events(outside.city)
    outside.turn()
    verdict, anchored = outside.verdict()
    assert (anchored.bad, anchored.batches) == (None, 2)
    assert verdict.first_bad == Break(str(case), 1, "missing"), "what the restore lost is not passed over"
    assert other != case


def test_a_second_city_that_writes_to_the_same_place_is_refused(outside: Outside, caplog: pytest.LogCaptureFixture) -> None:
    case_with_events(outside.city)
    outside.turn()
    stranger = Outside(outside.city, outside.folder)
    stranger.key = KeyFile(outside.folder / "other")
    (outside.folder / "other").mkdir()
    before = list(outside.anchors.lines())
    case_with_events(outside.city)
    stranger.turn()
    assert "is not the one that this city signs with" in caplog.text
    assert list(outside.anchors.lines()) == before


def test_a_thousand_events_wait_for_no_minute(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchor_events, "LOOK_SECONDS", 0.0)
    worker = Anchoring(outside.city.door, outside.anchors, outside.key)
    case_with_events(outside.city)
    worker.turn()
    case_with_events(outside.city)
    worker.turn()
    assert outside.verdict()[1].batches == 1, "a few wait for others"
    with outside.city.database.write() as store:
        row = dict(store.all(f"SELECT {ALL} FROM audit_event WHERE case_key = '0' AND seq = 1")[0])
        store.run_many(
            f"INSERT INTO audit_event ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})",
            [{**row, "case_key": "77", "seq": seq} for seq in range(1, 2001)],
        )
    worker.turn()
    assert outside.verdict()[1].batches == 3
    assert outside.city.value("SELECT COUNT(*) FROM unanchored") < 1000


def test_the_last_line_is_found_from_the_end_of_a_file_however_long_the_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors_in_folder, "_PIECE", 7)
    anchors = FolderOfAnchors(tmp_path)
    written = []
    for number in range(1, 6):
        line = json.dumps({"batch": number, "leaves": ["x" * 11 * number]})
        anchors.append(number, line)
        anchors.append(number, line)
        written.append(line)
        with (tmp_path / "batches-000001.jsonl").open("ab") as file:
            file.write(b'{"batch": 99, "half' * (number % 2))
    assert list(anchors.lines()) == written


def test_a_crash_between_a_line_and_its_note_is_made_up_for(outside: Outside) -> None:
    case_with_events(outside.city)
    outside.turn()
    with outside.city.database.write() as store:
        store.run("UPDATE anchor_batch SET written = 0")
    outside.turn()
    assert outside.city.value("SELECT MIN(written) FROM anchor_batch") == 1
    assert len(list(outside.anchors.lines())) == 1
