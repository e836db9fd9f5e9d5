"""`duban verify-evidence`: a bundle is checked without server or database, and what is wrong with it is named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.bundles import changed, opened, written
from tests.builders.typed import Typed, typed
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchored_letter, bundle

Type = Callable[..., Typed]


@pytest.fixture
def duban(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """The command line of a machine on which there is no city."""
    return lambda *words: typed(capsys, {"DUBAN_DATA": str(tmp_path / "nothing")}, "verify-evidence", *words)


@pytest.fixture(scope="module")
def made(api: ApiCity, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A bundle on the disk, and the key of the city."""
    _, number = anchored_letter(api)
    path = tmp_path_factory.mktemp("bundle") / "evidence.zip"
    path.write_bytes(bundle(api, number))
    return path, str(api.duban.anchors.public_key())


def test_a_bundle_that_holds_is_told_in_words_and_as_json(duban: Type, made: tuple[Path, str], tmp_path: Path) -> None:
    path, key = made
    done = duban(str(path), "--key", key)
    assert (done.code, done.err) == (0, "")
    assert "5 events of case QZ-" in done.out
    assert "5 of them are anchored, 0 wait." in done.out
    said = json.loads(duban(str(path), "--json").out)
    assert (said["verified"], said["firstBad"], said["findings"], said["publicKey"]) == (True, None, [], key)
    assert not (tmp_path / "nothing").exists()


def test_an_altered_one_names_the_file_and_the_event(duban: Type, made: tuple[Path, str], tmp_path: Path) -> None:
    files = opened(made[0].read_bytes())
    changed(files, "events.jsonl", lambda found: found[1].update(actor="demo"))
    done = duban(str(written(files, tmp_path / "altered.zip")))
    assert done.code == 1
    assert done.out.startswith("events.jsonl: it was changed.\nEvent 2: it was changed.\n1 events before it hold; 1 of them are anchored")
    said = json.loads(duban(str(tmp_path / "altered.zip"), "--json").out)
    assert said["verified"] is False
    assert (said["firstBad"]["seq"], said["firstBad"]["reason"], said["holds"]) == (2, "edited", 1)
    assert said["findings"] == [{"file": "events.jsonl", "reason": "changed", "where": None}]


def test_it_speaks_chinese_where_the_terminal_says_nothing_else(
    made: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = opened(made[0].read_bytes())
    changed(files, "events.jsonl", lambda found: found[1].update(actor="demo"))
    path = written(files, tmp_path / "altered.zip")
    done = typed(capsys, {"LC_ALL": "", "LANG": "C.UTF-8"}, "verify-evidence", str(path))
    assert done.code == 1
    assert done.out.startswith("events.jsonl：被改动。\n事件 2：被改动。\n其前 1 个事件相符")


def test_another_key_than_the_city_s_is_no_proof(duban: Type, made: tuple[Path, str]) -> None:
    done = duban(str(made[0]), "--key", "ab" * 32)
    assert done.code == 1
    assert "key.pub: it is another key than the city's." in done.out


@pytest.mark.parametrize("content", [None, b"no zip", b""])
def test_what_is_no_bundle_cannot_be_checked(duban: Type, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "some.zip"
    if content is not None:
        path.write_bytes(content)
    done = duban(str(path))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("duban: Expected a bundle of evidence")


def test_a_zip_that_was_cut_or_damaged_is_no_proof(duban: Type, made: tuple[Path, str], tmp_path: Path) -> None:
    raw = bytearray(made[0].read_bytes())
    (tmp_path / "cut.zip").write_bytes(raw[: len(raw) // 2])
    assert duban(str(tmp_path / "cut.zip")).code == 3
    raw[400] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(raw)
    assert duban(str(tmp_path / "damaged.zip")).code == 1


def test_nothing_to_check_is_wrong_usage(duban: Type) -> None:
    assert duban().code == 2
