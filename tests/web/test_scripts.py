"""The scripts of the pages at work: drafts, keys, lock, letter. The server is played by the test."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.sample_forms import fields
from tests.web.sample_pages import SAMPLES, Sample, draw, environment
from tests.web.sample_views import LIST, TASK, WRITING
from tests.web.test_gallery import ADDRESS, address, serve

pytestmark = pytest.mark.browser
FORM = {
    "type": "default",
    "id": "f",
    "components": [
        {"type": "textfield", "id": "a", "key": "name", "label": "姓名"},
        {"type": "checkbox", "id": "b", "key": "agreed", "label": "同意"},
    ],
}
NONE_OPEN = replace(
    LIST, groups=tuple(replace(group, rows=tuple(replace(row, is_open=False) for row in group.rows)) for group in LIST.groups)
)
OPEN = replace(TASK, fields=fields(FORM, {}, {}), draft_saved_at=None)


@dataclass
class Server:
    """What the test's server shows and what it was sent."""

    page: Page
    shown: str = ""
    fails: bool = False
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def show(self, sample: Sample) -> None:
        self.shown = draw(sample, environment(address))
        self.page.goto(f"{ADDRESS}/page")
        self.page.wait_for_selector("html[data-ready]")

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(ADDRESS)
        if request.method == "GET":
            serve(route, self.shown)
            return
        self.sent.append((request.method, path, request.post_data or ""))
        if self.fails:
            route.abort()
        elif path.endswith("/draft"):
            route.fulfill(json={"savedAt": "2026-11-24T02:42:00Z"})
        elif path.endswith("/form"):
            route.fulfill(status=500, body="broken")
        else:
            route.fulfill(body=self.shown, content_type="text/html")

    def saved(self) -> list[dict[str, list[str]]]:
        return [parse_qs(body, keep_blank_values=True) for _, path, body in self.sent if path.endswith("/draft")]


@pytest.fixture
def server(browser: Browser) -> Iterator[Server]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    found = Server(context.new_page())
    context.route("**/*", found.answer)
    yield found
    context.close()


def work(task=OPEN, page=NONE_OPEN) -> Sample:
    return Sample("work", "work_list.html", {"page": page, "task": task})


def test_a_draft_is_saved_after_typing_and_says_so(server: Server):
    server.show(work())
    with server.page.expect_request("**/draft"):
        server.page.fill("[name=name]", "张三")
    expect(server.page.locator("#saved")).to_contain_text("草稿已保存，0 秒前")
    assert server.saved() == [{"_next": ["/work-list?view=mine"], "_shown": ["", "agreed"], "name": ["张三"], "_version": ["0"]}]
    assert server.page.evaluate("localStorage.length") == 1  # when somebody last moved


def test_what_could_not_be_saved_is_told_and_comes_back_after_a_crash(server: Server):
    server.show(work())
    server.fails = True
    with server.page.expect_event("requestfailed", lambda request: request.url.endswith("/draft")):
        server.page.fill("[name=name]", "张三")
        server.page.check("[name=agreed]")
    expect(server.page.locator("#saved")).to_have_text("没有存到服务器，留在这个浏览器里")
    server.page.close(run_before_unload=False)
    server.fails, server.page = False, server.page.context.new_page()
    server.show(work())
    expect(server.page.locator("[name=name]")).to_have_value("张三")
    expect(server.page.locator("[name=agreed]")).to_be_checked()


def test_what_is_saved_while_the_page_is_left_is_not_taken_back_by_a_page_that_was_drawn_before(server: Server):
    server.show(work())
    with server.page.expect_response("**/draft"):
        server.page.fill("[name=name]", "张三")
        server.page.evaluate("dispatchEvent(new Event('beforeunload'))")
    expect(server.page.locator("#saved")).to_contain_text("草稿已保存")
    server.show(work())
    expect(server.page.locator("[name=name]")).to_have_value("张三")


def test_a_newer_draft_of_the_server_is_not_overwritten_by_an_old_copy(server: Server):
    server.show(work())
    server.page.evaluate(
        "([key, kept]) => localStorage.setItem(key, kept)",
        ["draft:handler-health /tasks/4194309/draft", json.dumps({"at": 9e15, "base": 0, "body": "name=old", "sent": False})],
    )
    server.show(work(replace(OPEN, draft_saved_at=TASK.draft_saved_at, fields=fields(FORM, {"name": "new"}, {}))))
    expect(server.page.locator("[name=name]")).to_have_value("new")


def test_another_persons_copy_is_not_put_back(server: Server):
    server.show(work())
    server.page.evaluate(
        "([key, kept]) => localStorage.setItem(key, kept)",
        ["draft:somebody /tasks/4194309/draft", json.dumps({"at": 9e15, "base": 9e15, "body": "name=theirs", "sent": False})],
    )
    server.show(work())
    expect(server.page.locator("[name=name]")).to_have_value("")


def test_nothing_is_saved_any_more_once_it_is_submitted(server: Server):
    server.show(work())
    server.page.fill("[name=name]", "张三")
    server.page.keyboard.press("Control+Enter")
    server.page.wait_for_url("**/completion")
    server.page.wait_for_selector("html[data-ready]")
    assert [path for _, path, _ in server.sent] == ["/tasks/4194309/completion"]


def test_a_failed_answer_to_a_change_leaves_the_fields_as_they_are(server: Server):
    server.show(work())
    with server.page.expect_response("**/form"):
        server.page.check("[name=agreed]")
    expect(server.page.locator("[name=agreed]")).to_be_checked()
    expect(server.page.locator("#task-fields")).to_contain_text("姓名")


