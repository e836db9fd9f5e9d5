"""Drawing a diagram in a browser: as a picture, and as the places where its labels came to lie."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = ROOT / "node_modules" / "bpmn-js" / "dist"
HERE = Path(__file__).resolve().parent
MARGIN = 20


@dataclass(frozen=True)
class Place:
    """What lies where, in the diagram's own pixels. part: "label" for a text beside its element, else "shape"."""

    id: str
    part: str
    x: float
    y: float
    width: float
    height: float


def draw(page: Page, raw: bytes) -> list[Place]:
    """Draw a diagram onto an empty page and return where things lie. Fails on a warning of the library."""
    page.set_content('<!doctype html><html lang="zh"><body style="margin:0;background:#fff"><div id="canvas"></div></body></html>')
    page.add_style_tag(path=LIBRARY / "assets" / "diagram-js.css")
    page.add_style_tag(path=LIBRARY / "assets" / "bpmn-js.css")
    page.add_script_tag(path=LIBRARY / "bpmn-navigated-viewer.production.min.js")
    page.add_script_tag(path=HERE / "draw.js")
    drawn = page.evaluate("([xml, margin]) => drawDiagram(xml, margin)", [raw.decode(), MARGIN])
    assert drawn["warnings"] == [], f"Expected no warning, but found: {drawn['warnings']}"
    page.set_viewport_size({"width": drawn["width"], "height": drawn["height"]})
    return [Place(**place) for place in drawn["places"]]


def picture(page: Page) -> bytes:
    """The page that draw() has filled, as PNG."""
    return page.locator("#canvas").screenshot()
