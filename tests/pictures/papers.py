"""Pictures of every paper that is shipped, printed by the press itself with the samples of the tests."""

from pathlib import Path
from typing import Final

from app.gateways.press import TypstPress
from tests.paper.samples import KNOWN, NOW, ROOT, issued, template

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "papers"


def print_papers() -> list[str]:
    """Write the first page of each paper as PNG; return the lines of the index that show them."""
    FOLDER.mkdir(exist_ok=True)
    press = TypstPress(ROOT / "fonts")
    lines = ["", "## Papers", "", "Each printed from invented values: PDF/A and Word are made from the same content.", ""]
    for paper in KNOWN:
        (FOLDER / f"{paper}.png").write_bytes(press.pictures(issued(paper), NOW)[0])
        lines += [f"![{template(paper).name}](papers/{paper}.png)"]
    return lines
