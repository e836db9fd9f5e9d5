"""The list of tasks: one vocabulary with programs, and refusals in the words of the page."""

import io
import re
import zipfile

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, words


@pytest.mark.parametrize(("query", "said"), [
    ("light=purple", "期限的灯应为 超期（red）、临期（yellow）、正常（green）、暂停计时（blue）、待定（pending） 之一，实际是 purple"),
    ("view=theirs", "视图应为 我的（mine）、待认领（unassigned）、本单位全部（all）、已办（done） 之一，实际是 theirs"),
    ("sort=sort_at", "按期限倒序（-deadlineAt）、按收到（createdAt）、按收到倒序（-createdAt） 之一，实际是 sort_at"),
    ("after=zzz", "应为本列表给出的翻页标记，实际是 zzz"),
    ("page=x", "x"),
    ("page=99999999999999999999", "99999999999999999999"),
])  # fmt: skip
def test_a_filter_that_there_is_not_is_refused_in_the_words_of_the_page(api: ApiCity, query: str, said: str) -> None:
    page = words(desk(api, "handler-health").get(f"/work-list?{query}", 400))
    assert said in page


def test_the_page_takes_the_sorts_and_cursors_of_the_surface_for_programs(api: ApiCity) -> None:
    for topic in ("第一封信", "第二封信", "第三封信"):
        api.start("citizen-letter", **{**LETTER, "topic": topic})
    path = "view=unassigned&process=citizen-letter&sort=-createdAt"
    first = api.get(f"/casework/v1/work-list?{path}&limit=1", who="hotline")
    assert first["items"][0]["title"] == "第三封信"
    page = words(desk(api, "hotline").get(f"/work-list?{path}&after={first['page']['endCursor']}"))
    assert page.index("第二封信") < page.index("第一封信")
    assert "第三封信" not in page


def test_what_follows_a_cursor_is_not_lost_by_paging_and_dropped_by_another_filter(api: ApiCity) -> None:
    first = api.get("/casework/v1/work-list?view=unassigned&limit=1", who="hotline")
    page = desk(api, "hotline").get(f"/work-list?view=unassigned&after={first['page']['endCursor']}")
    links = [part.partition('"')[0] for part in page.split('href="/work-list?')[1:]]
    assert all("after" not in link for link in links if "light=" in link or "view=mine" in link)


def test_the_spreadsheet_names_the_article_as_the_page_does(api: ApiCity) -> None:
    api.start("citizen-letter", **LETTER)
    answer = desk(api, "hotline").client.get("/work-list.xlsx?view=unassigned")
    strings = zipfile.ZipFile(io.BytesIO(answer.get_data())).read("xl/sharedStrings.xml").decode()
    assert ">第11条<" in strings
    assert ">11<" not in strings


def test_a_kept_filter_is_asked_for_by_its_number_on_the_page_and_by_programs(api: ApiCity) -> None:
    api.start("citizen-letter", **{**LETTER, "topic": "要找的这封"})
    api.start("citizen-letter", **{**LETTER, "topic": "另外一封"})
    hotline = desk(api, "hotline")
    page = hotline.follow(hotline.send("/work-list/filters", name="要找的", view="unassigned", q="要找的", share=None))
    assert "要找的这封" in words(page)
    assert "另外一封" not in words(page)
    assert re.search(r'要找的(</span>)?<span class="count">1</span>', page)
    (row,) = api.rows("SELECT id, account, unit, name FROM saved_filter")
    assert (row["account"], row["unit"], row["name"]) == ("hotline", None, "要找的")
    found = api.get(f"/casework/v1/work-list?filter={row['id']}", who="hotline")
    assert [item["title"] for item in found["items"]] == ["要找的这封"]
    wider = api.get(f"/casework/v1/work-list?filter={row['id']}&q=封", who="hotline")
    assert len(wider["items"]) >= 2, "what the query says rules over what is kept"
    for other in ("legal", "handler-health"):
        refused = api.get(f"/casework/v1/work-list?filter={row['id']}", 400, who=other)
        assert refused["detail"] == f"Expected the number of a filter that you keep or share, but found {row['id']}"
    desk(api, "legal").get(f"/work-list?filter={row['id']}", 400)
    hotline.follow(hotline.send(f"/work-list/filters/{row['id']}/removal"))
    hotline.get(f"/work-list?filter={row['id']}", 400)


def test_a_filter_shared_with_the_unit_is_seen_by_its_members_with_its_owner(api: ApiCity) -> None:
    owner, colleague, stranger = (desk(api, name) for name in ("handler-health", "handler-health-b", "handler-housing"))
    page = owner.follow(owner.send("/work-list/filters", name="快到期的", view="all", light="yellow", share="health-bureau"))
    assert "快到期的" in words(page)
    assert "保存当前筛选" not in words(page), "it is kept already"
    seen = colleague.get("/work-list")
    assert 'title="陈静共享"' in seen
    assert "快到期的" in words(seen)
    assert "快到期的" not in words(stranger.get("/work-list"))
    (row,) = api.rows("SELECT id FROM saved_filter WHERE name = '快到期的'")
    assert colleague.send(f"/work-list/filters/{row['id']}/removal").status_code == 403
    assert stranger.send(f"/work-list/filters/{row['id']}/removal").status_code == 404
    assert desk(api, "head-health").send(f"/work-list/filters/{row['id']}/removal").status_code == 303


def test_a_filter_is_not_shared_with_a_unit_of_others_and_needs_a_name(api: ApiCity) -> None:
    handler = desk(api, "handler-health")
    assert handler.send("/work-list/filters", name="x", light="red", share="housing-bureau").status_code == 403
    assert handler.send("/work-list/filters", name="  ", light="red").status_code == 400
    assert handler.send("/work-list/filters", name="x").status_code == 400
    assert "保存当前筛选" in words(handler.get("/work-list?light=red"))
    assert "保存当前筛选" not in words(handler.get("/work-list"))


HANDLED = {"result": "handled", "findings": "到现场查看，已移机。", "measure": "solvedOnTheSpot"}


def test_a_row_says_that_it_was_sent_back_by_whom_when_and_why(api: ApiCity) -> None:
    instance = api.start("citizen-letter", **{**LETTER, "topic": "退回的这封"})

    def complete(**answers: object) -> None:
        api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": answers}, 204)

    complete(**ASSIGNED)
    complete(accepted="yes")
    complete(**HANDLED)
    handler, address = desk(api, "handler-health"), "/work-list?view=unassigned&q=退回的这封"
    assert "从「" not in words(handler.get(address))
    complete(answerText="已移机。", answeredBy="phone", report="已办。")
    complete(checkResult="return", returnReason="没有说明退费的期限和办法", irregular=False)
    row = words(handler.get(address).partition('id="rows"')[2].partition("</ul>")[0])
    assert "从「核查办理情况」退回" in row
    assert "今天 10:42" in row
    assert "没有说明退费的期限和办法" in row


def test_the_filters_in_use_are_named_as_people_name_them(api: ApiCity) -> None:
    api.start("citizen-letter", **LETTER)
    page = desk(api, "hotline").get("/work-list?view=unassigned&process=citizen-letter&unit=health-bureau")
    chips = [words(part.partition("</span>")[0]) for part in page.split('<span class="chip">')[1:]]
    assert [chip.split()[0] for chip in chips] == ["群众来信来话", "市卫健局"]
