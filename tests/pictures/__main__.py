"""`python -m tests.pictures [NAME ...]`: photographs the pages of a fresh demo city in both themes into docs/pictures; some, or all."""

import sys
from pathlib import Path

from tests.bench.rig.servers import duban, scratch
from tests.browser.letters import Letters
from tests.browser.seats import Seats
from tests.fixtures.browser import running_browser
from tests.fixtures.server import CITY_NOW
from tests.pictures.pages import PICTURES as OF_LETTERS
from tests.pictures.pages import prepare
from tests.pictures.papers import print_papers
from tests.pictures.procedure_pages import OF_PROCEDURES

PICTURES = (*OF_LETTERS, *OF_PROCEDURES)
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
THEMES = {"light": "", "dark": ".dark"}


def main() -> None:
    with scratch("duban-pictures-") as folder:
        city = duban(Path(folder), DUBAN_TEST_CLOCK="1", DUBAN_TEST_NOW=CITY_NOW)
        city.start()
        try:
            letter = prepare(Letters(city))
            with running_browser() as browser:
                seats = Seats(browser, city.base)
                for picture in (one for one in PICTURES if not sys.argv[1:] or one.name in sys.argv[1:]):
                    for theme, ending in THEMES.items():
                        page = seats.take(picture.account, **picture.settings(theme))
                        picture.show(page, letter)
                        page.screenshot(path=FOLDER / f"{picture.name}{ending}.png", animations="disabled", caret="initial")
                seats.close()
        finally:
            city.stop()
    write_index()


def write_index() -> None:
    """Write the page that shows each picture in both themes beside its mock-up."""
    lines = [
        "# The pages, beside their mock-ups",
        "",
        "Taken by `make pictures` from a fresh demo city, never drawn. A mock-up shows the page as it is meant in the end:",
        "menus and rows of procedures that come later are in it.",
        "",
        "| page | light | dark | mock-up |",
        "| --- | --- | --- | --- |",
    ]
    for picture in PICTURES:
        shown = [f"![{picture.title}]({picture.name}{ending}.png)" for ending in THEMES.values()]
        mock_up = f"![mock-up](mock-ups/{picture.name}.png)" if (FOLDER / "mock-ups" / f"{picture.name}.png").exists() else ""
        lines.append(f"| {picture.title} | {shown[0]} | {shown[1]} | {mock_up} |")
    lines += print_papers()
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
