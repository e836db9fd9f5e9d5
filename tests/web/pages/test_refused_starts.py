"""A refused registration keeps everything: what was typed, and the files that could be taken."""

import io

import pytest

from app.cli.seed_demo import ROOT
from app.cli.simulate.gather_files import gather_files
from app.web.pages import kept_files
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, part, words

START = "/start/citizen-letter"
TYPED = {name: value for name, value in LETTER.items() if name != "anonymous"}


def pdf(name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"%PDF-1.7 invented"), name


def test_the_form_of_a_refused_registration_has_an_address_of_its_own(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    answer = hotline.send(START, **{**TYPED, "topic": ""})
    assert answer.headers["Location"] == f"{START}?refused=answers"
    for _ in range(2):
        page = hotline.get(answer.headers["Location"], 422)
        assert 'id="f-topic-error"' in page
        assert TYPED["content"] in page
    assert 'id="errors"' not in hotline.get(START)
    assert TYPED["content"] in hotline.get(START)
    assert hotline.send(START, **TYPED).headers["Location"].endswith("/receipt")
    assert TYPED["content"] not in hotline.get(START)


def test_a_file_that_cannot_be_taken_is_named_at_its_field_and_the_others_go_with_the_letter(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    files = {"_file.attachments": [pdf("信封.pdf"), (io.BytesIO(b"MZ"), "a.exe")]}
    page = hotline.follow(hotline.send(START, **TYPED, **files), 422)
    said = part(page, "f-attachments-error")
    assert "a.exe" in said
    offered = page.partition('name="_file.attachments"')[2].partition('accept="')[2].partition('"')[0]
    assert offered == ".jpg, .jpeg, .png, .pdf, .docx, .xlsx, .doc, .xls"
    assert offered in said, "what is refused is told what is offered"
    assert "信封.pdf" in words(page)
    assert TYPED["content"] in page
    carried = page.partition('name="attachments" value="')[2].partition('"')[0]
    receipt = hotline.send(START, **TYPED, attachments=carried)
    number = receipt.headers["Location"].split("/")[2]
    assert "信封.pdf" in words(hotline.get(f"/cases/{number}?tab=documents"))


@pytest.mark.parametrize(
    ("entered", "language", "said"),
    [
        ("2026-11-01T09:00", "zh_Hans", "收到时间不能早于 11月17日（今天之前第 5 个工作日），实际是 11月1日 09:00"),
        ("2026-12-01T09:00", "zh_Hans", "收到时间不能晚于现在，实际是 12月1日 09:00"),
        ("2026-11-01T09:00", "en", "on or after 17 Nov, the 5th working day before today, but found 1 Nov 09:00"),
    ],
)
def test_a_wrong_time_of_receipt_is_said_at_its_field(api: ApiCity, entered: str, language: str, said: str) -> None:
    hotline = desk(api, "hotline")
    hotline.get(f"/preferences?language={language}&next={START}", 303)
    proof = {"_file.receivedProof": [pdf("信封.pdf")]}
    page = hotline.follow(hotline.send(START, **TYPED, receivedEarlier="true", receivedAt=entered, receivedReason="节假日", **proof), 422)
    assert said in part(page, "f-receivedAt-error")
    assert 'aria-describedby="f-receivedAt-error' in page
    assert 'href="#f-receivedAt"' in page


def test_each_field_takes_the_files_that_it_offers_and_no_others(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    sound = b"ID3 invented"
    files = {"_file.attachments": [(io.BytesIO(sound), "来电.mp3")], "_file.receivedProof": [(io.BytesIO(sound), "录音.mp3")]}
    page = hotline.follow(hotline.send(START, **TYPED, receivedEarlier="true", receivedAt="2026-11-23T09:00", **files), 422)
    assert "来电.mp3" in part(page, "f-attachments-error")
    assert 'id="f-receivedProof-error"' not in page
    assert "录音.mp3" in words(page)


def test_a_draft_can_be_given_up(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send(START, **{**TYPED, "topic": ""}), 422)
    assert f'formaction="{START}/discard"' in page
    page = hotline.follow(hotline.send(f"{START}/discard", **TYPED))
    assert TYPED["content"] not in page
    assert "discard" not in page


def test_a_kept_file_is_nobody_elses(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send(START, **{**TYPED, "topic": ""}, **{"_file.attachments": [pdf("信封.pdf")]}), 422)
    carried = page.partition('name="attachments" value="')[2].partition('"')[0]
    assert desk(api, "demo").send(START, **TYPED, attachments=carried).headers["Location"].endswith("refused=answers")


def test_a_file_kept_longer_than_a_day_is_named_to_be_chosen_again(api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send(START, **{**TYPED, "topic": ""}, **{"_file.attachments": [pdf("信封.pdf")]}), 422)
    carried = page.partition('name="attachments" value="')[2].partition('"')[0]
    monkeypatch.setattr(kept_files, "LASTS_SECONDS", -1)
    page = hotline.follow(hotline.send(START, **TYPED, attachments=carried), 422)
    assert "信封.pdf" in part(page, "f-attachments-error")
    assert "重新选择" in part(page, "f-attachments-error")


def test_repeats_are_asked_for_apart_from_the_fields(api: ApiCity) -> None:
    api.start("citizen-letter", **{**LETTER, "contact": "13922220001", "topic": "独有的一件事"})
    hotline = desk(api, "hotline")
    shown = words(hotline.send(f"{START}/repeats", contact="139 2222 0001").get_data(as_text=True))
    assert "独有的一件事" in shown
    assert "联系方式相同" in shown
    assert desk(api, "handler-health").send(f"{START}/repeats", contact="13922220001").status_code in (403, 404)


def test_a_unit_that_may_not_be_chosen_beside_itself_is_called_by_its_name(api: ApiCity) -> None:
    assert api.deploy(dict(gather_files(ROOT / "processes" / "meeting-decision" / "meeting-decision.bpmn"))).status_code == 200
    office = desk(api, "office")
    row = {
        "_rows.items": "1",
        "items.0.content": "排水改造",
        "items.0.unit": "health-bureau",
        "items.0.coUnits": "health-bureau",
        "items.0.dueOn": "2026-12-18",
    }
    typed = {"meeting": "第15次常务会议", "kind": "standing", "meetingOn": "2026-11-23", **row}
    said = words(office.follow(office.send("/start/meeting-decision", **typed), 422))
    assert "请从所列的选：市卫健局 现在不在其中" in said
    assert "health-bureau 现在" not in said
