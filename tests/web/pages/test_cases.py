"""The list of cases: looked for by an address that is kept from page to page, with what the last verification said of each."""

import re

import pytest

from app.queries.case_happened import HAPPENED
from tests.builders.dossier import PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchored_letter
from tests.web.pages.desk import desk, words

FOUND = re.compile(r'class="mono case-number" href="/cases/([^"/]+)"')


def verify_all(api: ApiCity) -> None:
    auditor = desk(api, "auditor")
    page = auditor.get("/verification?check=now")
    while more := re.search(r'hx-get="([^"]+)"', page):
        page = auditor.get(more[1].replace("&amp;", "&"))


def verdict(api: ApiCity, number: str) -> str:
    """Return what the list says of a case's last verification."""
    page = desk(api, "auditor").get(f"/cases?q={number}")
    cell = re.search(r'data-label="核验">(.*?)</td>', page, flags=re.S)
    assert cell is not None
    return words(cell[1])


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("process=citizen-letter&unit=health-bureau&from=2026-11-24&to=2026-11-24&variable=topic&value=路灯不亮&state=running", True),
        ("variable=topic&value=别的", False),
        ("unit=housing-bureau", False),
        ("to=2026-11-23", False),
        ("happened=consent", False),
    ],
)
def test_cases_are_found_by_all_conditions_of_an_address(either_api: ApiCity, asked: str, there: bool) -> None:
    _, number = anchored_letter(either_api)
    assert (number in FOUND.findall(desk(either_api, "auditor").get(f"/cases?q={number}&{asked}"))) is there


def test_each_thing_that_may_have_happened_can_be_asked_for(api: ApiCity) -> None:
    auditor = desk(api, "auditor")
    for name in HAPPENED:
        assert f'value="{name}" selected' in auditor.get(f"/cases?happened={name}")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("value=5", "按变量的值查找时，请先填写变量名"),
        ("from=2026-11-24&to=2026-11-23", "截止日期应不早于起始日期"),
        ("from=soon", "soon"),
        ("happened=everything", "everything"),
        ("unit=nowhere", "nowhere"),
        ("state=lost", "lost"),
    ],
)
def test_a_condition_that_there_is_not_is_refused_in_words_and_the_others_stay(api: ApiCity, asked: str, said: str) -> None:
    page = desk(api, "auditor").get(f"/cases?q=路灯&{asked}", 400)
    assert said in words(page)
    assert 'name="q" type="search" value="路灯"' in page
    assert "这些条件" in words(page)


def test_the_conditions_are_kept_on_the_next_page(api: ApiCity) -> None:
    assert api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    for _ in range(51):
        api.start(PROCESS, who="hotline", topic="平常的事", content="-", level="open")
    auditor = desk(api, "auditor")
    page = auditor.get(f"/cases?process={PROCESS}&variable=level&value=open&from=2026-11-01")
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following is not None
    second = auditor.get(following[1].replace("&amp;", "&"))
    assert not set(FOUND.findall(page)) & set(FOUND.findall(second))
    assert 'name="variable" type="text" value="level"' in second
    assert 'name="from" type="date" value="2026-11-01"' in second


def test_where_nothing_is_found_the_condition_to_drop_is_said(api: ApiCity) -> None:
    _, number = anchored_letter(api)
    page = desk(api, "auditor").get(f"/cases?q={number}&happened=consent")
    assert "去掉“发生过”这个条件，就有 1 件" in words(page)
    assert f'href="/cases?q={number}"' in page


def test_a_look_for_a_variable_is_in_the_access_log(api: ApiCity) -> None:
    key, number = anchored_letter(api)
    sql = "SELECT COUNT(*) AS n FROM access_event WHERE actor = 'auditor' AND body LIKE '%\"what\":\"variables\"%' AND body LIKE :key"
    before = api.rows(sql, key=f"%{key}%")[0]["n"]
    desk(api, "auditor").get(f"/cases?q={number}")
    assert api.rows(sql, key=f"%{key}%")[0]["n"] == before
    desk(api, "auditor").get(f"/cases?q={number}&variable=topic")
    assert api.rows(sql, key=f"%{key}%")[0]["n"] == before + 1


def test_a_secret_case_is_found_by_no_variable_but_for_those_named_in_it(api: ApiCity) -> None:
    assert api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    number = api.number(api.start(PROCESS, who="hotline", topic=TITLE, content="-", level="secret"))
    for who, there in (("hotline", True), ("auditor", True), ("inspection", False), ("demo", False), ("operator", False)):
        found = FOUND.findall(desk(api, who).get("/cases?variable=level&value=secret"))
        assert (number in found) is there, who


def test_the_list_says_what_the_last_verification_found_and_checks_nothing_itself(either_api: ApiCity) -> None:
    api = either_api
    key, number = anchored_letter(api)
    assert verdict(api, number) == "未核验"
    verify_all(api)
    assert verdict(api, number).startswith("已核验 ")
    api.post(f"/casework/v1/cases/{number}/comments", {"text": "又来电"}, 201, who="hotline")
    assert verdict(api, number).startswith("已核验至事件 5 其后的事件尚未核验")
    with api.duban.database.write() as store:
        kept = store.value("SELECT actor FROM audit_event WHERE case_key = :key AND seq = 3", key=key)
        store.run("UPDATE audit_event SET actor = 'nobody' WHERE case_key = :key AND seq = 3", key=key)
    assert "不一致" not in verdict(api, number)
    verify_all(api)
    assert verdict(api, number).startswith("自事件 3 起不一致 被改动")
    with api.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = :kept WHERE case_key = :key AND seq = 3", kept=kept, key=key)
    desk(api, "auditor").get(f"/cases/{number}/replay?check=now")
    assert verdict(api, number).startswith("已核验 "), "Expected what the replay found later to stand"


def test_verdicts_are_for_the_auditor(api: ApiCity) -> None:
    assert "未核验" not in words(desk(api, "inspection").get("/cases"))
    assert "全部核验" not in words(desk(api, "inspection").get("/cases"))
