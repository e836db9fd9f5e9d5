"""Puts together what a page posted: flat names and texts become answers, nested as the form nests them."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.form.form import INPUTS, SEVERAL, Component, Form
from app.form.nested import MAX_ROWS, ORIGIN, put

# Names that begin so are the page's own (its token, its buttons), never fields.
OWN = "_"
ADD_ROW = "_add"
REMOVE_ROW = "_remove"
ROWS = "_rows."
# Of the fields that a browser is silent about when they are empty, those that the page showed.
SHOWN = "_shown"
# The files chosen for a field come under a name of their own; the field's own name holds the ids of documents kept before.
FILES = "_file."


def read_posted(form: Form, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the answers that the fields of a page stand for.

    A browser sends nothing for an unticked box or an empty choice: those become false, null or an empty list; of a page that says which
    fields it showed, those alone, since what a condition hid was answered by nobody. A name that the form does not have is kept, so that
    the check can refuse it. The buttons `_add` (a list's name) and `_remove` (a row's name) add and take away one row.
    """
    posted: dict[str, list[str]] = {}
    for name, value in pairs:
        posted.setdefault(name, []).append(value.replace("\r\n", "\n"))
    known: set[str] = set()
    sent = _read_level(form.components, posted, "", known)
    for name, values in posted.items():
        if name not in known and not name.startswith(OWN):
            sent[name] = values[0] if len(values) == 1 else values
    return sent


def _read_level(components: tuple[Component, ...], posted: Mapping[str, list[str]], prefix: str, known: set[str]) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    _read_into(sent, components, (), posted, prefix, known)
    return sent


def _read_into(
    sent: dict[str, Any],
    components: tuple[Component, ...],
    above: tuple[str, ...],
    posted: Mapping[str, list[str]],
    prefix: str,
    known: set[str],
) -> None:
    for component in components:
        path = above + component.path
        name = prefix + ".".join(path)
        if component.kind == "group":
            _read_into(sent, component.children, path, posted, prefix, known)
        elif component.kind == "dynamiclist":
            if ROWS + name in posted:
                put(sent, {}, path, _read_rows(component, posted, name, known))
        elif component.kind in INPUTS:
            known.add(name)
            if SHOWN in posted and name not in posted[SHOWN] and name not in posted:
                continue
            found = _answer(component, posted.get(name, []))
            if found is not None or name in posted or component.kind == "radio":
                put(sent, {}, path, found)


def _answer(component: Component, values: list[str]) -> Any:
    if component.kind in SEVERAL:
        return [value for value in values if value]
    if component.kind == "checkbox":
        return any(value not in ("", "false") for value in values)
    return values[-1] if values else None


def _read_rows(component: Component, posted: Mapping[str, list[str]], name: str, known: set[str]) -> list[dict[str, Any]]:
    text = posted[ROWS + name][-1]
    count = min(int(text), MAX_ROWS) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    removed = posted.get(REMOVE_ROW, [])
    rows = []
    for number in range(count):
        row_name = f"{name}.{number}"
        row = _read_level(component.children, posted, row_name + ".", known)
        row[ORIGIN] = (posted.get(f"{row_name}.{ORIGIN}") or [""])[-1]
        known.add(f"{row_name}.{ORIGIN}")
        if row_name not in removed:
            rows.append(row)
    if name in posted.get(ADD_ROW, []) and len(rows) < MAX_ROWS:
        rows.append({ORIGIN: ""})
    return rows
