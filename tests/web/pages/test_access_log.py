"""The access log: security administrators and auditors look through it, in words, and take it along; nobody else does."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from app.domain.rejection import CODES
from app.web.access import UNNOTED
from app.web.pages.access_words import HOWS, KINDS, LOOKS, REFUSED, WHYS
from tests.builders.dossier import PROCESS, TITLE, dossier
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, Desk, desk, words

ROOT = Path(__file__).resolve().parents[3]
FACTS = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8").partition("## Facts of the access log")[2]


@pytest.fixture(scope="module")
def number(either_api: ApiCity) -> str:
    """Of a letter whose page the hotline looked at, and which it tried to urge, and may not."""
    found = either_api.number(either_api.start("citizen-letter", who="hotline", **LETTER))
    window = desk(either_api, "hotline")
    window.get(f"/cases/{found}")
    assert window.send(f"/cases/{found}/urging", text="x").status_code == 303
    return found


@pytest.fixture
def security(either_api: ApiCity) -> Desk:
    return desk(either_api, "security")


def told_of_reads(tree: ast.AST) -> Iterator[str]:
    """Yield what note_read and note_look are told in a file, also by way of a name that it gives to one of two."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("note_read", "note_look"):
            said = node.args[0]
            values = given[said.id] if isinstance(said, ast.Name) else [said]
            parts = [part for value in values for part in ((value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,))]
            for part in parts:
                if not (isinstance(said, ast.Name) and isinstance(part, ast.Name) and part.id == said.id):
                    assert isinstance(part, ast.Constant), ast.dump(part)
                    yield str(part.value)


def test_each_kind_of_event_and_each_way_to_sign_in_has_its_words() -> None:
    said = re.findall(r"`([a-z_ ]+)`", FACTS)
    assert set(KINDS) | set(HOWS) == set(said) - {"access", "access_event"}


def test_whatever_somebody_looks_at_has_its_words() -> None:
    found = {what for file in (ROOT / "app" / "web").rglob("*.py") for what in told_of_reads(ast.parse(file.read_text(encoding="utf-8")))}
    assert set(LOOKS) == found


def test_each_refusal_that_is_noted_has_its_words() -> None:
    assert set(REFUSED) == set(CODES) - set(UNNOTED)


def test_each_reason_why_a_password_or_token_was_refused_has_its_words() -> None:
    source = ast.parse((ROOT / "app" / "web" / "identity.py").read_text(encoding="utf-8"))
    notes = [
        node for node in ast.walk(source) if isinstance(node, ast.Call) and ast.unparse(node.func) == "self._note" and len(node.args) > 2
    ]
    found = {part.value for node in notes for part in ast.walk(node.args[2]) if isinstance(part, ast.Constant)} - {None, "why"}
    assert len(found) > 3
    assert found <= set(WHYS)


@pytest.mark.parametrize("account", ["demo", "hotline", "inspection", "admin", "operator", "designer", "head-health"])
def test_nobody_else_reads_it(either_api: ApiCity, account: str) -> None:
    window = desk(either_api, account)
    for address in ("/admin/access", "/admin/access.csv", "/admin/access.xlsx"):
        assert "安全管理员" in words(window.get(address, 403))
    assert "/admin/access" not in window.get("/account")


@pytest.mark.parametrize("account", ["security", "auditor"])
def test_a_look_and_who_it_was_are_found_in_words(either_api: ApiCity, number: str, account: str) -> None:
    window = desk(either_api, account)
    assert 'href="/admin/access"' in window.get("/admin/people")
    text = window.get("/admin/access?who=hotline&kind=personal_data_read")
    said = words(text)
    assert f"查看个人信息 案件页面 李敏 hotline {number} GET /cases/<number>" in said
    # Whoever may not open the case is not led there.
    assert (f'href="/cases/{number}"' in text) is (account == "auditor")
    assert "楼下外机扰民" not in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who=hotline&kind=personal_data_read", True),
        ("who=李敏", True),
        ("who=nobody", False),
        ("kind=sign_in_refused", False),
        ("from=2026-11-24&to=2026-11-24", True),
        ("from=2026-11-25", False),
        ("to=2026-11-23", False),
    ],
)
def test_it_is_found_by_each_condition(number: str, security: Desk, asked: str, found: bool) -> None:
    assert (number in security.get(f"/admin/access?{asked}")) is found


def test_a_refused_change_names_its_case_and_why(number: str, security: Desk) -> None:
    said = words(security.get("/admin/access?who=hotline&kind=change_refused"))
    assert re.search(rf"操作被拒绝 无权办理 李敏 hotline {number} POST /cases/<number>/urging", said), said


def test_sign_ins_say_how_and_from_where(either_api: ApiCity, security: Desk) -> None:
    said = words(security.get("/admin/access?who=security&kind=signed_in"))
    assert "登录 在登录页" in said
    assert "127.0.0.1" in said
    either_api.client.post("/sign-in", data={"user": "hotline", "password": "not this one"}, headers={"Origin": "http://localhost"})
    assert "登录被拒绝 在登录页 密码错误 李敏 hotline" in words(security.get("/admin/access?kind=sign_in_refused"))


