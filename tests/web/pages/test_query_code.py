"""A query code is shown when it is given and never again; nothing that is kept tells it, and a lost one is replaced."""

import re

import pytest
from msgspec.structs import replace

from tests.fixtures.api_city import ApiCity, opened
from tests.web.pages.desk import LETTER, Desk, desk, part, words

TYPED = {name: value for name, value in LETTER.items() if name != "anonymous"}
PUBLIC = {"topic": "北街停水", "place": "北街", "content": "停水三天。", "name": "周文斌", "contact": "13911110099"}


def code_on(page: str) -> str:
    found = re.search(r"查询码 (\w{8})\b", words(page))
    return found[1] if found else ""


def opens(api: ApiCity, number: str, code: str) -> bool:
    return desk(api).send("/progress", number=number, code=code).status_code == 200


def registered(hotline: Desk) -> tuple[str, str]:
    """Return the number of a new letter and the code on its receipt."""
    answer = hotline.send("/start/citizen-letter", **TYPED)
    return answer.headers["Location"].split("/")[2], code_on(hotline.get(answer.headers["Location"]))


def everything_kept(api: ApiCity) -> str:
    with api.duban.database.read() as store:
        tables = [row["name"] for row in store.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return repr([[dict(row) for row in store.all(f"SELECT * FROM {table}")] for table in tables])


def test_the_receipt_shows_the_code_to_who_registered_the_letter_for_as_long_as_printing_takes(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    number, code = registered(hotline)
    assert opens(api, number, code)
    assert code_on(hotline.get(f"/cases/{number}/receipt")) == code, "a jammed printer is no reason for a new code"
    for other in (desk(api, "hotline"), desk(api, "auditor"), desk(api, "demo")):
        page = other.get(f"/cases/{number}/receipt")
        assert code not in page
        assert "不能再显示" in words(page)
    hotline.client.delete_cookie("given-code", path=f"/cases/{number}/receipt")
    assert code not in hotline.get(f"/cases/{number}/receipt")


def test_a_lost_code_is_replaced_by_the_owner_of_the_procedure_alone(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    number, code = registered(hotline)
    auditor = desk(api, "auditor")
    assert "query-code" not in auditor.get(f"/cases/{number}/receipt")
    assert auditor.send(f"/cases/{number}/query-code", reason="遗失").status_code == 403
    another = code_on(hotline.follow(hotline.send(f"/cases/{number}/query-code", reason="遗失")))
    assert another not in ("", code)
    assert opens(api, number, another)
    assert not opens(api, number, code)
    assert "给了来信人新的查询码" in words(hotline.get(f"/cases/{number}?tab=history"))
    third = code_on(hotline.follow(hotline.send(f"/cases/{number}/query-code", reason="遗失")))
    assert third not in ("", code, another)


def test_a_new_code_is_given_only_after_a_reason_and_a_word_on_what_it_does(api: ApiCity) -> None:
    hotline = desk(api, "hotline")
    number, code = registered(hotline)
    hotline.client.delete_cookie("given-code", path=f"/cases/{number}/receipt")
    page = hotline.get(f"/cases/{number}/receipt")
    assert 'method="post"' not in page
    asked = f"/cases/{number}/receipt?dialog=new-code"
    assert f'href="{asked}"' in page
    assert "立即失效" in part(hotline.get(asked), "dialog-what")
    refused = hotline.follow(hotline.send(f"/cases/{number}/query-code", reason=" "), 422)
    assert "请写理由" in part(refused, "reason-error")
    assert opens(api, number, code)
    hotline.send(f"/cases/{number}/query-code", reason="来电说纸条丢了")
    assert not opens(api, number, code)
    assert "来电说纸条丢了" in words(hotline.get(f"/cases/{number}?tab=history"))


def test_nothing_that_is_kept_tells_a_code(api: ApiCity) -> None:
    codes = [registered(desk(api, "hotline"))[1]]
    codes.append(code_on(desk(api).send("/letters", **PUBLIC, step="3", to="4").get_data(as_text=True)))
    said = {**{name: PUBLIC[name] for name in ("topic", "place", "content")}, "anonymous": True}
    sent = [api.post("/casework/v1/public/letters", said, 201, who=None, key="once") for _ in range(2)]
    assert sent[0] == sent[1]
    codes.append(sent[0]["queryCode"])
    kept = everything_kept(api)
    assert "" not in codes
    assert [code for code in codes if code in kept] == []


def test_a_letter_sent_again_after_a_new_code_was_given_shows_neither(api: ApiCity) -> None:
    letter = {**PUBLIC, "topic": "南街停水", "step": "3", "to": "4"}
    first = desk(api).send("/letters", **letter).get_data(as_text=True)
    number = re.search(r"QZ-2026-\d{6}-\d", first)
    assert number is not None
    hotline = desk(api, "hotline")
    another = code_on(hotline.follow(hotline.send(f"/cases/{number[0]}/query-code", reason="遗失")))
    again = desk(api).send("/letters", **letter).get_data(as_text=True)
    assert number[0] in again
    assert code_on(first) not in again
    assert another not in again


def test_the_page_of_a_sent_letter_is_seen_again_by_the_browser_that_sent_it_alone(api: ApiCity) -> None:
    citizen, letter = desk(api), {**PUBLIC, "topic": "北街停水四天", "step": "3", "to": "4"}
    citizen.get("/letters")
    answer = citizen.send("/letters", **letter)
    address = answer.headers["Location"]
    page = citizen.follow(answer)
    code = code_on(page)
    assert code != ""
    assert citizen.get(address) == page
    assert citizen.send("/letters", **letter).headers["Location"] == address, "sent again it is the same letter"
    for other in (desk(api), desk(api, "hotline")):
        led = other.client.get(address)
        assert (led.status_code, led.headers["Location"]) == (303, f"/progress?number={address.rsplit('/', 1)[1]}")
    unknown = desk(api).client.get("/letters/sent/QZ-2026-999999-9")
    assert (unknown.status_code, unknown.headers["Location"]) == (303, "/progress?number=QZ-2026-999999-9")


def test_no_step_of_a_letter_is_kept_on_the_server_before_it_is_sent(api: ApiCity) -> None:
    citizen = desk(api)
    words_of_it = {**PUBLIC, "content": "只在页面上走一趟的话。"}
    assert words_of_it["content"] in citizen.send("/letters", **words_of_it, step="2", to="3").get_data(as_text=True)
    assert words_of_it["content"] not in citizen.get("/letters?step=3")
    assert words_of_it["content"] not in everything_kept(api)


@pytest.mark.parametrize(("public", "shown"), [("https://duban.city.example", "https://duban.city.example"), (None, "http://localhost")])
def test_the_receipt_sends_the_citizen_to_the_public_address_whatever_the_window_uses(api: ApiCity, public: str | None, shown: str) -> None:
    outside = opened(replace(api.duban, settings=replace(api.duban.settings, public_url=public)))
    hotline = desk(outside, "hotline")
    number, _ = registered(hotline)
    assert f"{shown}/progress" in words(hotline.get(f"/cases/{number}/receipt"))
