"""Prepares a Jinja environment for the pages: languages, assets, and strictness."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from app.domain.languages import LANGUAGES
from app.form import FieldView
from app.form.view_form import view_all
from app.web.presentation.foreign_words import lang, ours, said, said_in_html
from app.web.presentation.languages import current_gettext, current_ngettext

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_NARROW = frozenset({"textfield", "number", "datetime", "select", "checkbox", "expression", "filepicker"})


@cache
def _markdown() -> "MarkdownIt":
    """Return the renderer, loaded for the first form with a text. Raw HTML comes out as text, and so do links that run scripts."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def rich(text: str) -> Markup:
    """Return a form's text with its headings, lists and links drawn. The renderer escapes all text and passes no HTML through."""
    # A value that is not there leaves the marks around it: four asterisks are no words.
    return said_in_html(_markdown().render(text.replace("****", "")))


def by_row(fields: Sequence[FieldView]) -> list[list[FieldView]]:
    """Return fields in lines: neighbours that the form puts into one row stand together, if they are one control each."""
    lines: list[list[FieldView]] = []
    for field in fields:
        last = lines[-1][-1] if lines else None
        if last and field.row and field.row == last.row and field.kind in _NARROW and last.kind in _NARROW:
            lines[-1].append(field)
        else:
            lines.append([field])
    return lines


def configure_environment(environment: Environment, asset: Callable[[str], str]) -> None:
    """Make an environment draw the pages.

    asset: gives the address of a built script or style sheet by its name. The language is that of app.web.presentation.languages.LANGUAGE.
    """
    environment.add_extension("jinja2.ext.i18n")
    cast(Any, environment).install_gettext_callables(current_gettext, current_ngettext, newstyle=True)
    environment.policies["ext.i18n.trimmed"] = True
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.globals["asset"] = asset
    environment.globals["LANGUAGES"] = LANGUAGES
    environment.filters["rich"] = rich
    environment.filters["said"] = said
    environment.filters["ours"] = ours
    environment.filters["lang"] = lang
    environment.filters["by_row"] = by_row
    environment.filters["every_field"] = view_all
