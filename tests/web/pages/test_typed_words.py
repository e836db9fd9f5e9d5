"""What is typed beside the forms of tasks is there again: comments, reasons in dialogs, corrections."""

import pytest

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, Desk, desk, words


@pytest.fixture
def letter(api: ApiCity) -> tuple[str, str, str]:
    """Key and number of a letter that a bureau has to sign for, and the key of the task."""
    key = api.start("citizen-letter", who="hotline", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return key, api.number(key), api.task(key)


def typed(page: str, id: str) -> str:
    """Return what stands in a field of several lines."""
    return page.partition(f'id="{id}"')[2].partition("</textarea>")[0].partition(">")[2].strip()


def kept_at(page: str) -> str:
    return page.partition('data-draft="/words/')[2].partition('"')[0]


def save(who: Desk, place: str, **fields: str) -> None:
    assert who.send(f"/words/{place}", **fields).status_code == 200


@pytest.mark.parametrize("of", ["task", "case"])
def test_a_comment_is_there_again_until_it_is_sent_and_nobody_else_sees_it(api: ApiCity, letter: tuple[str, str, str], of: str) -> None:
    _, number, task = letter
    page = f"/tasks/{task}?tab=comments" if of == "task" else f"/cases/{number}?tab=comments"
    who = desk(api, "handler-health")
    save(who, kept_at(who.get(page)), text="写到一半的意见")
    assert typed(who.get(page), "comment") == "写到一半的意见"
    assert typed(desk(api, "handler-health-b").get(page), "comment") == ""
    action = f"/tasks/{task}/comments" if of == "task" else f"/cases/{number}/comments"
    after = who.follow(who.send(action, text="写完的意见", next=page))
    assert typed(after, "comment") == ""
    assert 'data-draft-base="2' in after, "by this the browser knows that its copy arrived"
    assert "草稿已保存，" not in words(after)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("inspection", "/tasks/{task}?dialog=urge"),
        ("inspection", "/cases/{number}?dialog=urge"),
        ("hotline", "/cases/{number}?dialog=letter-recalled"),
        ("operator", "/cases/{number}?dialog=cancel"),
        ("operator", "/cases/{number}/move"),
        ("head-health", "/tasks/bulk?action=transfer&key={task}"),
        ("inspection", "/tasks/bulk?action=urge&key={task}"),
    ],
)
def test_a_reason_is_there_again(api: ApiCity, letter: tuple[str, str, str], who: str, page: str) -> None:
    address = page.format(number=letter[1], task=letter[2])
    person = desk(api, who)
    save(person, kept_at(person.get(address)), reason="写到一半的理由", next="/", key="7")
    assert typed(person.get(address), "reason") == "写到一半的理由"


def test_a_sent_reason_is_forgotten(api: ApiCity, letter: tuple[str, str, str]) -> None:
    address, who = f"/cases/{letter[1]}?dialog=urge", desk(api, "inspection")
    save(who, kept_at(who.get(address)), reason="写到一半的理由")
    assert who.send(f"/cases/{letter[1]}/urging", reason="请尽快办理").status_code == 303
    assert typed(who.get(address), "reason") == ""


@pytest.mark.parametrize("action", ["transfer", "urge"])
def test_a_reason_for_several_is_forgotten_once_all_are_done(api: ApiCity, letter: tuple[str, str, str], action: str) -> None:
    _, _, task = letter
    who, page = desk(api, "head-health" if action == "transfer" else "inspection"), f"/tasks/bulk?action={action}&key={task}"
    other = f"/tasks/bulk?action={'urge' if action == 'transfer' else 'transfer'}&key={task}"
    save(who, kept_at(who.get(page)), reason="写到一半的理由", to="handler-health", key=task)
    assert typed(who.get(other), "reason") == "", "what is typed for one is not sent as the other"
    assert "这一件没有办成" not in words(who.get(page))
    answer = who.send(f"/tasks/bulk/{action}", key=[task], to="handler-health", reason="写完的理由", next="/work-list?view=all")
    assert answer.status_code == 303
    assert typed(who.get(page), "reason") == ""


def test_words_are_kept_of_cases_only_that_somebody_sees(api: ApiCity, letter: tuple[str, str, str]) -> None:
    for key in (letter[0], "99999999999999"):
        assert desk(api, "legal").send(f"/words/{key}/comment", text="x").status_code == 404
    assert desk(api, "handler-health").send(f"/words/{letter[0]}/a%3Bb", text="x").status_code == 400


def test_a_correction_is_there_again_but_not_onto_answers_that_were_corrected_since(api: ApiCity, letter: tuple[str, str, str]) -> None:
    page, who = f"/cases/{letter[1]}/correction", desk(api, "hotline")
    assert f'data-draft="{page}/draft"' in who.get(page)
    said = {name: value for name, value in LETTER.items() if isinstance(value, str)}
    for _ in range(2):
        assert who.send(f"{page}/draft", **{**said, "topic": "改到一半", "_reason": "写到一半"}).status_code == 200
        shown = who.get(page)
        assert 'value="改到一半"' in shown
        assert typed(shown, "reason") == "写到一半"
        shown = who.follow(who.send(f"{page}/discard", **said))
        assert 'value="改到一半"' not in shown
    who.send(f"{page}/draft", **{**said, "topic": "改到一半", "_reason": "写到一半"})
    other = desk(api, "demo")
    assert other.send(page, **{**said, "topic": "别人改好的", "_reason": "写错了"}).status_code == 303
    shown = who.get(page)
    assert 'value="改到一半"' not in shown
    assert 'value="别人改好的"' in shown
