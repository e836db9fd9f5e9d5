"""What the page of a deployed file shows."""

from datetime import datetime

from msgspec import Struct


class DefinedRow(Struct, frozen=True):
    """Something that a file defines. kind: process, form, decision or paper. state: active, pending or retired. href: of the file's own
    page; empty for the one that is shown."""

    kind: str
    id: str
    name: str
    version: int
    state: str
    file: str
    href: str = ""
    tag: str = ""


class DeployedRow(Struct, frozen=True):
    """how: deployed, confirmed or retired. state: of the deployment, pending while it waited for a second designer. seq: of the event in
    the city's own record."""

    seq: int
    at: datetime
    who: str
    acting_for: str
    how: str
    state: str = ""


class TableShown(Struct, frozen=True):
    """A decision table as it was written. policy: how its rules are taken, as DMN names it."""

    title: str
    policy: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class FieldShown(Struct, frozen=True):
    """A part of a form. depth: in how many groups or lists it lies."""

    label: str
    key: str
    kind: str
    required: bool = False
    depth: int = 0


class DefinitionView(Struct, frozen=True):
    """state: genuine, changed or missing: whether the file is what was deployed. drawing: address of the diagram, empty for what is none.
    text: the file as it was recorded. file_href: where it is sent as a file. cases: number and address; count: of all."""

    digest: str
    defines: tuple[DefinedRow, ...]
    beside: tuple[DefinedRow, ...]
    versions: tuple[DefinedRow, ...]
    deployed: tuple[DeployedRow, ...]
    state: str
    drawing: str = ""
    tables: tuple[TableShown, ...] = ()
    fields: tuple[FieldShown, ...] = ()
    text: str = ""
    file_href: str = ""
    cases: tuple[tuple[str, str], ...] = ()
    count: int = 0
