"""/casework/v1: its document, and its operations on both databases."""

import io

import pytest

from app.web.api.casework import OPERATIONS
from tests.fixtures.api_city import ApiCity

LETTER = {"topic": "路灯不亮", "place": "滨河路", "content": "路灯坏了三天", "anonymous": False, "name": "张三", "contact": "13800000000"}
BASE = "/casework/v1"


def letter(api: ApiCity) -> dict:
    # Rates are another test's matter.
    api.duban.door.keep(lambda store: store.run("DELETE FROM rate"))
    return api.post(f"{BASE}/public/letters", LETTER, 201, who=None)


@pytest.fixture(scope="module")
def sent(either_api: ApiCity) -> str:
    return str(letter(either_api)["receiptNumber"])


def test_the_document_describes_exactly_what_is_there(api: ApiCity) -> None:
    document = api.get(f"{BASE}/openapi.json", who=None)
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    hung_up = {
        (method, rule.rule.removeprefix(BASE).replace("<", "{").replace(">", "}"))
        for rule in api.app.url_map.iter_rules()
        if rule.rule.startswith(BASE)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == hung_up - {("GET", "/openapi.json")}
    public = {path for path, methods in document["paths"].items() for said in methods.values() if said.get("security") == []}
    assert public == {"/public/cases/{receiptNumber}", "/public/letters"}


def test_every_reference_in_the_document_leads_somewhere(api: ApiCity) -> None:
    document = api.get(f"{BASE}/openapi.json")

    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [found for value in part.values() for found in references(value)]
        return [found for value in part for found in references(value)] if isinstance(part, list) else []

    found = references(document)
    assert len(found) > len(OPERATIONS)
    assert {name.rpartition("/")[2] for name in found} <= set(document["components"]["schemas"])


@pytest.mark.parametrize("path", ["supervision/units", "audit-logs/search"])
def test_what_is_not_built_is_not_there(api: ApiCity, path: str) -> None:
    assert api.get(f"{BASE}/{path}", 404)["code"] == "not_found"


def test_a_letter_becomes_a_case_that_its_writer_can_follow(either_api: ApiCity) -> None:
    receipt = letter(either_api)
    number, code = receipt["receiptNumber"], receipt["queryCode"]
    assert len(code) == 8
    shown = either_api.get(f"{BASE}/public/cases/{number}", who=None, headers={"Query-Code": code})
    assert (shown["state"], shown["answered"], shown["promisedAt"]) == ("received", False, "2026-12-03T09:30:00.000000Z")
    assert [step["state"] for step in shown["steps"]][:1] == ["done"]
    assert "张三" not in str(shown)
    assert "路灯" not in str(shown)
    for other in ({"Query-Code": "x"}, {}):
        assert either_api.get(f"{BASE}/public/cases/{number}", 404, who=None, headers=other)["code"] == "not_found"
    assert either_api.get(f"{BASE}/public/cases/QZ-2026-999999-9", 404, who=None, headers={"Query-Code": code})["code"] == "not_found"


def test_ten_wrong_codes_lock_a_number_for_a_while(either_api: ApiCity) -> None:
    receipt = letter(either_api)
    path = f"{BASE}/public/cases/{receipt['receiptNumber']}"
    statuses = [either_api.ask("GET", path, who=None, headers={"Query-Code": "wrong"}).status_code for _ in range(10)]
    assert statuses == [404] * 9 + [429]
    locked = either_api.ask("GET", path, who=None, headers={"Query-Code": receipt["queryCode"]})
    assert locked.status_code == 429
    assert locked.headers["Retry-After"].isdigit()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"topic": ""}, "topic"),
        ({"topic": "x" * 61}, "topic"),
        ({"content": " "}, "content"),
        ({"name": None}, "name"),
        ({"contact": "1"}, "contact"),
    ],
)
def test_a_letter_that_lacks_something_is_refused_at_its_field(api: ApiCity, change: dict, named: str) -> None:
    api.duban.door.keep(lambda store: store.run("DELETE FROM rate"))
    problem = api.post(f"{BASE}/public/letters", {**LETTER, **change}, 400, who=None)
    assert list(problem["fieldErrors"]) == [named]


