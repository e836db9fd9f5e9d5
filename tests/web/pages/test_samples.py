"""Samples of cases: drawn by auditors and supervisors, on record before they are seen, and the same again for whoever draws them."""

import hashlib
import json
import re

import pytest

from app.audit.case_sample import drawn
from tests.builders.dossier import PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, Desk, desk, words

SEED = "2026-11-24-a"


@pytest.fixture(scope="module")
def numbers(either_api: ApiCity) -> list[str]:
    """Receipt numbers of thirty letters."""
    return [either_api.number(either_api.start("citizen-letter", who="hotline", **LETTER)) for _ in range(30)]


def sampled(page: str) -> list[str]:
    return re.findall(r'href="/cases/([^"/]+)/replay"', page)


def draw(window: Desk, **asked: str) -> str:
    said = {"process": "citizen-letter", "from": "2026-11-24", "to": "2026-11-24", "size": "5", "seed": SEED} | asked
    return window.follow(window.send("/samples", **said))


def test_a_sample_is_that_of_its_seed_and_frame_by_a_rule_that_anybody_can_follow(either_api: ApiCity, numbers: list[str]) -> None:
    text = draw(desk(either_api, "auditor"))

    def by_hand(number: str) -> str:
        return hashlib.sha256(f"{SEED}\n{number}".encode()).hexdigest()

    frame = [row["receipt_number"] for row in either_api.rows(
        "SELECT receipt_number FROM process_instance WHERE process_id = 'citizen-letter' AND parent_key IS NULL ORDER BY key"
    )]  # fmt: skip
    assert set(numbers) <= set(frame)
    assert sampled(text) == sorted(frame, key=by_hand)[:5]
    assert hashlib.sha256("".join(f"{number}\n" for number in frame).encode()).hexdigest() in text
    assert f"{len(frame)} 件" in words(text)


def test_cases_that_come_later_change_nothing_of_a_sample(either_api: ApiCity, numbers: list[str]) -> None:
    window = desk(either_api, "auditor")
    answer = window.send("/samples", process="", size="8", seed="later")
    before = window.follow(answer)
    either_api.start("citizen-letter", who="hotline", **LETTER)
    again = window.get(answer.headers["Location"])
    assert sampled(again) == sampled(before)
    assert "范围与抽取时一致" in words(again)
    assert "seed=later&size=8" in answer.headers["Location"]


def test_another_seed_gives_another_sample_and_the_same_seed_the_same_to_another_person(either_api: ApiCity, numbers: list[str]) -> None:
    mine, theirs = draw(desk(either_api, "auditor")), draw(desk(either_api, "inspection"))
    assert sampled(mine) == sampled(theirs)
    assert sampled(draw(desk(either_api, "auditor"), seed="another")) != sampled(mine)


def test_who_drew_is_on_record_before_it_is_seen(either_api: ApiCity, numbers: list[str]) -> None:
    window = desk(either_api, "auditor")
    answer = window.send("/samples", process="citizen-letter", size="3", seed="recorded")
    event = either_api.rows("SELECT * FROM audit_event WHERE kind = 'sample_drawn' ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(event["body"])["facts"][0]
    assert (event["actor"], event["case_key"], said["seed"], said["size"]) == ("auditor", "0", "recorded", 3)
    assert len(said["frameDigest"]) == 64
    page = window.follow(answer)
    assert f"/samples/{event['seq']}?" in answer.headers["Location"]
    looked = json.loads(either_api.rows("SELECT body FROM access_event ORDER BY seq DESC LIMIT 1")[0]["body"])["facts"][0]
    assert (looked["what"], len(looked["caseKeys"])) == ("sample", len(sampled(page)))


def test_a_case_that_is_gone_from_the_frame_is_told(either_api: ApiCity, numbers: list[str]) -> None:
    window = desk(either_api, "auditor")
    answer = window.send("/samples", process="citizen-letter", size="3", seed="gone")
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    assert "范围与抽取时一致" in words(window.follow(answer))
    answer = window.send("/samples", process="citizen-letter", size="3", seed="gone-too")
    with either_api.duban.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :key", key=int(key))
    assert "范围与抽取时不一致" in words(window.follow(answer))


@pytest.mark.parametrize("account", ["demo", "hotline", "operator", "security"])
def test_nobody_else_draws_or_looks(either_api: ApiCity, account: str) -> None:
    window = desk(either_api, account)
    window.get("/samples", 403)
    assert window.send("/samples", process="", size="3", seed="x").status_code == 403
    window.get("/samples/1", 403)


@pytest.mark.parametrize("asked", [{"size": "0"}, {"size": "many"}, {"size": "1001"}, {"seed": ""}, {"seed": "a b"}, {"from": "x"}])
def test_what_cannot_be_drawn_is_refused_and_stays_typed(either_api: ApiCity, asked: dict[str, str]) -> None:
    said = {"process": "", "size": "7", "seed": "typed-seed"} | asked
    answer = desk(either_api, "auditor").send("/samples", **said)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert all(f'value="{value}"' in text for name, value in said.items() if value)
    assert "size" not in asked or f"实际为 {asked['size']}" in words(text)


def test_a_sample_of_nothing_or_of_more_than_there_is_is_refused_in_words_and_not_on_record(
    either_api: ApiCity, numbers: list[str]
) -> None:
    window, count = desk(either_api, "auditor"), "SELECT COUNT(*) AS n FROM audit_event WHERE kind = 'sample_drawn'"
    before = either_api.rows(count)
    nothing = {"process": "citizen-letter", "from": "2001-01-01", "to": "2001-01-02", "size": "3", "seed": "none"}
    answer = window.send("/samples", **nothing)
    assert (answer.status_code, "没有可供抽取的案件" in words(answer.get_data(as_text=True))) == (422, True)
    answer = window.send("/samples", **nothing | {"from": "", "to": "", "size": "999"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "实际为 999" in words(text)
    assert 'value="999"' in text
    assert either_api.rows(count) == before


def test_a_secret_case_is_in_no_frame(either_api: ApiCity) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="secret")
    plain = either_api.number(either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="open"))
    assert sampled(draw(desk(either_api, "auditor"), process=PROCESS, size="1")) == [plain]


def test_an_address_that_says_another_seed_names_no_sample(either_api: ApiCity) -> None:
    window = desk(either_api, "auditor")
    answer = window.send("/samples", process="", size="3", seed="right")
    window.get(answer.headers["Location"].replace("right", "wrong"), 404)
    window.get("/samples/999999", 404)


def test_a_sample_of_more_than_there_are_is_all_of_them() -> None:
    assert sorted(drawn(["a", "b"], "x", 9)) == ["a", "b"]
    assert drawn([], "x", 9) == []
