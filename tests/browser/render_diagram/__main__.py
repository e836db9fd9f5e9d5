"""Draws a diagram: python -m tests.browser.render_diagram processes/citizen-letter/citizen-letter.bpmn picture.png"""

import sys
from pathlib import Path

from tests.browser.render_diagram.picture import draw, picture
from tests.fixtures.browser import browser

if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    running = browser.__wrapped__()
    page = next(running).new_page()
    draw(page, source.read_bytes())
    target.write_bytes(picture(page))
    next(running, None)
