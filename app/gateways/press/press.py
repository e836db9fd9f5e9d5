"""Papers as PDF/A by typst, with the fonts of the product and those that the city adds."""

from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from app.domain.canonical import canonical
from app.domain.paper import Content, every_word
from app.domain.rejection import Rejection

if TYPE_CHECKING:
    import typst

# What prints takes a quarter of a second and 40 MB to load: only a process that prints waits for it, with its first paper.
SOURCE: Final = Path(__file__).with_name("paper.typ").read_bytes()
WORD_TEMPLATE: Final = Path(__file__).with_name("red-head.docx")
STANDARD: Final = "a-2a"
_FONT_ENDINGS: Final = (".ttf", ".otf", ".ttc")


class TypstPress:
    """fonts: folders with fonts; those of the system are never looked at, so that a paper looks the same on every machine."""

    def __init__(self, *fonts: Path) -> None:
        self.folders = fonts
        self._lock = Lock()

    @cached_property
    def _fonts(self) -> "typst.Fonts":
        import typst

        folders = [str(folder) for folder in self.folders if folder.is_dir()]
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

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
        found = {place: self.missing(words) for place, words in every_word(content)}
        return {place: characters for place, characters in found.items() if characters}

    def pdf(self, content: Content, at: datetime, *, draft: bool = False) -> bytes:
        """Return the paper as PDF/A. at: the instant that the file says it was made at; it changes the bytes.

        Raises Rejection("bad_paper") where typst refuses it, which no content should bring about.
        """
        import typst

        with self._lock:
            fonts = self._fonts
        inputs, made_at = _inputs(content, draft), int(at.timestamp())
        try:
            return typst.compile(SOURCE, font_paths=fonts, sys_inputs=inputs, format="pdf", timestamp=made_at, pdf_standards=[STANDARD])
        except typst.TypstError as problem:
            raise Rejection("bad_paper", "Expected a paper that can be printed, but: %(problem)s", problem=problem.message[:200]) from None

    def pictures(self, content: Content, at: datetime, *, draft: bool = False) -> list[bytes]:
        """Return each page as PNG, to be looked at."""
        import typst

        with self._lock:
            fonts = self._fonts
        inputs, made_at = _inputs(content, draft), int(at.timestamp())
        made: Any = typst.compile(SOURCE, font_paths=fonts, sys_inputs=inputs, format="png", timestamp=made_at, ppi=110.0)
        return [made] if isinstance(made, bytes) else list(made)

    def word(self, content: Content, template: bytes | None) -> bytes:
        """Return the paper as .docx. template: the office's own red-head document; None: the one that comes with the product."""
        from app.gateways.press.word import draw_word

        return draw_word(content, template if template is not None else WORD_TEMPLATE.read_bytes())

    def check_template(self, template: bytes) -> None:
        """Raise Rejection("bad_file") for a Word template that papers cannot be printed with."""
        from app.gateways.press.word import check_word_template

        check_word_template(template)


def _inputs(content: Content, draft: bool) -> dict[str, str]:
    """Return what typst is told. All words are data there; none is ever read as markup."""
    said = {"number": "", "issuedOn": "", **content}
    return {"paper": canonical(said), **({"draft": "1"} if draft else {})}


def _characters_of(file: Path) -> set[int]:
    """Return what a font, or each of a collection, draws."""
    from fontTools.ttLib import TTCollection, TTFont

    if file.suffix.lower() == ".ttc":
        with TTCollection(file) as several:
            return {code for font in several.fonts for code in font.getBestCmap()}
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())
