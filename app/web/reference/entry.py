"""What the reference of the expression language says of one function, operator or form."""

from msgspec import Struct


class Entry(Struct, frozen=True):
    """name: of a function as expressions write it, or how a form is written. meaning: an English sentence, translated where it is shown.

    section: of DMN 1.5; "" for what the standard has not. examples: a text and what it gives, also as a text; tests evaluate both.
    signatures: how it is called; left empty for built-in functions, which know their own.
    """

    name: str
    section: str
    meaning: str
    examples: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...] = ()


class Group(Struct, frozen=True):
    """anchor: in the page's address, after #. functions: whether its entries are names of functions."""

    anchor: str
    title: str
    entries: tuple[Entry, ...]
    functions: bool = True
