"""Cases, found by what they are called, what they hold, whose they were and what happened in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, replace

from app.domain.actor import Actor
from app.domain.canonical import canonical, parse
from app.domain.rejection import Rejection
from app.queries.case_happened import HAPPENED, happened_sql
from app.queries.person import person_sight
from app.queries.searches import case_sight
from app.store.database import Reader

STATES: Final = {"running": "ACTIVE", "completed": "COMPLETED", "cancelled": "TERMINATED", "erased": "ERASED"}
COUNTED_TO: Final = 10_000


class CaseFilters(Struct, frozen=True):
    """What is looked for; empty: anything.

    q: part of the receipt number or the title. process: its id. state: one of STATES. unit: one that has or had a task in the case.
    happened: one of HAPPENED. since, until: instants as text in UTC, of receipt, from the one on, before the other. variable: name of one
    of the process itself; value: what it is, written as text or as JSON; empty: whatever it is.
    """

    q: str = ""
    process: str = ""
    state: str = ""
    unit: str = ""
    happened: str = ""
    since: str = ""
    until: str = ""
    variable: str = ""
    value: str = ""


class CaseList(Struct, frozen=True):
    """total: counted to COUNTED_TO."""

    rows: Sequence[Mapping[str, Any]]
    total: int


def case_list(store: Reader, actor: Actor, filters: CaseFilters, *, limit: int = 50, offset: int = 0) -> CaseList:
    """Return one page of the cases that the actor may see, newest first, with the step each stands at and its earliest open
    deadline, of a finished case its last one; and how many events it has, with the digest of the last.

    Raises Rejection("bad_filter") for a value without the name of its variable.
    """
    where, values = _where(store, actor, filters)
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.state, p.received_at, p.started_at, p.outcome, p.process_id, d.name AS process_name,"
        " (SELECT MIN(t.name) FROM user_task t WHERE t.case_key = p.key AND t.state = 'CREATED') AS step,"
        " (SELECT t.element_id FROM user_task t WHERE t.case_key = p.key AND t.state = 'CREATED' ORDER BY t.name LIMIT 1) AS step_id,"
        " (SELECT dl.detail FROM deadline dl WHERE dl.case_key = p.key ORDER BY"
        " dl.is_open DESC, CASE WHEN dl.is_open = 1 THEN dl.deadline_at END, dl.key DESC LIMIT 1) AS deadline, p.digest,"
        " c.seq AS events, c.chain_digest"
        f" FROM (SELECT p.key AS found FROM process_instance p WHERE {where} ORDER BY p.key DESC LIMIT :limit OFFSET :offset) f"
        " JOIN process_instance p ON p.key = f.found JOIN definition d ON d.key = p.definition_key"
        " LEFT JOIN case_state c ON c.case_key = p.key ORDER BY p.key DESC",
        **values,
        limit=limit,
        offset=offset,
    )
    return CaseList(rows, _count(store, where, values))


def lapsed_deadlines(store: Reader, keys: Sequence[int]) -> dict[int, list[Mapping[str, Any]]]:
    """Return key and detail of the deadlines at whose end silence took effect, by case. keys: of cases that the actor may see."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    if keys:
        names = ", ".join(f":k{place}" for place in range(len(keys)))
        rows = store.all(
            f"SELECT case_key, key, detail FROM deadline WHERE case_key IN ({names}) AND state = 'lapsed' ORDER BY key",
            **{f"k{place}": key for place, key in enumerate(keys)},
        )
        for row in rows:
            found.setdefault(row["case_key"], []).append(row)
    return found


def strictest(store: Reader, actor: Actor, filters: CaseFilters) -> tuple[str, int] | None:
    """Return the condition without which most cases would be found, by its name in CaseFilters, and how many; None where leaving out
    any single one finds nothing either. since stands for both days."""
    best: tuple[str, int] | None = None
    for name, without in _without_each(filters):
        total = _count(store, *_where(store, actor, without))
        if total and (best is None or total > best[1]):
            best = name, total
    return best


