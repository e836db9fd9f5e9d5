"""One value in the events of a case that nobody can have recorded: its pages show what can be read and say at which event they cannot."""

import io
import json
import zipfile

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.api.test_verification import letter
from tests.web.pages.desk import Desk, desk, words

ODD = {
    "bytes as actor": "UPDATE audit_event SET actor = x'ff00fe' WHERE case_key = :key AND seq = 2",
    "a word as number": "UPDATE audit_event SET seq = 'zehn' WHERE case_key = :key AND seq = 2",
    "a body that is no JSON": "UPDATE audit_event SET body = '{not json' WHERE case_key = :key AND seq = 2",
    "an instant that is none": "UPDATE audit_event SET effective_at = 'never' WHERE case_key = :key AND seq = 2",
    "a content that is no JSON": "UPDATE event_content SET content = '{not json' WHERE case_key = :key AND seq = 2",
}


@pytest.fixture(params=ODD)
def odd(request: pytest.FixtureRequest, api: ApiCity) -> tuple[Desk, str]:
    key, number = letter(api)
    with api.duban.database.write() as store:
        assert store.run(ODD[request.param], key=key) == 1
    return desk(api, "auditor"), number


def said(page: str) -> str:
    return words(page).replace(" ", "")


@pytest.mark.parametrize("asked", ["", "?check=now", "?event=1", "?event=2", "?event=3", "?show=people"])
def test_the_replay_shows_what_lies_before_it_and_says_where_the_case_differs(odd: tuple[Desk, str], asked: str) -> None:
    auditor, number = odd
    page = auditor.get(f"/cases/{number}/replay{asked}")
    if asked != "?event=1":
        assert "事件2无法读取，它已不是当时的记录；下面是它之前的内容" in said(page)
    if asked in ("", "?check=now"):
        assert 'data-state="differs"' in page
        assert "不一致链，事件2：" in said(page)
    assert "xff" not in page


def test_the_seal_is_a_seal_and_no_page_and_names_the_event(odd: tuple[Desk, str]) -> None:
    auditor, number = odd
    seal = auditor.get(f"/cases/{number}/replay/seal")
    assert seal.lstrip().startswith('<div class="seal seal--differs"')
    assert "<html" not in seal
    assert "不一致链，事件2：" in said(seal)


def test_the_history_shows_the_lines_before_it_and_says_which_event_cannot_be_read(odd: tuple[Desk, str]) -> None:
    auditor, number = odd
    page = auditor.get(f"/cases/{number}?tab=history")
    assert "事件2无法读取，它已不是当时的记录；下面是它之前的内容" in said(page)
    assert "登记" in said(page)
    assert "xff" not in page


def test_the_dossier_is_refused_with_the_number_of_the_event(odd: tuple[Desk, str]) -> None:
    auditor, number = odd
    assert "本案事件2无法读取" in said(auditor.get(f"/cases/{number}/dossier.pdf", 409))


def test_the_bundle_of_evidence_names_the_event_or_is_refused_with_its_number(odd: tuple[Desk, str]) -> None:
    auditor, number = odd
    answer = auditor.client.get(f"/cases/{number}/evidence.zip")
    raw = answer.get_data()
    answer.close()
    if answer.status_code == 409:  # a line of canonical text cannot say bytes
        assert "本案事件2无法读取" in said(raw.decode())
        return
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        assert json.loads(bundle.read("manifest.json"))["firstBad"]["seq"] == 2
