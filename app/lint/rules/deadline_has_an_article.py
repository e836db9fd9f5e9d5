"""The rule deadline-has-an-article."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.properties import deadline_holders
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "deadline-has-an-article",
    ERROR,
    instead=(
        "Write the article of law or policy that the deadline rests on into deadline.article, for example 11; where it "
        "is the office's own choice, say so there."
    ),
)
def deadline_has_an_article(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Staff and history show the article; a limit without one is nobody's.

    A length that a decision gives may bring its own article.
    """
    for _, owner in deadline_holders(diagram):
        decided = owner.properties.get("deadline.length", "").startswith("decision:")
        if not decided and not owner.properties.get("deadline.article", "").strip():
            yield at(owner, "Expected deadline.article beside the deadline of %(element)s, but found none")
