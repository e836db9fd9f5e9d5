"""People in front of a browser: each has a window of their own, signed in by cookie, and its console is watched."""

from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, expect

HOTLINE, HANDLER, SECOND_HANDLER, OTHER_UNIT = "hotline", "handler-health", "handler-health-b", "handler-housing"


class Seats:
    """Opens windows on one city and closes them all. What the console said of the content policy or of scripts fails the test."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def take(self, account: str | None = None, **options: object) -> Page:
        """Return a page for an account that is signed in already; for a citizen without one."""
        chosen = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1366, "height": 768}, **options}
        context = self.browser.new_context(base_url=self.base, **chosen)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", lambda message: self._hear(message.text))
        self._contexts.append(context)
        if account is not None:
            answer = context.request.post("/sign-in", form={"as": account}, max_redirects=0)
            assert answer.status == 303, f"Expected {account} to be signed in, but found {answer.status}"
        return context.new_page()

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.complaints.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()
        assert self.complaints == [], f"Expected a quiet console, but found: {self.complaints}"


def ready(page: Page) -> None:
    """Wait until the page's scripts listen."""
    page.wait_for_selector("html[data-ready]")


def open_task(page: Page, topic: str, view: str = "unassigned") -> None:
    """Open the first task about a topic from the list."""
    page.goto(f"/work-list?view={view}&q={quote(topic)}")
    page.locator(".taskrow__title").first.click()
    ready(page)


def claim(page: Page, topic: str) -> None:
    """Open the unassigned task about a topic and take it on."""
    open_task(page, topic)
    page.get_by_role("button", name="认领").last.click()
    page.wait_for_selector("[data-submit]")
    ready(page)


def choose(page: Page, name: str, value: str) -> None:
    """Choose one of several answers, and wait until the server has said what the form shows then."""
    with page.expect_response(lambda answer: answer.url.endswith("/form")):
        page.check(f'[name="{name}"][value="{value}"]')
    expect(page.locator(f'[name="{name}"][value="{value}"]')).to_be_checked()


def submit(page: Page) -> None:
    """Hand the open task in, and see that it was taken."""
    page.locator("[data-submit]").click()
    expect(page.locator("#toasts")).to_contain_text("已提交")
