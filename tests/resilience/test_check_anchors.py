"""The checker of anchors finds each way to change what is anchored, at its first event, and finds nothing where nothing was done."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pysqlite3 import dbapi2 as sqlite

from tests.bench.rig.database import Database
from tests.resilience.check_anchors import _plain, check, longest_wait, read_anchors, tree_hash
from tests.resilience.check_chain import FIRST
from tests.resilience.tampering import WAYS, Way, append, cut, undone
from tests.resilience.test_check_chain import CASES, LENGTH, make_tables, write_chains

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
BESIDE = "create table unanchored (case_key text, seq bigint, digest text); create table anchor_batch (batch bigint, line text)"


class Anchored:
    """Two chains of six events in a store, anchored in two batches a minute apart."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder / "anchors", folder / "anchors" / "batches-000001.jsonl"
        self.address = f"sqlite:///{folder / 'chains.db'}"
        sqlite.connect(folder / "chains.db").close()
        make_tables(self.address)
        write_chains(self.address)
        self.folder.mkdir()
        (self.folder / "key.pub").write_text(KEY.public_key().public_bytes_raw().hex() + "\n")
        with Database(self.address, write=True) as database:
            for statement in BESIDE.split(";"):
                database.do(statement)
            leaves = [list(row) for row in database.rows("select case_key, seq, digest from audit_event order by case_key, seq")]
        self.write([leaves[:7], leaves[7:]])

    def write(self, batches: list[list[list[object]]]) -> None:
        previous, lines = FIRST, []
        for number, leaves in enumerate(batches, 1):
            root = tree_hash([bytes.fromhex(str(digest)) for _, _, digest in leaves]).hex()
            said = {"batch": number, "at": f"2026-11-24T01:0{number}:00.000000Z", "root": root, "previousRoot": previous, "leaves": leaves}
            lines.append(_plain({**said, "signature": KEY.sign(_plain(said)).hex()}).decode() + "\n")
            previous = root
        self.file.write_text("".join(lines))

    def problems(self) -> list[str]:
        found: list[str] = check(self.address, self.folder)["problems"]
        return found


@pytest.fixture
def anchored(tmp_path: Path) -> Anchored:
    return Anchored(tmp_path)


def test_what_nobody_touched_holds(anchored: Anchored) -> None:
    assert check(anchored.address, anchored.folder) == {"batches": 2, "events": 12, "waiting": 0, "problems": []}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("seq", [1, 3, LENGTH])
def test_each_way_to_change_a_chain_is_found_at_its_first_event_and_undone(anchored: Anchored, way: Way, seq: int) -> None:
    with Database(anchored.address, write=True) as database, undone(database, [CASES[0]]):
        first = way(database, CASES[0], seq)
        (problem,) = anchored.problems()
    assert problem.startswith(f"event {first} of chain {CASES[0]}: ")
    assert anchored.problems() == []


def test_what_is_put_in_past_the_anchors_is_found_unless_it_waits(anchored: Anchored) -> None:
    with Database(anchored.address, write=True) as database:
        append(database, CASES[1], 2)
        assert anchored.problems() == [f"event 7 of chain {CASES[1]}: anchored nowhere"]
        database.do("insert into unanchored select case_key, seq, digest from audit_event where case_key = ? and seq = 7", CASES[1])
    assert anchored.problems() == []


def test_of_several_chains_each_is_named_once(anchored: Anchored) -> None:
    with Database(anchored.address, write=True) as database:
        for case in CASES:
            cut(database, case, 4)
    assert anchored.problems() == [f"event 4 of chain {case}: missing" for case in CASES]


def changed(line: str) -> str:
    return line.replace('"at":"2026', '"at":"2025')


def moved_on(line: str) -> str:
    return line.replace('"batch":1', '"batch":2')


def with_another_leaf(line: str) -> str:
    said = json.loads(line)
    said["leaves"][0][2] = "ab" * 32
    return _plain(said).decode()


@pytest.mark.parametrize("alter", [changed, moved_on, with_another_leaf, lambda line: ""])
def test_a_line_that_was_changed_or_left_out_is_found(anchored: Anchored, alter: Callable[[str], str]) -> None:
    first, second = anchored.file.read_text().splitlines()
    anchored.file.write_text(f"{alter(first)}\n{second}\n".lstrip())
    assert anchored.problems()[0] == "the line of batch 1 is not the one that follows"


def test_an_event_that_the_lines_left_out_or_have_twice_is_found(anchored: Anchored) -> None:
    leaves = [json.loads(line)["leaves"] for line in anchored.file.read_text().splitlines()]
    anchored.write([leaves[0][1:], leaves[1]])
    assert anchored.problems() == [f"event 1 of chain {CASES[0]}: anchored nowhere"]
    anchored.write([leaves[0], [leaves[0][0], *leaves[1]]])
    assert anchored.problems() == [f"event 1 of chain {CASES[0]} is anchored twice, the second time in batch 2"]


def test_the_longest_wait_is_from_an_event_to_its_batch(anchored: Anchored) -> None:
    with Database(anchored.address, write=True) as database:
        database.do("update audit_event set recorded_at = '2026-11-24T01:00:30.000000Z'")
        anchors = read_anchors(anchored.folder)
        assert [longest_wait(database, anchors, {case}) for case in CASES] == [30, 90]
