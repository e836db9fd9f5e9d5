"""The rule translation-is-read."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Named, Process, named_in
from app.domain.languages import TAGS, split_tag
from app.lint.properties import TRANSLATED, is_translation
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "translation-is-read",
    ERROR,
    instead="Write name, publicName or documentation, a dot and the language tag zh-Hans, zh-Hant or en; and draw the text itself.",
)
def translation_is_read(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A text in a language that nobody can choose, or beside nothing that it says, would be passed over in silence."""
    for thing in named_in(diagram):
        for name, value in thing.properties.items():
            if is_translation(name):
                yield from _wrong(thing, name, value)


def _wrong(thing: Named, name: str, value: str) -> Iterator[Found]:
    text, tag = split_tag(name)
    if text not in TRANSLATED:
        yield at(thing, "Expected one of %(texts)s before .%(tag)s, but found %(name)s", texts=", ".join(TRANSLATED), tag=tag, name=name)
    elif tag not in TAGS:
        yield at(thing, "Expected one of the languages %(tags)s, but found %(name)s", tags=", ".join(TAGS), name=name)
    elif not value.strip():
        yield at(thing, "Expected words as %(name)s on %(element)s, but found none", name=name)
    elif not _drawn(thing, text):
        yield at(thing, "Expected %(text)s on %(element)s beside %(name)s, but found none", text=text, name=name)


def _drawn(thing: Named, text: str) -> str:
    if text == "name":
        return thing.name
    if text == "documentation":
        return thing.documentation if isinstance(thing, DiagramElement | Process) else ""
    return thing.properties.get("publicName", "")
