"""Prepares a Jinja environment for the pages: languages, assets, and strictness."""

from collections.abc import Callable
from typing import Any, cast

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.web.presentation.languages import LANGUAGES, current_gettext, current_ngettext

# Raw HTML in a form's text comes out as text, and so do links that run scripts.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def rich(text: str) -> Markup:
    """Return a form's text with its headings, lists and links drawn."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - the renderer escapes all text and passes no HTML through


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