def test_keys_walk_the_rows_and_change_the_tab(server: Server):
    server.show(work(task=None))
    server.page.keyboard.press("j")
    server.page.keyboard.press("j")
    server.page.keyboard.press("k")
    expect(server.page.locator(".taskrow__title").first).to_be_focused()
    server.show(work())
    server.page.keyboard.press("2")
    server.page.wait_for_url("**tab=history")


def test_keys_do_nothing_in_fields_and_while_an_input_method_composes(server: Server):
    server.show(work())
    server.page.focus("[name=name]")
    server.page.keyboard.type("2j/")
    expect(server.page.locator("[name=name]")).to_have_value("2j/")
    server.page.evaluate("document.activeElement.blur()")
    server.page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '2', isComposing: true, bubbles: true}))")
    server.page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '2', keyCode: 229, bubbles: true}))")
    assert server.page.url == f"{ADDRESS}/page"


def test_single_keys_can_be_switched_off_and_the_others_still_act(server: Server):
    server.show(work())
    server.shown = server.shown.replace('data-single-keys="on"', 'data-single-keys="off"')
    server.page.reload()
    server.page.wait_for_selector("html[data-ready]")
    server.page.keyboard.press("2")
    server.page.keyboard.press("Control+Enter")
    server.page.wait_for_url("**/completion")


def test_the_list_of_keys_opens_and_gives_the_focus_back(server: Server):
    server.show(work(task=None))
    server.page.focus("#tasklist .taskrow__title >> nth=1")
    server.page.keyboard.press("?")
    expect(server.page.locator("#keys")).to_be_visible()
    server.page.keyboard.press("Escape")
    expect(server.page.locator("#keys")).to_be_hidden()
    expect(server.page.locator(".taskrow__title").nth(1)).to_be_focused()


def test_rows_are_selected_by_keys_and_claimed_together(server: Server):
    server.show(work(task=None, page=replace(NONE_OPEN, view="unassigned")))
    for key in ("j", "x", "j", "j", "X"):
        server.page.keyboard.press(key)
    expect(server.page.locator("[data-bulk-count]")).to_have_text("选中 3 件")
    server.page.keyboard.press("c")
    server.page.wait_for_url("**/tasks/bulk")
    sent = parse_qs(server.sent[-1][2])
    assert (sent["key"], sent["action"]) == (["1", "2", "3"], ["claim"])


def test_the_focus_stays_in_an_open_dialog_and_escape_leaves_it(server: Server):
    server.show(next(sample for sample in SAMPLES if sample.name == "dialog-transfer"))
    expect(server.page.locator("#to")).to_be_focused()
    for _ in range(6):
        server.page.keyboard.press("Tab")
        assert server.page.evaluate("document.querySelector('.dialog[open]').contains(document.activeElement)")
    server.page.keyboard.press("Escape")
    server.page.wait_for_url("**/work-list?view=mine&task=4194309")


def test_a_page_with_errors_puts_the_focus_on_their_summary(server: Server):
    server.show(work(TASK))
    expect(server.page.locator("#errors")).to_be_focused()


def test_an_idle_page_saves_signs_out_and_returns_to_where_it_was(server: Server):
    server.page.clock.install()
    server.show(work())
    server.page.fill("[name=name]", "张三")
    with server.page.expect_request("**/sign-out"):
        server.page.clock.run_for(16 * 60 * 1000)
    server.page.wait_for_url("**/sign-in?ended=1&next=%2Fpage")
    assert [path for _, path, _ in server.sent][-2:] == ["/tasks/4194309/draft", "/sign-out"]


def test_a_letter_stays_on_the_phone_until_it_is_sent_or_deleted(server: Server):
    unwritten = replace(WRITING, topic="", content="", errors={}, blank=True)
    empty = Sample("letter", "public/letter.html", {"page": unwritten}, signed_in=False)
    sent = next(sample for sample in SAMPLES if sample.name == "public-receipt")
    server.show(empty)
    server.page.fill("#topic", "路灯不亮")
    server.show(empty)
    expect(server.page.locator("#topic")).to_have_value("路灯不亮")
    server.page.click("[data-kept] button")
    server.show(empty)
    expect(server.page.locator("#topic")).to_have_value("")
    server.page.fill("#topic", "路灯不亮")
    server.show(sent)
    server.show(empty)
    expect(server.page.locator("#topic")).to_have_value("")


def test_a_large_photo_is_made_smaller_not_refused(server: Server):
    server.show(next(sample for sample in SAMPLES if sample.name == "public-letter"))
    size = server.page.evaluate(
        """async () => {
          const canvas = new OffscreenCanvas(3000, 2400);
          const context = canvas.getContext("2d");
          const noise = context.createImageData(3000, 2400);
          for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = (at * 2654435761) >>> 24;
          context.putImageData(noise, 0, 0);
          const files = new DataTransfer();
          files.items.add(new File([await canvas.convertToBlob()], "大图.png", {type: "image/png"}));
          const input = document.getElementById("photo");
          input.files = files.files;
          input.dispatchEvent(new Event("change", {bubbles: true}));
          return files.files[0].size;
        }"""
    )
    expect(server.page.locator("[data-chosen]")).to_have_text("大图.jpg")
    smaller = server.page.evaluate("document.getElementById('photo').files[0].size")
    assert size > 1_000_000 > 0 < smaller < size
