"""What may be done with a letter from its case page says what it does before it is done, and each thing is there once."""

from tests.builders.drawing import end, ext, path, process, properties, start, user
from tests.fixtures.api_city import ROOT, ApiCity
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
        ("letter-registered-by-mistake", ("来信到此结束", "记录保留", "不用注销，用“更正登记”改")),
        ("letter-recalled", ("来信不结束", "不重新计算")),
    ):
        page = hotline.get(f"/cases/{number}?dialog={name}")
        for one in told:
            assert one in part(page, "dialog-what"), (name, one)
        assert 'aria-describedby="dialog-what"' in page
        assert "能看本案的人都能看到" in words(page)
        assert "外面的人看不到" in words(page)


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
    assert "误登注销" in history
    assert "letter-registered-by-mistake" not in history
    assert "登记有误，已更正" in words(hotline.get(f"/cases/{number}"))
    assert "registered-by-mistake" not in words(hotline.get(f"/cases/{number}"))


ITEMS = [
    {"content": "增设夜间就诊点", "unit": "health-bureau", "coUnits": [], "dueOn": "2026-12-18"},
    {"content": "改造招标", "unit": "housing-bureau", "coUnits": [], "dueOn": "2026-12-18"},
]


def meeting(api: ApiCity) -> str:
    """Return the number of a meeting with two items, both with their units."""
    folder = ROOT / "processes" / "meeting-decision"
    files = [*(ROOT / "forms").glob("meeting-*.form"), *folder.glob("*.*mn"), *folder.glob("papers/*.paper")]
    assert api.deploy({file.name: file.read_bytes() for file in files}).status_code == 200
    return api.number(api.start("meeting-decision", meeting="第21次常务会议", kind="standing", meetingOn="2026-11-20", items=ITEMS))


def test_each_item_of_a_meeting_is_withdrawn_by_itself(api: ApiCity) -> None:
    number = meeting(api)
    office = desk(api, "office")
    page = office.get(f"/cases/{number}")
    for place, item in enumerate(ITEMS, 1):
        assert item["content"] in part(page, f"part-{place}")
        for name in ("item-withdrawn", "item-registered-by-mistake"):
            assert f"/cases/{number}?dialog={name}&amp;of={number}-{place}" in page
    assert "dialog-layer" not in office.get(f"/cases/{number}?dialog=item-withdrawn"), "an address that names no item offers none"
    assert office.send(f"/cases/{number}/messages/item-withdrawn", reason="改期").status_code == 409

    second = f"{number}-2"
    dialog = office.get(f"/cases/{number}?dialog=item-withdrawn&of={second}")
    assert part(dialog, "dialog-about") == "改造招标"
    action = f"/cases/{number}/messages/item-withdrawn?of={second}"
    assert "改造招标" in part(office.follow(office.send(action, reason="")), "dialog-about")
    page = office.follow(office.send(action, reason="会议决定不再办理。"))
    assert part(page, "part-1").startswith("增设夜间就诊点")
    assert 'id="part-2"' not in page, "nothing more can be done to it"
    assert "改造招标" in page.partition('id="items-title"')[2].partition("</table>")[0], "it is told as over"
    assert [row["name"] for row in open_units(api, number)] == ["handler@health-bureau"]
    assert office.send(action, reason="又一次").status_code == 409


def open_units(api: ApiCity, number: str) -> list[dict[str, str]]:
    return api.rows(
        "SELECT c.name FROM user_task t JOIN task_candidate c ON c.task_key = t.key JOIN process_instance p ON p.key = t.case_key"
        " WHERE p.receipt_number = :number AND t.state = 'CREATED'",
        number=number,
    )


def test_what_is_about_the_whole_meeting_stands_apart_from_its_items(api: ApiCity) -> None:
    number = meeting(api)
    page = desk(api, "office").get(f"/cases/{number}")
    head = page.partition('class="page__head"')[2].partition("</header>")[0]
    assert "dialog=meeting-withdrawn" in head
    assert "item-withdrawn" not in head
    assert "part-1" not in desk(api, "handler-health").get(f"/cases/{number}")


def test_a_case_that_began_without_a_form_offers_no_correction_of_its_registration(api: ApiCity) -> None:
    api.deploy({"quiet.bpmn": process("quiet", ext(properties(owner="hotline")), start("s"), user("look"), end("e"), path("s look e"))})
    quiet, asked = api.number(api.start("quiet")), in_hand(api)
    hotline = desk(api, "hotline")
    assert f"/cases/{asked}/correction" in hotline.get(f"/cases/{asked}")
    assert "/correction" not in hotline.get(f"/cases/{quiet}")