def _without_each(filters: CaseFilters) -> Iterator[tuple[str, CaseFilters]]:
    given = {name for name, wanted in asdict(filters).items() if wanted}
    for name in ("q", "process", "state", "unit", "happened"):
        if name in given:
            yield name, replace(filters, **{name: ""})
    if given & {"since", "until"}:
        yield "since", replace(filters, since="", until="")
    if "variable" in given:
        yield "variable", replace(filters, variable="", value="")


def _count(store: Reader, where: str, values: Mapping[str, Any]) -> int:
    return int(store.value(f"SELECT COUNT(*) FROM (SELECT 1 FROM process_instance p WHERE {where} LIMIT {COUNTED_TO}) n", **values))


def _where(store: Reader, actor: Actor, filters: CaseFilters) -> tuple[str, dict[str, Any]]:
    """Return SQL for root process instances `p`, and its values."""
    sight, values = case_sight(actor, "p.key", "p")
    parts = ["p.parent_key IS NULL", *([sight] if sight else ())]
    if filters.q:
        parts.append("(p.receipt_number LIKE :q ESCAPE '\\' OR p.title LIKE :q ESCAPE '\\')")
        values["q"] = f"%{_meant(filters.q)}%"
    if filters.process:
        parts.append("p.process_id = :process")
        values["process"] = filters.process
    if filters.state in STATES:
        parts.append("p.state = :state")
        values["state"] = STATES[filters.state]
    if filters.unit:
        parts.append("p.key IN (SELECT u.case_key FROM case_party u WHERE u.kind = 'group' AND u.name LIKE :unit ESCAPE '\\')")
        values["unit"] = f"%@{_meant(filters.unit)}"
    if filters.happened in HAPPENED:
        parts.append(happened_sql(filters.happened, is_sqlite=store.is_sqlite))
    for name, sign in (("since", ">="), ("until", "<")):
        if getattr(filters, name):
            parts.append(f"COALESCE(p.received_at, p.started_at) {sign} :{name}")
            values[name] = getattr(filters, name)
    if filters.variable or filters.value:
        parts.append(_variable(actor, filters, values))
    return " AND ".join(parts), values


def _meant(text: str) -> str:
    """Return a text as LIKE takes it for what it says."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _variable(actor: Actor, filters: CaseFilters, values: dict[str, Any]) -> str:
    """Return the condition that a process has a variable, one that the actor may see: nobody finds a case by what is kept from them."""
    if not filters.variable:
        raise Rejection("bad_filter", "Expected the name of the variable whose value is looked for, but found the value alone")
    hidden, shown = person_sight(actor, "v")
    values.update(shown)
    values["variable"] = filters.variable
    parts = ["v.scope_key = p.key", "v.name = :variable", *([hidden] if hidden else ())]
    if filters.value:
        meant = _values_meant(filters.value)
        parts.append(f"v.value IN ({', '.join(f':value{place}' for place in range(len(meant)))})")
        values.update({f"value{place}": value for place, value in enumerate(meant)})
    return f"EXISTS (SELECT 1 FROM variable v WHERE {' AND '.join(parts)})"


def _values_meant(typed: str) -> list[str]:
    """Return what was typed in the form in which values are kept: as text, and as what it says where it is JSON."""
    meant = [canonical(typed)]
    try:
        meant.append(canonical(parse(typed)))
    except Rejection:
        return meant
    return list(dict.fromkeys(meant))


def process_names(store: Reader) -> list[tuple[str, str, str]]:
    """Return id, name and the digest of a file for every process that was ever deployed."""
    rows = store.all("SELECT id, MAX(name) AS name, MAX(digest) AS digest FROM definition WHERE kind = 'process' GROUP BY id ORDER BY 2, 1")
    return [(row["id"], row["name"], row["digest"]) for row in rows]