@pytest.mark.parametrize("body", [{}, {"topic": 5}, {**LETTER, "anonymous": "no"}, {**LETTER, "nonsense": 1}])
def test_a_letter_of_another_shape_is_refused_in_words(api: ApiCity, body: dict) -> None:
    api.duban.door.keep(lambda store: store.run("DELETE FROM rate"))
    assert api.post(f"{BASE}/public/letters", body, 400, who=None)["code"] == "bad_request"


def test_the_work_list_pages_by_cursor_in_its_order(either_api: ApiCity) -> None:
    for _ in range(5):
        letter(either_api)
    for sort in ("deadlineAt", "-deadlineAt", "createdAt", "-createdAt"):
        path = f"{BASE}/work-list?view=all&process=citizen-letter&sort={sort}"
        whole = either_api.get(f"{path}&limit=1000", who="hotline")
        keys = [item["userTaskKey"] for item in whole["items"]]
        assert whole["page"]["totalItems"] == len(keys) >= 5
        walked, after = [], ""
        while page := either_api.get(f"{path}&limit=2{after}", who="hotline")["items"]:
            walked += [item["userTaskKey"] for item in page]
            after = f"&after={either_api.get(f'{path}&limit=2{after}', who='hotline')['page']['endCursor']}"
        assert walked == keys


def test_an_item_of_the_work_list_says_what_is_due_and_by_which_article(either_api: ApiCity, sent: str) -> None:
    items = either_api.get(f"{BASE}/work-list?view=all&q={sent}", who="hotline")["items"]
    (item,) = [item for item in items if item["receiptNumber"] == sent]
    assert (item["light"], item["deadlineState"], item["provisional"], item["article"]) == ("green", "running", False, "11")
    assert item["title"] == "路灯不亮"
    assert either_api.get(f"{BASE}/work-list?view=all&q={sent}", who="legal")["items"] == []


@pytest.mark.parametrize("query", ["view=theirs", "light=pink", "sort=name", "limit=0", "limit=x", "after=x", "filter=1", "nonsense=1"])
def test_a_work_list_that_cannot_be_meant_is_refused(api: ApiCity, query: str) -> None:
    assert api.get(f"{BASE}/work-list?{query}", 400)["code"] == "bad_filter"


def test_a_case_is_read_whole(either_api: ApiCity, sent: str) -> None:
    shown = either_api.get(f"{BASE}/cases/{sent}", who="hotline")
    assert (shown["case"]["receiptNumber"], shown["case"]["title"], shown["case"]["owner"]) == (sent, "路灯不亮", "hotline")
    assert shown["links"]["history"] == f"{BASE}/cases/{sent}/history"
    assert {deadline["state"] for deadline in shown["deadlines"]} == {"running"}
    found = either_api.post(f"{BASE}/cases/search", {"filter": {"receiptNumber": sent}}, who="hotline")
    assert found["items"] == [shown["case"]]
    assert either_api.post(f"{BASE}/cases/search", {"filter": {"receiptNumber": sent}}, who="legal")["items"] == []
    assert either_api.post(f"{BASE}/cases/search", {"filter": {"nonsense": 1}}, 400)["code"] == "bad_filter"


def test_deadlines_come_with_their_days_one_by_one(either_api: ApiCity, sent: str) -> None:
    (deadline,) = [one for one in either_api.get(f"{BASE}/cases/{sent}/deadlines")["items"] if one["unit"] == "working day"]
    assert deadline["deadlineAt"] == "2026-12-03T09:30:00.000000Z"
    assert (deadline["length"], deadline["article"], deadline["daysCounted"], deadline["daysLeftOut"]) == ("7", "11", 7, 2)
    assert [day["date"] for day in deadline["days"] if not day["counted"]] == ["2026-11-28", "2026-11-29"]


def test_history_gives_the_columns_of_the_chain_and_the_facts_readable(either_api: ApiCity, sent: str) -> None:
    first = either_api.get(f"{BASE}/cases/{sent}/history?limit=1")["items"][0]
    assert (first["seq"], first["kind"], first["previousDigest"]) == (1, "process_instance_started", "0" * 64)
    assert first["facts"][0]["fact"] == "process_instance_started"
    either_api.post(f"{BASE}/cases/{sent}/comments", {"text": "看看"}, 201)
    later = either_api.get(f"{BASE}/cases/{sent}/history?after=1")["items"]
    assert [event["previousDigest"] for event in later][:1] == [first["digest"]]


