"""What has happened in a case, to find cases by: by the end of its deadlines, and by the events that left its diagram."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.queries.deviations import BACKDATED, DEVIATIONS, SAID

LATE_REMARK: Final = "late-remark"
"""As the address names what came after silence had taken effect: `late` is there what everybody calls so."""

CONSENT, LATE, EXTENDED, RETURNED = "consent", "late", "extended", "returned"
_OTHER_NAMES: Final[Mapping[str, str]] = {"late": LATE_REMARK, "sent-back": RETURNED}
_SORTS: Final[Mapping[str, str]] = {_OTHER_NAMES.get(sort, sort): sort for sort in DEVIATIONS}

HAPPENED: Final = (CONSENT, LATE, EXTENDED, RETURNED, *(name for name in _SORTS if name != RETURNED))
"""What may be asked for. consent: silence took effect and holds; late: a deadline passed before its work was done; extended: more time was
given on request; the others are the sorts of app/queries/deviations.py."""


def sort_of_happened(name: str) -> str:
    """Return the sort of deviation that is asked for; empty for what is none."""
    return _SORTS.get(name, "")


def happened_sql(name: str, *, is_sqlite: bool) -> str:
    """Return SQL that lets through root process instances `p` in which it happened. name: one of HAPPENED.

    Each part is read from an index that holds little else.
    """
    if name in (CONSENT, LATE):
        state = "lapsed" if name == CONSENT else "missed"
        # The first condition is that of the index, word for word: SQLite draws no conclusions.
        return f"p.key IN (SELECT x.case_key FROM deadline x WHERE x.state IN ('missed', 'lapsed') AND x.state = '{state}')"
    looks = "instr" if is_sqlite else "strpos"
    if name == EXTENDED:
        moved = _of_facts(["deadline_moved"], is_sqlite=is_sqlite)
        # In two pieces: in one the store would take `:true` for the name of a value.
        return f"p.key IN ({moved} AND {looks}(e.body, '\"extension\":' || 'true') > 0)"
    return _of_sort(DEVIATIONS[_SORTS[name]], is_sqlite=is_sqlite)


def _of_sort(kinds: Iterable[str], *, is_sqlite: bool) -> str:
    parts = []
    plain = [kind for kind in kinds if kind not in SAID and kind != BACKDATED]
    if plain:
        named = ", ".join(f"'{kind}'" for kind in plain)
        parts.append(f"p.key IN (SELECT CAST(e.case_key AS BIGINT) FROM audit_event e{_by('kind', is_sqlite)} WHERE e.kind IN ({named}))")
    if BACKDATED in kinds:
        parts.append("p.received_at < p.started_at")
    facts = [kind for kind in kinds if kind in SAID]
    if facts:
        parts.append(f"p.key IN ({_of_facts(facts, is_sqlite=is_sqlite)})")
    return f"({' OR '.join(parts)})"


def _of_facts(facts: Iterable[str], *, is_sqlite: bool) -> str:
    """Return a subquery for the cases of which an event says one of the facts that have an index of their own.

    It repeats the condition of that index: else PostgreSQL would not know that it serves.
    """
    looks = "instr" if is_sqlite else "strpos"
    said = [f'{looks}(e.body, \'"fact":"{fact}"\') > 0' for fact in facts]
    indexed = " OR ".join(f'{looks}(e.body, \'"fact":"{fact}"\') > 0' for fact in ("deadline_moved", "paper_decision_entered"))
    where = f"({indexed}) AND ({' OR '.join(said)})"
    return f"SELECT CAST(e.case_key AS BIGINT) FROM audit_event e{_by('off_course', is_sqlite)} WHERE {where}"


def _by(index: str, is_sqlite: bool) -> str:
    name = "audit_event_off_course" if index == "off_course" else "audit_event_by_kind"
    return f" INDEXED BY {name}" if is_sqlite else ""
