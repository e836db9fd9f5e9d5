"""Units, people and posts as a spreadsheet lists them: what each row must say, and what is wrong with it, by row and column."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from app.domain.actor import Holding
from app.domain.called_roles import called_holding, read_holding
from app.domain.rejection import Message
from app.domain.roles import ADMINISTRATORS, ROLES, UNIT_ROLES

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "单位": ("代码", "名称", "上级代码"),
    "人员": ("用户名", "姓名", "角色", "岗"),
    "岗位": ("岗位名称", "角色", "A岗", "B岗"),
}
"""The columns of each sheet, as its first row must name them. A role is written as diagrams write it,
`handler@health-bureau`, or by its name: 市卫健局经办."""

MOST_ROWS: Final = 5000
_UNIT: Final = re.compile("[a-z][a-z0-9-]{0,62}")
_ACCOUNT: Final = re.compile(r"[a-z][a-z0-9.-]{1,62}")
_TAKEN: Final = frozenset({"clock", "public", "system", "access"})


class SheetRow(Struct, frozen=True):
    """number: of the row in its sheet, counted from 1 as spreadsheets do. cells: by column."""

    sheet: str
    number: int
    cells: Mapping[str, str]


class RowError(Struct, frozen=True):
    sheet: str
    number: int
    column: str
    message: Message


class Known(Struct, frozen=True):
    """What the city has already. holdings: of active accounts. called: ids of units by what one alone is called."""

    units: frozenset[str]
    accounts: frozenset[str]
    holdings: Mapping[str, frozenset[Holding]]
    called: Mapping[str, str] = field(default_factory=dict)


class StaffPlan(Struct):
    """What the rows would bring. units: id, name, parent. people: account, name, holdings, letter. posts: holding, name, first, second."""

    units: list[tuple[str, str, str | None]] = field(default_factory=list)
    people: list[tuple[str, str, tuple[Holding, ...], str]] = field(default_factory=list)
    posts: list[tuple[Holding, str, str | None, str | None]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def check_sheets(rows: Sequence[SheetRow], known: Known) -> StaffPlan:
    """Return what the rows would bring, and every error in them. Rows may refer to each other, whatever their order."""
    plan = StaffPlan()
    units = known.units | {row.cells["代码"] for row in rows if row.sheet == "单位"}
    _check_units([row for row in rows if row.sheet == "单位"], known, units, plan)
    called = {**known.called, **{row.cells["名称"]: row.cells["代码"] for row in rows if row.sheet == "单位" and row.cells["名称"]}}
    known = replace(known, units=units, called=called)
    _check_people([row for row in rows if row.sheet == "人员"], known, plan)
    held = {**known.holdings, **{account: frozenset(holdings) for account, _, holdings, _ in plan.people}}
    _check_posts([row for row in rows if row.sheet == "岗位"], known, held, plan)
    return plan


def _check_units(rows: Iterable[SheetRow], known: Known, units: frozenset[str], plan: StaffPlan) -> None:
    seen: set[str] = set()
    for row in rows:
        id, name, parent = row.cells["代码"], row.cells["名称"], row.cells["上级代码"]
        if not _UNIT.fullmatch(id):
            _wrong(
                plan,
                row,
                "代码",
                Message("expected small Latin letters, digits and hyphens, a letter first, found %(typed)s", {"typed": id or "-"}),
            )
        elif id in known.units:
            _wrong(plan, row, "代码", Message("expected a new unit, but %(typed)s is registered", {"typed": id}))
        elif id in seen:
            _wrong(plan, row, "代码", Message("expected each once, but %(typed)s stands here twice", {"typed": id}))
        if not name:
            _wrong(plan, row, "名称", Message("expected a name, found nothing", {}))
        if parent and (parent not in units or parent == id):
            _wrong(plan, row, "上级代码", Message("expected another registered unit, found %(typed)s", {"typed": parent}))
        seen.add(id)
        plan.units.append((id, name, parent or None))


def _check_people(rows: Iterable[SheetRow], known: Known, plan: StaffPlan) -> None:
    seen: set[str] = set()
    for row in rows:
        account, name, letter = row.cells["用户名"], row.cells["姓名"], row.cells["岗"] or "A"
        if not _ACCOUNT.fullmatch(account) or account in _TAKEN:
            found = {"typed": account or "-"}
            _wrong(
                plan,
                row,
                "用户名",
                Message("expected small Latin letters, digits, dots and hyphens, a letter first, found %(typed)s", found),
            )
        elif account in known.accounts:
            _wrong(plan, row, "用户名", Message("expected a new account, but %(typed)s is taken", {"typed": account}))
        elif account in seen:
            _wrong(plan, row, "用户名", Message("expected each once, but %(typed)s stands here twice", {"typed": account}))
        if not name:
            _wrong(plan, row, "姓名", Message("expected a name, found nothing", {}))
        if letter not in ("A", "B"):
            _wrong(plan, row, "岗", Message("expected A or B, found %(typed)s", {"typed": letter}))
        holdings = tuple(read_holding(text, known.called) for text in re.split(r"[、,，;；\s]+", row.cells["角色"]) if text)
        for problem in _problems(holdings, known.units):
            _wrong(plan, row, "角色", problem)
        seen.add(account)
        plan.people.append((account, name, holdings, letter))


def _check_posts(rows: Iterable[SheetRow], known: Known, held: Mapping[str, frozenset[Holding]], plan: StaffPlan) -> None:
    for row in rows:
        holding, name = read_holding(row.cells["角色"], known.called), row.cells["岗位名称"]
        holders = {letter: row.cells[f"{letter}岗"] for letter in "AB"}
        if not name:
            _wrong(plan, row, "岗位名称", Message("expected a name, found nothing", {}))
        for problem in _problems((holding,), known.units):
            _wrong(plan, row, "角色", problem)
        for letter, account in holders.items():
            if account and holding not in held.get(account, frozenset()):
                found = {"typed": account, "role": called_holding(holding, known.called)}
                _wrong(plan, row, f"{letter}岗", Message("expected an account that holds %(role)s, found %(typed)s", found))
        if holders["A"] and holders["A"] == holders["B"]:
            _wrong(plan, row, "B岗", Message("expected two people, found %(typed)s twice", {"typed": holders["B"]}))
        plan.posts.append((holding, name, holders["A"] or None, holders["B"] or None))


def _problems(holdings: Sequence[Holding], units: frozenset[str]) -> list[Message]:
    found = [] if holdings else [Message("expected a role, found nothing", {})]
    for holding in holdings:
        if holding.role not in ROLES:
            found.append(Message("expected a role of the city, found %(typed)s", {"typed": holding.role or "-"}))
        elif holding.role in ADMINISTRATORS:
            found.append(
                Message("expected a role that works on cases: administrators are not imported, found %(typed)s", {"typed": holding.role})
            )
        elif holding.role in UNIT_ROLES and not holding.unit:
            found.append(Message("expected the role with its unit, as %(role)s@unit", {"role": holding.role}))
        if holding.unit and holding.unit not in units:
            found.append(Message("expected a registered unit, found %(typed)s", {"typed": holding.unit}))
    return found


def _wrong(plan: StaffPlan, row: SheetRow, column: str, message: Message) -> None:
    plan.errors.append(RowError(row.sheet, row.number, column, message))
