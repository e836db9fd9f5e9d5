"""Collect what the pages and messages say, and bring the catalogues up to date.

Types: `.venv/bin/python tools/update_translations.py`, then fill in what is empty in
app/web/translations/zh_Hans/LC_MESSAGES/messages.po and run it again. English needs no catalogue: the texts in the code are English.
Traditional characters are written from simplified ones.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

sys.path.insert(0, str(ROOT / "tools"))

from sentences import sentences  # noqa: E402

from app.web.presentation.traditional import traditional as in_traditional  # noqa: E402

APP = ROOT / "app"
CATALOGUES = APP / "web" / "translations"
# Functions whose argument, counted from 1, is a text for people.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_n": (1, 2),
    "Message": (1,),
    "Rejection": (2,),
    "StepFailed": (2,),
    "Unreadable": (1,),
    "marked": None,
    "marked_plural": (1, 2),
    "refuse": (2,),
    "finding": (3,),
    "require": (3,),
    "require_holding": (3,),
}


def template() -> Catalog:
    """Return every text that is to be translated, with the places it stands in."""
    with (CATALOGUES / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    catalogue = Catalog(project="duban", charset="utf-8", fuzzy=False)
    found = extract_from_dir(APP, methods, options, KEYWORDS)
    for file_name, _, message, _, context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(message, None, [(file_name, 0)], context=context)
    for file_name, text in sentences(APP):
        catalogue.add(text, None, [(file_name, 0)])
    return catalogue


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, project="duban", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def catalogue_path(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue without dates and line numbers, so that it changes only where a text does."""
    target = BytesIO()
    write_po(target, catalogue, sort_output=True, include_lineno=False, width=0, ignore_obsolete=True, omit_header=False)
    text = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To|Language-Team):.*\n',
        "",
        target.getvalue().decode(),
        flags=re.M,
    )
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(re.sub(r"\A(#.*\n)+", "", text))


def update(language: str, texts: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the texts there are now; translations of texts that changed are not guessed."""
    known = read(language)
    fresh = Catalog(locale=language, project="duban", charset="utf-8", fuzzy=False)
    for text in texts:
        if text.id:
            translated = known.get(text.id if isinstance(text.id, str) else text.id[0])
            string = translated.string if isinstance(translated, Message) and not translated.fuzzy else None
            fresh.add(text.id, string, [(file_name, 0) for file_name in sorted({place[0] for place in text.locations})])
    return fresh


def traditional(simplified: Catalog) -> Catalog:
    """Return a catalogue in the characters of Hong Kong and Macau, with the words of the mainland."""
    fresh = Catalog(locale="zh_Hant", project="duban", charset="utf-8", fuzzy=False)
    for text in simplified:
        if text.id:
            string = text.string or ""
            converted = in_traditional(string) if isinstance(string, str) else tuple(in_traditional(part) for part in string)
            fresh.add(text.id, converted, text.locations)
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    return [
        str(text.id)
        for text in catalogue
        if text.id and not (text.string if isinstance(text.string, str) else text.string and all(text.string))
    ]


def main() -> int:
    simplified = update("zh_Hans", template())
    write("zh_Hans", simplified)
    write("zh_Hant", traditional(simplified))
    for text in missing(simplified):
        print(f"Not translated: {text}")
    return 1 if missing(simplified) else 0


if __name__ == "__main__":
    sys.exit(main())
