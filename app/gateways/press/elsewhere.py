"""Printing in a process of its own: `python -m app.gateways.press.elsewhere`, asked by JSON on its input.

typst works with threads that it starts with its first paper. A process that was forked from one that has printed has none of them, and
would wait for them for ever.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import typst

ROOT: Final = Path(__file__).resolve().parents[3]
SECONDS: Final = 120
_REFUSED: Final = 3


class NotPrinted(Exception):
    """typst refuses the paper, or did not answer; the message says why."""


def print_elsewhere(asked: Mapping[str, Any]) -> list[bytes]:
    """Return the file that typst makes, or each page of it. asked: as `main` reads it. Raises NotPrinted."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, cwd=ROOT, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"it took more than {SECONDS} s") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotPrinted(said[-1] if said else f"it ended with {done.returncode}")
    return [base64.b64decode(page) for page in json.loads(done.stdout)]


def fonts_in(folders: Sequence[str]) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def compiled(asked: Mapping[str, Any], fonts: "typst.Fonts") -> list[bytes]:
    """Let typst make the file in this process. Raises NotPrinted."""
    import typst

    more = {name: asked[name] for name in ("pdf_standards", "ppi") if name in asked}
    source, inputs = asked["source"].encode(), asked["inputs"]
    try:
        made: Any = typst.compile(source, font_paths=fonts, sys_inputs=inputs, format=asked["format"], timestamp=asked["at"], **more)
    except typst.TypstError as problem:
        raise NotPrinted(problem.message) from None
    return [made] if isinstance(made, bytes) else list(made)


def main() -> None:
    """Read fonts (folders), source, inputs, format and at (seconds of Unix time), and write the pages."""
    try:
        asked = json.load(sys.stdin)
        pages = compiled(asked, fonts_in(asked["fonts"]))
    except NotPrinted as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(_REFUSED)
    sys.stdout.write(json.dumps([base64.b64encode(page).decode() for page in pages]))


if __name__ == "__main__":
    main()
