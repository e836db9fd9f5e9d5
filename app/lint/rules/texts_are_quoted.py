"""The rule texts-are-quoted."""

from collections.abc import Iterator

from app.lint.decision_file import DecisionFile
from app.lint.decision_rule import decision_rule, in_place
from app.lint.rule import WARNING, Found
from app.lint.unquoted import unquoted_texts


@decision_rule(
    "texts-are-quoted",
    WARNING,
    instead="Write the text in double quotes; if it is a name after all, draw the input or the decision that it stands for.",
)
def texts_are_quoted(decisions: DecisionFile) -> Iterator[Found]:
    """A word without quotes is a name. Where texts belong, one that nothing in the model has was probably meant to be a text: as it
    stands it is null, and no value is equal to it.
    """
    for written, name in unquoted_texts(decisions.model.written):
        template = (
            "Expected a text in quotes in %(where)s, but found the name %(found)s, which nothing here has; did you forget the quotes:"
            " %(nearest)s"
        )
        yield in_place(written.place, template, found=name, nearest=f'"{name}"')
