"""A form as a document: its components, what each asks for, and the rules its answers obey."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from app.feel import Expression, FeelWorld
from app.form.computed import computed
from app.form.text_template import NOTHING, Text

# Components that ask for a value; the others only show something or hold others.
INPUTS = frozenset({"textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "taglist", "filepicker"})
CHOICES = frozenset({"radio", "select", "checklist", "taglist"})
SEVERAL = frozenset({"checklist", "taglist", "filepicker"})
SHOWN_ONLY = frozenset({"text", "image", "spacer", "separator", "button", "table"})
SUPPORTED = INPUTS | SHOWN_ONLY | {"group", "dynamiclist", "expression"}


class Setting(Struct, frozen=True):
    """A setting that the form fixes, or that is computed each time the form is shown or checked."""

    fixed: Any = None
    expression: Expression | None = None

    def value(self, variables: Mapping[str, Any], world: FeelWorld) -> Any:
        return computed(self.expression, variables, world) if self.expression else self.fixed


UNSET = Setting()


class Option(Struct, frozen=True):
    """One of the values to choose from; hint is a second, smaller line."""

    label: str
    value: Any
    hint: str = ""


class Column(Struct, frozen=True):
    key: str
    label: str


class Rules(Struct, frozen=True):
    """What an answer must obey, beside its kind.

    earliest, latest: the first and the last day that a date may name, such as the day of another field, or today for what has happened.
    distinct_by: the fields of a row, by their names, that no two rows of a list have alike; empty: any may be alike.
    """

    required: bool = False
    minimum: Setting = UNSET
    maximum: Setting = UNSET
    min_length: Setting = UNSET
    max_length: Setting = UNSET
    pattern: str | None = None
    pattern_message: str = ""
    format: str | None = None  # "phone" or "email"
    decimal_digits: int | None = None
    increment: Decimal | None = None
    number_as_text: bool = False
    no_passed_dates: bool = False
    earliest: Setting = UNSET
    latest: Setting = UNSET
    distinct_by: tuple[str, ...] = ()


class Translation(Struct, frozen=True):
    """What a component says to the readers of one language.

    texts: by the name of the setting, as in LIVE_TEXTS. options, hints: by an option's value as a page carries it. columns: by key.
    words: for what an expression of the component gives, by that.
    """

    texts: Mapping[str, Text] = field(default_factory=dict)
    pattern_message: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


AS_WRITTEN = Translation()


class Component(Struct, frozen=True):
    """One part of a form.

    path: the names under which its value lies in the answers, groups' and lists' own paths left out; empty for parts without a value.
    subtype: "date", "time" or "datetime" for a datetime; "submit" or "reset" for a button.
    time_format: how a time of day is written: "utc_offset", "utc_normalized" or "no_timezone".
    row, columns: its place in the sixteen columns of the form's grid.
    translations: by language tag. spoken: the one that the form speaks now, for what is known only when it is drawn.
    correctable: whether the answer may still be corrected once it was given; words that say why not and what to do instead where not.
    """

    id: str
    kind: str
    path: tuple[str, ...] = ()
    label: Text = NOTHING
    description: Text = NOTHING
    hide: Expression | None = None
    readonly: Setting = UNSET
    disabled: bool = False
    rules: Rules = Rules()
    default: Any = None
    options: tuple[Option, ...] = ()
    options_from: Expression | None = None
    children: "tuple[Component, ...]" = ()
    subtype: str = ""
    time_format: str = "utc_offset"
    time_step_minutes: int = 15
    expression: Expression | None = None
    text: Text = NOTHING
    alt: Text = NOTHING
    prefix: Text = NOTHING
    suffix: Text = NOTHING
    outlined: bool = False
    rows_fixed: bool = False
    first_rows: int = 1
    columns_shown: tuple[Column, ...] = ()
    columns_from: Expression | None = None
    accept: Setting = UNSET
    multiple: Setting = UNSET
    row: str | None = None
    columns: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Translation] = field(default_factory=dict)
    spoken: Translation = AS_WRITTEN
    correctable: Setting = UNSET

    def why_not_corrected(self, variables: Mapping[str, Any], world: FeelWorld) -> str | None:
        """Return the words that say why the answer is not corrected any more and what to do instead; None where it may be.

        variables: of the case as it stands. Whatever is neither true nor words refuses, without a reason.

        Raises Rejection("bad_expression").
        """
        found = True if self.correctable == UNSET else self.correctable.value(variables, world)
        return None if found is True else found if isinstance(found, str) else ""

    def reads(self, name: str) -> bool:
        """Say whether what the component shows, or whether it is shown or corrected, is worked out from a variable."""
        expressions = (self.expression, self.hide, self.options_from, self.correctable.expression)
        return self.text.reads(name) or any(one is not None and name in one.names for one in expressions)


class Form(Struct, frozen=True):
    """A form-js schema document, read. id: what diagrams name it by. version_tag: by which they may mean one version; None: none."""

    id: str
    name: str
    components: tuple[Component, ...]
    version_tag: str | None = None

    def every_component(self) -> Iterator[Component]:
        """Yield all components, those inside groups and lists too, in the order of the document."""
        waiting = list(reversed(self.components))
        while waiting:
            component = waiting.pop()
            yield component
            waiting.extend(reversed(component.children))

    def outermost(self) -> Iterator[Component]:
        """Yield the components whose answers are variables, or lie in one at its top: none from within a list or a group with a path."""
        waiting = list(reversed(self.components))
        while waiting:
            component = waiting.pop()
            if component.path:
                yield component
            elif component.kind == "group":
                waiting.extend(reversed(component.children))

    @property
    def variable_names(self) -> frozenset[str]:
        """The names of the variables that its answers are written to."""
        return frozenset(component.path[0] for component in self.outermost())