def test_a_comment_is_added_and_read(either_api: ApiCity, sent: str) -> None:
    key = either_api.post(f"{BASE}/cases/{sent}/comments", {"text": "  请核实 "}, 201, who="hotline")["key"]
    (comment,) = [one for one in either_api.get(f"{BASE}/cases/{sent}/comments")["items"] if one["commentKey"] == key]
    assert (comment["text"], comment["author"], comment["authorName"]) == ("请核实", "hotline", "李敏")
    assert either_api.post(f"{BASE}/cases/{sent}/comments", {"text": " "}, 400)["code"] == "bad_request"
    assert either_api.post(f"{BASE}/cases/{sent}/comments", {"text": "看"}, 403, who="auditor")["code"] == "forbidden"


def test_a_document_is_kept_and_sent_back_as_an_attachment(either_api: ApiCity, sent: str) -> None:
    path = f"{BASE}/cases/{sent}/documents"

    def upload(name: str, content: bytes, status: int = 201, **fields: str) -> dict:
        data = {"file": (io.BytesIO(content), name), **fields}
        response = either_api.client.post(path, data=data, auth=("demo", "duban-demo-2026"))
        assert response.status_code == status, response.data
        return response.get_json()

    key = upload("说明.pdf", b"%PDF-1.4 words")["key"]
    newer = upload("说明.pdf", b"%PDF-1.4 more words", replaces=key)["key"]
    listed = {one["documentKey"]: one for one in either_api.get(path)["items"]}
    assert (listed[key]["isCurrent"], listed[newer]["isCurrent"], listed[newer]["version"], listed[newer]["replaces"]) == (
        False,
        True,
        2,
        key,
    )
    sent_back = either_api.ask("GET", f"{path}/{newer}")
    assert sent_back.data == b"%PDF-1.4 more words"
    assert sent_back.headers["Content-Disposition"].startswith("attachment")
    assert sent_back.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert upload("page.html", b"<script>", 400)["code"] == "bad_file"
    assert upload("a.pdf", b"%PDF-1.4", 400, userTaskKey="12345")["code"] == "bad_request"
    assert upload("a.pdf", b"%PDF-1.4", 400, nonsense="1")["code"] == "bad_request"
    assert either_api.get(f"{path}/{key}", 404, who="legal")["code"] == "not_found"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2026-11-24&days=7", ("2026-12-03T09:30:00.000000Z", False, 9)),
        ("from=2026-11-24T23:00:00%2B08:00&days=7", ("2026-12-03T09:30:00.000000Z", False, 9)),
        ("from=2026-12-25&days=7&unit=working day", ("2027-01-05T09:30:00.000000Z", True, 11)),
        ("from=2026-11-24&days=3&unit=calendar day", ("2026-11-27T09:30:00.000000Z", False, 3)),
    ],
)
def test_a_deadline_is_foretold(api: ApiCity, query: str, expected: tuple) -> None:
    found = api.get(f"{BASE}/deadlines/preview?{query}")
    assert (found["deadlineAt"], found["provisional"], len(found["days"])) == expected


@pytest.mark.parametrize(
    "query",
    [
        "",
        "from=2026-11-24",
        "from=soon&days=1",
        "from=2026-11-24&days=-1",
        "from=2026-11-24&days=1&unit=moon",
        "from=2026-11-24T09:00:00&days=1",
        "from=9999-12-31&days=7",
    ],
)
def test_a_deadline_that_cannot_be_foretold_is_refused(api: ApiCity, query: str) -> None:
    assert api.ask("GET", f"{BASE}/deadlines/preview?{query}").status_code == 400


def test_a_year_of_the_calendar_is_read_changed_and_entered(either_api: ApiCity) -> None:
    document = either_api.get(f"{BASE}/calendars/2026")
    assert document["year"] == 2026
    changed = either_api.ask("PUT", f"{BASE}/calendars/2026", {**document, "notice": "another notice"}, who="admin")
    assert changed.get_json() == {"year": 2026, "version": 4}
    assert either_api.get(f"{BASE}/calendars/2026")["notice"] == "another notice"
    for year, body in (("2025", document), ("2026", {"year": 2026}), ("26", document)):
        assert either_api.ask("PUT", f"{BASE}/calendars/{year}", body, who="admin").status_code == 400
    assert either_api.ask("PUT", f"{BASE}/calendars/2026", {}, who="demo").status_code == 403
    assert either_api.get(f"{BASE}/calendars/2031", 404)["code"] == "not_found"
