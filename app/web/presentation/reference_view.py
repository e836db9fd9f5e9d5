"""What the reference of the expression language shows."""

from msgspec import Struct


class ReferenceEntry(Struct, frozen=True):
    """anchor: in the page's address, after #. section: of DMN 1.5, "" for what goes beyond it. examples: a text, and what it gives."""

    anchor: str
    name: str
    signatures: tuple[str, ...]
    meaning: str
    section: str
    examples: tuple[tuple[str, str], ...]


class ReferenceGroup(Struct, frozen=True):
    """entries: those found; a group without any is left out."""

    anchor: str
    title: str
    entries: tuple[ReferenceEntry, ...]


class ReferenceView(Struct, frozen=True):
    """find: what is looked for. found: how many entries match it."""

    find: str
    groups: tuple[ReferenceGroup, ...]

    @property
    def found(self) -> int:
        return sum(len(group.entries) for group in self.groups)
