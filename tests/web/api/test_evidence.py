"""GET cases/{n}/evidence.zip: what is in a bundle, who may have it, and what is left out of it."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.audit.chain_break import Break
from app.audit.evidence.check_alone import Check, read
from app.audit.evidence.check_bundle import check_bundle
from app.domain.actor import PUBLIC
from app.domain.attached_file import Attachment
from app.service.start_instance import StartInstance
from tests.builders.bundles import Files, opened, rows
from tests.builders.dossier import CONTENT, PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import DOCUMENT, anchor, anchored_letter, bundle, letter
from tests.web.pages.desk import desk

NAME, CONTACT, PHOTO = "石青禾", "13987654321", b"\xff\xd8\xff\xe0 what a photo of the writer holds"


def kept(tmp_path: Path, raw: bytes) -> Path:
    (tmp_path / "bundle.zip").write_bytes(raw)
    return tmp_path / "bundle.zip"


def holds(path: Path) -> bool:
    """Say whether both checkers find nothing."""
    ours, alone = check_bundle(path), Check(read(path), "")
    assert (ours.findings, ours.first_bad, alone.bad) == ([], None, [])
    return True


def test_it_holds_the_case_the_versions_the_calendar_the_documents_and_what_proves_them(either_api: ApiCity, tmp_path: Path) -> None:
    key, number = anchored_letter(either_api)
    raw = bundle(either_api, number)
    assert holds(kept(tmp_path, raw))
    files = opened(raw)
    events = rows(files, "events.jsonl")
    assert events == either_api.rows("SELECT * FROM audit_event WHERE case_key = :key ORDER BY seq", key=key)
    contents = {row["seq"]: row["content"] for row in rows(files, "contents.jsonl")}
    assert contents == {
        row["seq"]: row["content"] for row in either_api.rows("SELECT seq, content FROM event_content WHERE case_key = :key", key=key)
    }
    assert files[f"documents/{hashlib.sha256(DOCUMENT).hexdigest()}.pdf"] == DOCUMENT
    kinds = {one["kind"] for one in json.loads(files["definitions.json"])}
    assert {"process", "form", "decision"} <= kinds
    assert {row["case_key"] for row in rows(files, "calendars.jsonl")} == {"0"}
    assert [json.loads(row["body"])["facts"][0]["year"] for row in rows(files, "calendars.jsonl")][-1] == 2026
    proven = {(row["caseKey"], row["seq"]) for row in rows(files, "proofs.jsonl")}
    assert {(key, event["seq"]) for event in events} <= proven
    assert files["key.pub"].decode().strip() == either_api.duban.anchors.public_key()
    readme = files["README.txt"].decode()
    assert readme.startswith(f"证据包说明 · 案件 {number}")
    assert "不证明什么" in readme
    assert files["key.pub"].decode().strip() in readme


def test_the_same_state_gives_the_same_bytes_and_another_gives_others(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    first = bundle(either_api, number)
    assert bundle(either_api, number) == first
    anchor(either_api)
    second = bundle(either_api, number)
    assert second != first
    either_api.post(f"/casework/v1/cases/{number}/comments", {"text": "又一句"}, 201, who="hotline")
    assert bundle(either_api, number) != second


def test_events_that_wait_for_their_anchor_are_counted_and_hold(either_api: ApiCity, tmp_path: Path) -> None:
    _, number = anchored_letter(either_api)
    either_api.post(f"/casework/v1/cases/{number}/comments", {"text": "还没锚定"}, 201, who="hotline")
    path = kept(tmp_path, bundle(either_api, number))
    assert holds(path)
    found = check_bundle(path)
    assert (found.holds, found.anchored) == (6, 5)


def test_each_bundle_leaves_a_trace_with_its_digest(either_api: ApiCity) -> None:
    key, number = letter(either_api)
    raw = bundle(either_api, number)
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(last["body"])["facts"][0]
    assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "evidence with who wrote in", [key])
    assert said["digest"] == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("who", "status"), [("hotline", 403), ("demo", 403), ("supervision", 403), ("operator", 403), ("handler-housing", 404)]
)
def test_nobody_but_the_auditor_takes_a_case_out_of_the_house(either_api: ApiCity, who: str, status: int) -> None:
    _, number = letter(either_api)
    for path in (f"/casework/v1/cases/{number}/evidence.zip", f"/casework/v1/cases/{number}/evidence.zip?writer=included"):
        assert either_api.ask("GET", path, who=who).status_code == status
    assert desk(either_api, who).client.get(f"/cases/{number}/evidence.zip").status_code == status


def test_the_page_offers_it_to_the_auditor_alone(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    address = f'href="/cases/{number}/evidence.zip"'
    assert address in desk(either_api, "auditor").get(f"/cases/{number}/replay")
    assert address not in desk(either_api, "hotline").get(f"/cases/{number}/replay")
    answer = desk(either_api, "auditor").client.get(f"/cases/{number}/evidence.zip")
    assert (answer.status_code, answer.content_type) == (200, "application/zip")
    assert answer.get_data() == bundle(either_api, number)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-{number}.zip"'


def test_another_word_than_included_is_refused(either_api: ApiCity) -> None:
    _, number = letter(either_api)
    said = either_api.get(f"/casework/v1/cases/{number}/evidence.zip?writer=yes", 400, who="auditor")
    assert said["code"] == "bad_filter"


def kept_letter(api: ApiCity) -> tuple[str, str]:
    """Return key and number of a letter whose writer asked to be kept, sent with a photo."""
    digest, size, head = api.duban.documents.put(io.BytesIO(PHOTO), 10_000)
    photo = Attachment("attachments", "石青禾的照片.jpg", digest, size, head)
    words: dict[str, Any] = {
        "channel": "mailbox", "anonymous": False, "name": NAME, "contact": CONTACT, "topic": "楼上饭店排烟", "place": "春晖路18号",
        "content": "油烟从窗户进来。", "keepIdentity": True,
    }  # fmt: skip
    answer = api.duban.door.execute(StartInstance("citizen-letter", variables=words, by_form=True, attachments=(photo,)), PUBLIC).answer
    api.post(f"/casework/v1/cases/{answer['receipt_number']}/comments", {"text": "已转告"}, 201, who="hotline")
    anchor(api)
    return str(answer["key"]), answer["receipt_number"]


def tells(files: Files) -> list[str]:
    """Return the files that say who wrote in, or hold what the words could be guessed by."""
    hidden = (NAME.encode(), CONTACT.encode(), PHOTO[-20:], "石青禾的照片".encode())
    return [name for name, raw in files.items() if any(one in raw for one in hidden)] + [name for name in files if name == "secret.txt"]


def test_who_wrote_in_is_left_out_where_it_is_kept_and_the_chain_is_proven_all_the_same(either_api: ApiCity, tmp_path: Path) -> None:
    _, number = kept_letter(either_api)
    raw = bundle(either_api, number)
    files = opened(raw)
    assert tells(files) == []
    assert hashlib.sha256(PHOTO).hexdigest().encode() not in b"".join(files.values())
    assert holds(kept(tmp_path, raw))
    found = check_bundle(tmp_path / "bundle.zip")
    assert (found.holds, found.anchored, found.words) == (2, 2, "withheld")
    assert json.loads(files["manifest.json"])["withheld"] == [1]
    assert [row["seq"] for row in rows(files, "contents.jsonl")] == [2]
    assert "未装入文字的事件：1" in files["README.txt"].decode()


def test_who_wrote_in_is_there_where_the_auditor_asks_for_it_and_that_is_noted(either_api: ApiCity, tmp_path: Path) -> None:
    _, number = kept_letter(either_api)
    raw = bundle(either_api, number, "?writer=included")
    files = opened(raw)
    assert set(tells(files)) >= {"contents.jsonl", "secret.txt"}
    assert holds(kept(tmp_path, raw))
    assert check_bundle(tmp_path / "bundle.zip").words == "compared"
    last = either_api.rows("SELECT body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    assert json.loads(last["body"])["facts"][0]["what"] == "evidence with who wrote in"
    page = desk(either_api, "auditor").get(f"/cases/{number}/replay")
    assert f'href="/cases/{number}/evidence.zip?writer=included"' in page


def test_who_was_kept_afterwards_is_left_out_of_what_was_written_before(either_api: ApiCity, tmp_path: Path) -> None:
    _, number = letter(either_api, name=NAME, contact=CONTACT)
    correction = {"reason": "听错了", "answers": {"contact": f"{CONTACT}转8"}}
    either_api.post(f"/casework/v1/cases/{number}/corrections", correction, 201, who="hotline")
    either_api.post(f"/casework/v1/cases/{number}/writer/protection", {"reason": "来信人来电要求保密"}, who="hotline")
    raw = bundle(either_api, number)
    assert tells(opened(raw)) == []
    assert holds(kept(tmp_path, raw))


def test_a_secret_case_is_marked_as_one_and_found_by_the_auditor_alone(either_api: ApiCity, tmp_path: Path) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    number = either_api.number(either_api.start(PROCESS, who="hotline", topic=TITLE, content=CONTENT, level="secret"))
    raw = bundle(either_api, number)
    assert holds(kept(tmp_path, raw))
    assert opened(raw)["README.txt"].decode().startswith("【涉密案件")
    for who in ("demo", "operator", "supervision"):
        assert either_api.ask("GET", f"/casework/v1/cases/{number}/evidence.zip", who=who).status_code == 404
    assert either_api.ask("GET", f"/casework/v1/cases/{number}/evidence.zip", who="hotline").status_code == 403


def test_words_torn_out_of_the_database_are_never_called_erased_by_law(either_api: ApiCity, tmp_path: Path) -> None:
    key, number = anchored_letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM case_secret WHERE case_key = :key", key=key)
        store.run("DELETE FROM event_content WHERE case_key = :key", key=key)
    path = kept(tmp_path, bundle(either_api, number))
    found, alone, files = check_bundle(path), Check(read(path), ""), opened(path.read_bytes())
    assert found.first_bad == Break(key, 1, "missing")
    assert (found.holds, found.words) == (0, "missing")
    assert "events.jsonl 事件 event 1: missing" in alone.bad
    manifest, text = json.loads(files["manifest.json"]), files["README.txt"].decode()
    assert (manifest["words"], manifest["firstBad"]) == ("missing", {"seq": 1, "reason": "missing", "file": ""})
    assert "这不是依法销毁" in text
    assert "自事件 1 起（缺失）" in text


def test_words_altered_behind_a_kept_writer_are_found_before_the_bundle_is_signed(either_api: ApiCity, tmp_path: Path) -> None:
    """Without the key nobody outside can compare them: so whoever altered words could have hidden it by keeping the writer."""
    key, number = anchored_letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE process_instance SET identity_kept = 1 WHERE key = :key", key=int(key))
    path = kept(tmp_path, bundle(either_api, number))
    assert check_bundle(path).first_bad == Break(key, 1, "missing"), "no event says that who wrote in is kept"
    assert "events.jsonl 事件 event 1: missing" in Check(read(path), "").bad
    with either_api.duban.database.write() as store:
        store.run("UPDATE event_content SET content = REPLACE(content, '已联系', '未联系') WHERE case_key = :key", key=key)
    path = kept(tmp_path, bundle(either_api, number))
    assert json.loads(opened(path.read_bytes())["manifest.json"])["firstBad"] == {"seq": 3, "reason": "edited", "file": ""}


def test_words_altered_of_a_case_that_keeps_its_writer_are_named_by_both(either_api: ApiCity, tmp_path: Path) -> None:
    key, number = kept_letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE event_content SET content = REPLACE(content, '已转告', '未转告') WHERE case_key = :key", key=key)
    path = kept(tmp_path, bundle(either_api, number))
    found = check_bundle(path)
    assert (found.words, found.first_bad, found.holds) == ("withheld", Break(key, 2, "edited"), 1)
    assert "events.jsonl 事件 event 2: edited" in Check(read(path), "").bad


def test_of_a_case_that_was_tampered_with_it_is_made_and_says_so(either_api: ApiCity, tmp_path: Path) -> None:
    key, number = anchored_letter(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'demo' WHERE case_key = :key AND seq = 3", key=key)
    path = kept(tmp_path, bundle(either_api, number))
    found = check_bundle(path)
    assert found.first_bad is not None
    assert (found.first_bad.seq, found.first_bad.reason, found.holds, found.findings) == (3, "edited", 2, [])
    assert Check(read(path), "").bad == ["events.jsonl 事件 event 3: edited"]


def test_a_document_that_is_gone_is_named_as_absent_when_the_bundle_was_made(either_api: ApiCity, tmp_path: Path) -> None:
    _, number = anchored_letter(either_api)
    digest = hashlib.sha256(DOCUMENT).hexdigest()
    (place,) = (path for path in (either_api.duban.settings.data / "documents").rglob("*") if path.is_file() and digest[4:] in str(path))
    place.rename(place.with_name("away"))
    try:
        raw = bundle(either_api, number)
    finally:
        place.with_name("away").rename(place)
    assert json.loads(opened(raw)["manifest.json"])["absent"] == [digest]
    assert digest in opened(raw)["README.txt"].decode()
    assert holds(kept(tmp_path, raw))
