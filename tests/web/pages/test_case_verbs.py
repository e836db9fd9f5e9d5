"""What may be done with a letter from its case page says what it does before it is done, and each thing is there once."""

from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER, desk, part, words


def in_hand(api: ApiCity) -> str:
    """Return the number of a letter that a unit has."""
    instance = api.start("citizen-letter", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": ASSIGNED}, 204)
    return api.number(instance)


def test_each_verb_says_whether_the_letter_ends_and_who_reads_the_reason(api: ApiCity) -> None:
    number, hotline = in_hand(api), desk(api, "hotline")
    for name, told in (
        ("letter-withdrawn", ("来信到此结束", "您已撤回")),
        ("letter-registered-by-mistake", ("来信到此结束", "记录保留", "更正登记的唯一办法")),
        ("letter-recalled", ("来信不结束", "不重新计算")),
    ):
        page = hotline.get(f"/cases/{number}?dialog={name}")
        for one in told:
            assert one in part(page, "dialog-what"), (name, one)
        assert 'aria-describedby="dialog-what"' in page
        assert "能看本案的人都能看到" in words(page)
        assert "来信人看不到" in words(page)


def test_only_an_operator_cancels_a_case_so_that_a_mistake_is_put_right_in_one_way(api: ApiCity) -> None:
    number = in_hand(api)
    hotline, operator = desk(api, "hotline"), desk(api, "operator")
    assert "dialog=cancel" not in hotline.get(f"/cases/{number}")
    assert "dialog-layer" not in hotline.get(f"/cases/{number}?dialog=cancel")
    assert hotline.send(f"/cases/{number}/cancellation", reason="登记错了").status_code == 403
    assert "dialog=cancel" in operator.get(f"/cases/{number}")
    assert "运维" in part(operator.get(f"/cases/{number}?dialog=cancel"), "dialog-what")


def test_the_history_names_a_message_as_the_diagram_does(api: ApiCity) -> None:
    number, hotline = in_hand(api), desk(api, "hotline")
    hotline.send(f"/cases/{number}/messages/letter-registered-by-mistake", reason="同一通电话登记了两次。")
    history = words(hotline.get(f"/cases/{number}?tab=history"))
    assert "热线办更正" in history
    assert "letter-registered-by-mistake" not in history
    assert "登记有误，已更正" in words(hotline.get(f"/cases/{number}"))
    assert "registered-by-mistake" not in words(hotline.get(f"/cases/{number}"))