def test_reading_it_stands_in_it(either_api: ApiCity, security: Desk) -> None:
    for address in ("/admin/access", "/admin/access.csv"):
        security.get(address)
        last = either_api.rows("SELECT actor, command, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
        said = json.loads(last["body"])["facts"][0]
        assert (last["actor"], said["what"], said["caseKeys"]) == ("security", "access log", [])
        assert last["command"] == f"GET {'/admin/access.<ending>' if '.csv' in address else '/admin/access'}"


def test_a_page_leads_to_the_older_and_back_to_the_newer(either_api: ApiCity, number: str, security: Desk) -> None:
    window = desk(either_api, "hotline")
    for _ in range(60):
        window.get(f"/cases/{number}")
    sought = "/admin/access?who=hotline&kind=personal_data_read"
    first = security.get(sought)
    assert first.count('<td class="nowrap"') == 50
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older is not None
    second = security.get(older[1].replace("&amp;", "&"))
    assert 10 <= second.count('<td class="nowrap"') < 50
    newer = re.search(r'href="([^"]+)" rel="prev"', second)
    assert newer is not None
    assert words(security.get(newer[1].replace("&amp;", "&"))).count(number) == words(first).count(number)
    assert "who=hotline" in newer[1]


@pytest.mark.parametrize("asked", ["kind=none", "from=yesterday", "after=x", "who=a&who=b"])
def test_what_is_no_condition_is_refused(security: Desk, asked: str) -> None:
    security.get(f"/admin/access?{asked}", 400)


def test_what_was_found_is_taken_along_as_a_file(number: str, security: Desk) -> None:
    query = "?who=hotline&kind=change_refused"
    rows = list(csv.reader(io.StringIO(security.get(f"/admin/access.csv{query}").lstrip("\ufeff"))))
    with security.client.get(f"/admin/access.xlsx{query}") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert rows[-1][1:6] == ["2026-11-24 10:42:00", "操作被拒绝", "change_refused", "hotline", "李敏"]
    assert number in rows[-1]


def test_a_secret_case_is_named_to_an_auditor_alone_and_in_no_file(either_api: ApiCity, security: Desk) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    number = either_api.number(either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="secret"))
    window = desk(either_api, "hotline")
    window.get(f"/cases/{number}")
    assert window.send(f"/cases/{number}/urging", text="x").status_code == 303
    auditor = desk(either_api, "auditor")
    for kind in ("personal_data_read", "change_refused"):
        query = f"?who=hotline&kind={kind}"
        assert number in auditor.get(f"/admin/access{query}")
        told = security.get(f"/admin/access{query}")
        assert number not in told
        assert "1 件不在此列出编号" in words(told)
        assert number not in auditor.get(f"/admin/access.csv{query}")


def test_what_concerns_a_case_is_found_by_its_number_and_all_cases_of_a_row_can_be_opened(either_api: ApiCity, number: str) -> None:
    others = [either_api.number(either_api.start("citizen-letter", who="hotline", **LETTER)) for _ in range(8)]
    auditor = desk(either_api, "auditor")
    auditor.get("/events?process=citizen-letter")
    found = auditor.get(f"/admin/access?case={number.lower()}")
    rows = re.findall(r"<tr><td class=\"nowrap\".*?</tr>", found, re.DOTALL)
    assert len(rows) > 2
    assert all(number in row for row in rows)
    listed = next(row for row in rows if "?event=" in row)
    more = re.search(r'href="(/admin/access\?event=\d+)"', listed)
    assert more is not None
    alone = auditor.get(more[1])
    assert len(re.findall(r"<tr><td class=\"nowrap\"", alone)) == 1
    for one in (number, *others):
        assert f'href="/cases/{one}"' in alone
    assert 'class="link" href="/admin/access?event=' not in alone
    assert auditor.client.get("/admin/access?event=x").status_code == 400


def test_a_refused_change_of_a_task_is_found_by_the_number_of_its_case(either_api: ApiCity) -> None:
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    task, number = either_api.task(key), either_api.number(key)
    assert either_api.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": {}}, who="handler-health").status_code in (403, 404)
    said = words(desk(either_api, "auditor").get(f"/admin/access?case={number}&kind=change_refused"))
    assert "操作被拒绝" in said.partition("时间")[2]
    assert number in said


def test_who_may_not_know_of_a_secret_case_finds_nothing_by_its_number(either_api: ApiCity, security: Desk) -> None:
    assert either_api.deploy({"dossier.bpmn": dossier()}).status_code == 200
    number = either_api.number(either_api.start(PROCESS, who="hotline", topic=TITLE, content="x", level="secret"))
    auditor = desk(either_api, "auditor")
    auditor.get(f"/cases/{number}")
    assert "没有符合条件的事件" in words(security.get(f"/admin/access?case={number}"))
    assert number in words(auditor.get(f"/admin/access?case={number}"))
    assert "没有符合条件的事件" in words(auditor.get("/admin/access?case=QZ-2026-999999-9"))
