"""What each verb of `duban` answers a person and a script: words, JSON and exit codes."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.assemble import assemble
from app.audit.hash_chain import event_digest
from app.domain.actor import Actor, Holding
from app.service.add_document import AddDocument
from app.service.start_instance import StartInstance
from app.settings import read_settings
from app.store.database import Database
from app.worker.anchor_events import Anchoring
from tests.audit.test_verify_chains import ALL, recomputed
from tests.builders.city import City
from tests.builders.drawing import path as way
from tests.builders.drawing import process, start, user
from tests.builders.errand import PROCESS, files
from tests.builders.real_city import environment, node, real_city
from tests.builders.typed import Typed, typed
from tests.service.rows import case_at_handle

Type = Callable[..., Typed]
DESIGNER = ("--as", "designer")


@pytest.fixture
def folder(tmp_path: Path, sqlite_city_file: Path) -> Path:
    return real_city(tmp_path / "city", sqlite_city_file)


@pytest.fixture
def duban(folder: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    return lambda *words, stdin="", **more: typed(capsys, {**environment(folder), **more}, *words, stdin=stdin)


@pytest.fixture
def diagrams(tmp_path: Path) -> list[str]:
    """Files of a new version of the errand."""
    for name, raw in files("新差事").items():
        (tmp_path / name).write_bytes(raw)
    return [str(tmp_path / name) for name in files()]


@pytest.fixture
def bad_diagram(tmp_path: Path) -> str:
    bad = tmp_path / "bad.bpmn"
    bad.write_bytes(process("bad", start(), user("nowhere"), way("s nowhere")))
    return str(bad)


# ---- lint
def test_findings_are_told_in_the_language_of_the_terminal(duban: Type, bad_diagram: str, folder: Path) -> None:
    english = duban("lint", bad_diagram).err
    assert "Expected" in english
    for locale, word in (("zh_CN.UTF-8", "实际"), ("zh_TW", "實際")):
        chinese = typed_in(duban, locale, "lint", bad_diagram)
        assert word in chinese.err
        assert "Expected" not in chinese.err
        assert len(chinese.err.splitlines()) == len(english.splitlines())
        told = [json.loads(line) for line in typed_in(duban, locale, "lint", "--json", bad_diagram).out.splitlines()]
        assert all(word in each["message"] for each in told)
        assert {each["rule"] for each in told} == {
            json.loads(line)["rule"] for line in duban("lint", "--json", bad_diagram).out.splitlines()
        }
    assert typed_in(duban, "de_DE.UTF-8", "lint", bad_diagram).err == english
    refused = typed_in(duban, "zh_CN.UTF-8", "deploy", bad_diagram, *DESIGNER)
    assert refused.code == 1
    assert "Expected" not in refused.err


def typed_in(duban: Type, locale: str, *words: str) -> Typed:
    return duban(*words, LC_ALL=locale)


def test_lint_with_warnings_alone_is_done(duban: Type, diagrams: list[str]) -> None:
    done = duban("lint", *diagrams)
    assert done.code == 0
    assert "warning" in done.err


def test_lint_names_file_element_rule_and_what_to_do_instead(duban: Type, bad_diagram: str) -> None:
    done = duban("lint", "--json", bad_diagram)
    assert done.code == 1
    found = [json.loads(line) for line in done.out.splitlines()]
    errors = [finding for finding in found if finding["severity"] == "error"]
    assert errors
    assert {"rule", "severity", "file", "elementId", "line", "message", "instead"} == set(errors[0])
    assert errors[0]["file"] == "bad.bpmn"


def test_a_file_that_is_not_there_is_wrong_usage(duban: Type) -> None:
    assert duban("lint", "nowhere.bpmn").code == 2


# ---- deploy
def test_deploy_tells_key_state_and_versions(duban: Type, diagrams: list[str]) -> None:
    done = duban("deploy", "--json", *DESIGNER, *diagrams, DUBAN_PUBLISH_FOUR_EYES="0")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["state"] == "active"
    assert {(found["kind"], found["id"], found["version"]) for found in said["resources"]} >= {("process", "errand", 2)}
    assert "(unchanged)" in duban("deploy", *DESIGNER, *diagrams, DUBAN_PUBLISH_FOUR_EYES="0").out


def test_deploy_refuses_what_cannot_be_run_and_stores_nothing(duban: Type, folder: Path, bad_diagram: str) -> None:
    before = events(folder)
    done = duban("deploy", *DESIGNER, bad_diagram)
    assert done.code == 1
    assert "bad.bpmn" in done.err
    assert events(folder) == before


def test_outside_demo_mode_every_change_needs_somebody_who_answers_for_it(duban: Type, diagrams: list[str]) -> None:
    done = duban("deploy", *diagrams)
    assert done.code == 2
    assert "--as USER" in done.err


@pytest.mark.parametrize("who", ["hotline", "auditor", "nobody-at-all"])
def test_who_may_not_deploy_is_refused(duban: Type, diagrams: list[str], who: str) -> None:
    assert duban("deploy", "--as", who, *diagrams).code == 1


def test_what_the_command_line_does_is_signed_as_such(duban: Type, diagrams: list[str], folder: Path) -> None:
    duban("deploy", *DESIGNER, *diagrams)
    assert one(folder, "SELECT actor FROM audit_event WHERE case_key = '0' ORDER BY seq DESC LIMIT 1") == "cli:designer"


# ---- settings
def test_an_unknown_setting_is_named_with_the_nearest_known_one(duban: Type) -> None:
    done = duban("db", "upgrade", DUBAN_DATABSE_URL="sqlite://")
    assert done.code == 2
    assert "DUBAN_DATABSE_URL" in done.err
    assert "did you mean DUBAN_DATABASE_URL?" in done.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("DUBAN_PORT", "http"), ("DUBAN_DEMO", "yes"), ("DUBAN_TEST_CLOCK", "1"), ("DUBAN_LANGUAGE", "fr"), ("DUBAN_TIME_ZONE", "Mars/Base")],
)
def test_a_setting_that_does_not_fit_is_named(duban: Type, name: str, value: str) -> None:
    done = duban("db", "upgrade", **{name: value})
    assert done.code == 2
    assert name in done.err


def test_a_verb_that_there_is_not_is_wrong_usage(duban: Type) -> None:
    assert duban("dance").code == 2


# ---- db upgrade
def test_an_empty_folder_becomes_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = environment(tmp_path / "new")
    for _ in range(2):
        assert typed(capsys, settings, "db", "upgrade").code == 0
    assert one(tmp_path / "new", "SELECT COUNT(*) FROM audit_event") == 0


@pytest.mark.parametrize("words", [("db", "upgrade"), ("calendar", "load")])
def test_a_store_that_is_away_is_told_in_words(duban: Type, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "2027.json"
    file.write_text("{}")
    more = [str(file), "--as", "admin"] if words[0] == "calendar" else []
    done = duban(*words, *more, DUBAN_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert done.code == 1
    assert done.err.startswith("duban: The store cannot be written")


# ---- verify
def test_verify_says_that_an_untouched_history_holds(duban: Type, folder: Path) -> None:
    done = duban("verify", "--json")
    said = json.loads(done.out)
    assert (done.code, said["verified"], said["firstBad"]) == (0, True, None)
    nothing_outside = {"batches": 0, "events": 0, "firstBad": None, "publicKey": None, "root": None, "late": {"events": 0, "first": []}}
    assert said["anchors"] == {**nothing_outside, "waiting": store_count(folder), "waitingSince": "2025-12-01T01:00:00.000000Z"}
    words = duban("verify").out
    assert "hold" in words
    assert "recorded at 2025-12-01T01:00:00.000000Z, longer ago than the minute that is promised" in words


def test_verify_says_which_key_and_root_it_went_by_and_finds_another_key_than_the_one_written_down(duban: Type, folder: Path) -> None:
    anchored(folder)
    said = json.loads(duban("verify", "--json").out)["anchors"]
    key, root = said["publicKey"], said["root"]
    assert (len(key), len(root), said["waitingSince"]) == (64, 64, None)
    held = duban("verify", "--key", key.upper())
    assert held.code == 0
    assert f"key {key}; batch 1 has the root {root}" in held.out
    other = duban("verify", "--key", "0" * 64)
    assert other.code == 1
    assert f"signed with the key {key}, but expected was {'0' * 64}" in other.out


def test_verify_names_the_first_bad_event(duban: Type, folder: Path) -> None:
    change(folder, "UPDATE audit_event SET actor = 'somebody-else' WHERE case_key = '0' AND seq IN (5, 9)")
    done = duban("verify", "--json")
    assert done.code == 1
    said = json.loads(done.out)
    assert (said["verified"], said["firstBad"]) == (False, {"caseKey": "0", "seq": 5, "reason": "edited"})


def test_verify_finds_by_the_anchors_what_was_recomputed_with_its_chain(duban: Type, folder: Path) -> None:
    anchored(folder)
    assert json.loads(duban("verify", "--json").out)["anchors"]["waiting"] == 0
    with store(folder).write() as writer:
        recomputed(writer, "0")
        last = writer.value("SELECT digest FROM audit_event WHERE case_key = '0' ORDER BY seq DESC LIMIT 1")
        writer.run("UPDATE case_state SET chain_digest = :last WHERE case_key = 0", last=last)
    done = duban("verify", "--json")
    assert (done.code, json.loads(done.out)["firstBad"]) == (1, {"caseKey": "0", "seq": 3, "reason": "recomputed"})


def test_verify_computes_every_case_again_where_it_is_asked_to(duban: Type, folder: Path) -> None:
    city = City(f"sqlite:///{folder / 'duban.db'}")
    case = case_at_handle(city)
    done = duban("verify", "--recompute", "--json")
    said = json.loads(done.out)
    assert (done.code, said["verified"]) == (0, True)
    assert said["recomputation"] == {"cases": 1, "events": 2, "erased": 0, "firstBad": None}
    assert "2 events of 1 cases come out again as they were recorded." in duban("verify", "--recompute").out
    with city.database.write() as writer:
        # The snapshot of the first event, with chain and head made to fit: only who computes it again can tell.
        writer.run("UPDATE audit_event SET snapshot_digest = 'a' WHERE case_key = :case AND seq = 1", case=str(case))
        for seq in (1, 2):
            event = dict(writer.all(f"SELECT {ALL} FROM audit_event WHERE case_key = :case AND seq = {seq}", case=str(case))[0])
            values = {"digest": event_digest(event), "case": case, "key": str(case)}
            writer.run(f"UPDATE audit_event SET digest = :digest WHERE case_key = :key AND seq = {seq}", **values)
            writer.run("UPDATE audit_event SET previous_digest = :digest WHERE case_key = :key AND seq = :next", next=seq + 1, **values)
        writer.run("UPDATE case_state SET chain_digest = :digest WHERE case_key = :case", **values)
    told = json.loads(duban("verify", "--json").out)
    assert told["firstBad"] == {"caseKey": str(case), "seq": 1, "reason": "recomputed"}, "it waits for its anchor by another digest"
    assert told["badChains"] == [told["firstBad"]]
    with city.database.write() as writer:
        now = "(SELECT e.digest FROM audit_event e WHERE e.case_key = unanchored.case_key AND e.seq = unanchored.seq)"
        writer.run(f"UPDATE unanchored SET digest = {now} WHERE case_key = :key", key=str(case))
    city.close()
    assert duban("verify", "--json").code == 0
    done = duban("verify", "--recompute", "--json")
    said = json.loads(done.out)
    assert (done.code, said["verified"], said["firstBad"]) == (1, False, None)
    assert said["recomputation"]["firstBad"] == {"caseKey": str(case), "seq": 1, "what": "the state after it"}


def test_verify_speaks_chinese_where_the_terminal_says_nothing_else_and_names_the_receipt_number(duban: Type, folder: Path) -> None:
    city = City(f"sqlite:///{folder / 'duban.db'}")
    case = case_at_handle(city)
    number = city.value("SELECT receipt_number FROM process_instance WHERE key = :case", case=case)
    assert "条链相符" in duban("verify", LC_ALL="", LANG="C.UTF-8").out
    assert "條鏈相符" in duban("verify", LC_ALL="", LANG="", DUBAN_LANGUAGE="zh_Hant").out
    assert "chains hold" in duban("verify", LC_ALL="", LANG="en_GB.UTF-8").out
    change(folder, f"UPDATE audit_event SET actor = 'somebody-else' WHERE case_key = '{case}' AND seq = 2")
    city.close()
    assert f"案件 {number}（内部编号 {case}），事件 2：被改动。" in duban("verify", LC_ALL="zh_CN.UTF-8").out
    assert f"Case {number} (key {case}), event 2: it was changed." in duban("verify").out


def test_verify_names_the_row_by_which_somebody_has_a_right_that_no_event_gave(duban: Type, folder: Path) -> None:
    change(folder, "INSERT INTO post (id, role, unit, name, first, second) VALUES (77, 'handler', 'health-bureau', 'x', 'hotline', NULL)")
    done = duban("verify", "--json")
    said = json.loads(done.out)["firstBad"]
    assert (done.code, said["reason"], said["row"]) == (1, "post_inserted", "post 77")
    assert "a post is there that no event registered: row post 77" in duban("verify").out
    assert "有一个岗位，没有任何事件登记过：数据行 post 77" in duban("verify", LC_ALL="zh_CN.UTF-8").out


def test_verify_calls_an_altered_end_of_a_chain_what_it_is(duban: Type, folder: Path) -> None:
    change(folder, "UPDATE case_state SET seq = 5 WHERE case_key = 0")
    last = store_count(folder)
    assert f"The city's own record (chain 0), event {last}: it stands, but the end of the chain" in duban("verify").out


def test_verify_names_every_case_that_does_not_come_out_as_recorded(duban: Type, folder: Path) -> None:
    city = City(f"sqlite:///{folder / 'duban.db'}")
    cases = [case_at_handle(city) for _ in range(12)]
    city.close()
    change(folder, "UPDATE event_content SET content = '{}' WHERE case_key <> '0' AND seq = 2")
    done = duban("verify", "--recompute")
    assert done.code == 1
    assert done.out.count("differs at event 2 when it is computed again") == 10
    assert "12 cases differ in all; --json names them all." in done.out
    told = json.loads(duban("verify", "--recompute", "--json").out)["recomputation"]
    assert [one["caseKey"] for one in told["badCases"]] == [str(case) for case in cases]
    assert told["firstBad"] == told["badCases"][0]


def test_verify_names_the_first_bad_batch(duban: Type, folder: Path) -> None:
    anchored(folder)
    (file,) = (folder / "anchors").glob("*.jsonl")
    file.write_text(file.read_text().replace('"batch":1', '"batch":2'))
    done = duban("verify")
    assert done.code == 1
    assert "batch 1: it is missing" in done.out


def test_verify_names_a_document_that_was_changed_in_the_folder(duban: Type, folder: Path) -> None:
    node_of, hotline = node(folder), Actor("hotline", holdings=frozenset({Holding("hotline")}))
    case = int(node_of.door.execute(StartInstance(PROCESS, variables={"topic": "漏水"}), hotline).answer["key"])
    digest, size, head = node_of.documents.put(io.BytesIO(b"%PDF-1.7 a scan"), 1000)
    node_of.door.execute(AddDocument(case, "scan.pdf", digest, size, head), hotline)
    node_of.database.close()
    assert duban("verify").code == 0
    (folder / "documents" / digest[:2] / digest).write_bytes(b"%PDF-1.7 another")
    done = duban("verify", "--json")
    assert (done.code, json.loads(done.out)["firstBad"]["reason"]) == (1, "edited")
    (folder / "documents" / digest[:2] / digest).unlink()
    assert json.loads(duban("verify", "--json").out)["firstBad"]["reason"] == "missing"


def test_verify_that_could_not_check_leaves_with_3(duban: Type, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    away = duban("verify", "--json", DUBAN_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:9/none")
    nothing = typed(capsys, environment(tmp_path / "empty"), "verify", "--json")
    assert [(done.code, done.out) for done in (away, nothing)] == [(3, "")] * 2
    assert not (tmp_path / "empty" / "duban.db").exists(), "asking made a database"


def test_the_help_of_verify_says_what_may_still_wait(duban: Type) -> None:
    assert "anchor" in duban("verify", "--help").out


# ---- seed-demo
def test_no_demo_city_is_seeded_outside_demo_mode(duban: Type, folder: Path) -> None:
    done = duban("seed-demo")
    assert done.code == 1
    assert "DUBAN_DEMO=1" in done.err


def test_the_demo_city_is_seeded_once(duban: Type) -> None:
    assert "already" in duban("seed-demo", DUBAN_DEMO="1").err


def anchored(folder: Path) -> None:
    """Let the clock's process anchor all that was recorded."""
    duban = assemble(read_settings(environment(folder)))
    Anchoring(duban.door, duban.anchors, duban.anchor_key).turn()
    duban.database.close()


def store_count(folder: Path) -> int:
    with store(folder).read() as reader:
        return int(reader.value("SELECT (SELECT COUNT(*) FROM audit_event) + (SELECT COUNT(*) FROM access_event)"))


def store(folder: Path) -> Database:
    return Database(f"sqlite:///{folder}/duban.db")


def one(folder: Path, sql: str) -> object:
    opened = store(folder)
    try:
        with opened.read() as reader:
            return reader.value(sql)
    finally:
        opened.close()


def change(folder: Path, sql: str) -> None:
    opened = store(folder)
    try:
        with opened.write() as writer:
            writer.run(sql)
    finally:
        opened.close()


def events(folder: Path) -> object:
    return one(folder, f"SELECT COUNT(*) FROM (SELECT {ALL} FROM audit_event) e")
