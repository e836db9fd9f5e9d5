"""Papers as PDF/A by typst, with the fonts of the product and those that the city adds."""

import os
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from app.domain.canonical import canonical
from app.domain.paper import CODES_SAID, Content, by_code, every_word, names_characters
from app.domain.rejection import Rejection
from app.gateways.press.elsewhere import NotPrinted, compiled, fonts_in, print_elsewhere
from app.gateways.press.title_words import NO_BREAK

if TYPE_CHECKING:
    import typst

# What prints takes a quarter of a second and 40 MB to load: only a process that prints waits for it, with its first paper.
SOURCE: Final = Path(__file__).with_name("paper.typ").read_text(encoding="utf-8")
WORD_TEMPLATE: Final = Path(__file__).with_name("red-head.docx")
STANDARD: Final = "a-2a"
_FONT_ENDINGS: Final = (".ttf", ".otf", ".ttc")


class TypstPress:
    """fonts: folders with fonts; those of the system are never looked at, so that a paper looks the same on every machine."""

    _printed_in: int | None = None
    """The process in which typst has started its threads: of the whole process, not of one press."""

    def __init__(self, *fonts: Path) -> None:
        self.folders = fonts
        self._lock = Lock()

    @cached_property
    def _fonts(self) -> "typst.Fonts":
        return fonts_in([str(folder) for folder in self.folders if folder.is_dir()])

    @cached_property
    def _drawn(self) -> frozenset[int]:
        """Return every character that one of the fonts can draw; a text is drawn by the first font that has the character."""
        found: set[int] = set()
        for folder in self.folders:
            for file in sorted(folder.glob("*")) if folder.is_dir() else ():
                if file.suffix.lower() in _FONT_ENDINGS:
                    found |= _characters_of(file)
        return frozenset(found)

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that no font draws, each once. A missing one would be an empty box without a warning."""
        with self._lock:
            drawn = self._drawn
        return sorted({one for one in text if ord(one) not in drawn and not one.isspace()})

    def undrawn(self, content: Content) -> dict[str, list[str]]:
        """Return what cannot be drawn, by the place where it stands."""
        found: dict[str, set[str]] = {}
        for place, words in every_word(content):  # a table has one place for all its cells
            found.setdefault(place, set()).update(self.missing(words))
        return {place: sorted(characters) for place, characters in found.items() if characters}

    def pdf(self, content: Content, at: datetime, *, draft: bool = False) -> bytes:
        """Return the paper as PDF/A. at: the instant that the file says it was made at; it changes the bytes.

        Characters that no font draws are named by their code, which the paper then says once. Raises Rejection("bad_paper") where typst
        refuses it, which no content should bring about.
        """
        (made,) = self._made(content, at, draft, format="pdf", pdf_standards=[STANDARD])
        return made

    def pictures(self, content: Content, at: datetime, *, draft: bool = False) -> list[bytes]:
        """Return each page as PNG, to be looked at."""
        return self._made(content, at, draft, format="png", ppi=110.0)

    def _made(self, content: Content, at: datetime, draft: bool, **how: Any) -> list[bytes]:
        """Print here, or in a fresh process where this one was forked after its parent had printed.

        Raises Rejection("bad_paper") where typst refuses the paper.
        """
        content = by_code(content, self.undrawn(content))
        folders = [str(folder.resolve()) for folder in self.folders if folder.is_dir()]
        asked = {"fonts": folders, "source": SOURCE, "inputs": _inputs(content, draft), "at": int(at.timestamp()), **how}
        with self._lock:
            elsewhere = TypstPress._printed_in not in (None, os.getpid())
            if not elsewhere:
                TypstPress._printed_in = os.getpid()
        try:
            return print_elsewhere(asked) if elsewhere else compiled(asked, self._loaded_fonts())
        except NotPrinted as problem:
            raise Rejection("bad_paper", "Expected a paper that can be printed, but: %(problem)s", problem=str(problem)[:200]) from None

    def _loaded_fonts(self) -> "typst.Fonts":
        with self._lock:
            return self._fonts

    def word(self, content: Content, template: bytes | None, at: datetime) -> bytes:
        """Return the paper as .docx. template: the office's own red-head document; None: the one that comes with the product. at: the
        instant that the file says it was made at."""
        from app.gateways.press.word import draw_word

        return draw_word(content, template if template is not None else WORD_TEMPLATE.read_bytes(), at)

    def word_template(self) -> bytes:
        """Return the red-head template that comes with the product, to begin an office's own from."""
        return WORD_TEMPLATE.read_bytes()

    def sample(self) -> Content:
        """Return an invented paper with every part that one can have."""
        from app.gateways.press.word import SAMPLE

        return SAMPLE

    def check_template(self, template: bytes) -> None:
        """Raise Rejection("bad_file") for a Word template that papers cannot be printed with."""
        from app.gateways.press.word import check_word_template

        check_word_template(template)


def _inputs(content: Content, draft: bool) -> dict[str, str]:
    """Return what typst is told. All words are data there; none is ever read as markup."""
    said = {"number": "", "issuedOn": "", **content}
    more = {"draft": "1"} if draft else {}
    more |= {"codes": CODES_SAID} if names_characters(content) else {}
    return {"paper": canonical(said), "unbroken": NO_BREAK, **more}


def _characters_of(file: Path) -> set[int]:
    """Return what a font, or each of a collection, draws."""
    from fontTools.ttLib import TTCollection, TTFont

    if file.suffix.lower() == ".ttc":
        with TTCollection(file) as several:
            return {code for font in several.fonts for code in font.getBestCmap()}
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())
