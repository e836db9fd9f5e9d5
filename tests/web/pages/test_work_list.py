"""The list of tasks: one vocabulary with programs, and refusals in the words of the page."""

import io
import zipfile

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import LETTER, desk, words


@pytest.mark.parametrize(("query", "said"), [
    ("light=purple", "期限的灯应为 超期（red）、临期（yellow）、正常（green）、暂停计时（blue） 之一，实际是 purple"),
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
