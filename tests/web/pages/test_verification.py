"""The page of the whole history: the city's own chain, the access log, cases deleted as a whole, and the anchors."""

import re
from collections.abc import Iterator

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.evidence_case import anchor, anchored_letter
from tests.web.pages.desk import desk, words


def checked(api: ApiCity) -> str:
    """Return the words of the page after a check that was begun now."""
    auditor = desk(api, "auditor")
    page = auditor.get("/verification?check=now")
    while more := re.search(r'hx-get="([^"]+)"', page):
        page = auditor.get(more[1].replace("&amp;", "&"))
    return words(page)


@pytest.fixture
def undone(either_api: ApiCity) -> Iterator[ApiCity]:
    """The city, whose tables of events are put back as they were; somebody has looked at a case."""
    _, number = anchored_letter(either_api)
    for _ in range(2):
        desk(either_api, "auditor").get(f"/cases/{number}/replay")
    tables = ("audit_event", "access_event", "process_instance", "case_state")
    with either_api.duban.database.read() as store:
        kept = {table: [dict(row) for row in store.all(f"SELECT * FROM {table}")] for table in tables}
    yield either_api
    with either_api.duban.database.write() as store:
        for table, rows in kept.items():
            store.run(f"DELETE FROM {table}")
            names = ", ".join(rows[0])
            places = ", ".join(f":{name}" for name in rows[0])
            store.run_many(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def test_it_says_that_all_of_it_holds(either_api: ApiCity) -> None:
    anchored_letter(either_api)
    text = checked(either_api)
    assert "全市自身记录：日历、人员、流程定义 已核验" in text
    assert "访问日志 已核验" in text
    assert "数据库之外的锚 已核验" in text
    assert "不一致" not in text


def test_what_waits_is_not_overdue_by_a_clock_that_was_set_by_hand(either_api: ApiCity) -> None:
    anchored_letter(either_api)
    text = checked(either_api)
    assert "等待锚定最久的事件写明记录于" in text
    assert "超过了所承诺的一分钟" not in text


def test_what_was_changed_in_the_citys_own_chain_and_in_the_access_log_is_named(undone: ApiCity) -> None:
    with undone.duban.database.write() as store:
        store.run("UPDATE audit_event SET actor = 'nobody' WHERE case_key = '0' AND seq = 3")
        store.run("UPDATE access_event SET actor = 'nobody' WHERE seq = 2")
    text = checked(undone)
    assert "全市自身记录：日历、人员、流程定义 不一致 事件 3：被改动；之前的 2 个事件仍然相符" in text
    assert "访问日志 不一致 事件 2：被改动" in text


def test_a_right_that_no_event_gave_is_named_with_its_row(either_api: ApiCity) -> None:
    with either_api.duban.database.write() as store:
        store.run("UPDATE account SET everything = 1 WHERE name = 'hotline'")
    text = checked(either_api)
    with either_api.duban.database.write() as store:
        store.run("UPDATE account SET everything = 0 WHERE name = 'hotline'")
        leave = "INSERT INTO leave (id, account, starts_at, ends_at, substitute, entered_by, entered_at)"
        store.run(f"{leave} VALUES (77, 'leader', '2026-01-01', '2030-01-01', 'hotline', 'admin', '2026-01-01')")
    later = checked(either_api)
    with either_api.duban.database.write() as store:
        store.run("DELETE FROM leave WHERE id = 77")
    assert "某个账号或其角色与它所记的不同：数据行 account hotline, everything" in text
    assert "有人不在岗或者由人代行，没有任何事件记录过：数据行 leave 77" in later
    assert "全市自身记录：日历、人员、流程定义 已核验" in checked(either_api)


def test_a_case_deleted_as_a_whole_is_named_by_its_number_as_long_as_an_event_says_it(undone: ApiCity) -> None:
    key, number = anchored_letter(undone)
    other, second = anchored_letter(undone)
    with undone.duban.database.write() as store:
        store.run("DELETE FROM audit_event WHERE case_key = :key AND seq > 2", key=key)
        for case in (key, other):
            store.run("DELETE FROM process_instance WHERE key = :key", key=int(case))
            store.run("DELETE FROM case_state WHERE case_key = :key", key=int(case))
        store.run("DELETE FROM audit_event WHERE case_key = :key", key=other)
    text = checked(undone)
    assert f"{number} 案件本身已不在" in text
    assert f"内部编号为 {other} 的案件整个不在了" in text
    assert second not in text


def test_the_last_check_is_kept_with_its_time_until_the_next(either_api: ApiCity) -> None:
    anchor(either_api)
    checked(either_api)
    assert "北京时间" in words(desk(either_api, "auditor").get("/verification"))


@pytest.mark.parametrize("who", ["hotline", "admin", "security", "operator"])
def test_nobody_but_the_auditor_asks_for_it(either_api: ApiCity, who: str) -> None:
    for path in ("/verification", "/verification?check=now", "/verification/verdict"):
        desk(either_api, who).get(path, 403)


def test_the_events_and_the_access_log_lead_to_it(either_api: ApiCity) -> None:
    auditor = desk(either_api, "auditor")
    for path in ("/events", "/admin/access"):
        assert auditor.get(path).count('href="/verification"') == 2
    assert 'href="/verification"' not in desk(either_api, "security").get("/admin/access")
