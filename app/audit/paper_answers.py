"""What the cells of a sheet of running paper cases answer to a form: options may be written as people read them, or by their codes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.audit.paper_procedure import asked_for
from app.domain.canonical import parse
from app.domain.rejection import Message, Rejection
from app.feel import FeelWorld
from app.form import Form
from app.form.fill_form import Node, fill_form
from app.form.form import CHOICES, SEVERAL, Component, Option
from app.form.nested import put
from app.form.read_value import option_text

_APART: Final = re.compile(r"[、,，;；\n]+")
_YES, _NO = frozenset({"是", "有", "√", "true", "yes", "1"}), frozenset({"否", "无", "×", "false", "no", "0"})

# What one field offers may hang on what another one says: a form in which that still changes after so many readings is read as it stands.
_ROUNDS: Final = 4


def sent_by(
    form: Form, cells: Mapping[str, str], units: Mapping[str, str], known: Mapping[str, Any], worlds: Iterable[FeelWorld]
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Return what the cells of a row answer to a form, as a page would send it, and what cannot be read, by key.

    units: the ids of units by each name that people call them, which need not be the one that the form offers. known: what the case knows
    when the form is answered. worlds: between whose instants it was answered; what was offered in either may be chosen.

    Raises Rejection("bad_expression") where the form cannot be worked out.
    """
    asked = {key: component for key, component in asked_for(form.components) if key in cells}
    said, worlds = dict(cells), tuple(worlds)
    for _ in range(_ROUNDS):
        sent, errors = _read(asked, said, units)
        offered = _offered(form, sent, known, worlds)
        meant = {key: _by_code(asked[key], said[key], options) for key, options in offered.items() if key in asked}
        if all(said[key] == cell for key, cell in meant.items()):
            break
        said |= meant
    for key, options in offered.items():
        if key in asked and key not in errors and (odd := _not_offered(sent, key, options)):
            errors[key] = _refusal(odd, options)
    return sent, errors


def _read(asked: Mapping[str, Component], cells: Mapping[str, str], units: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Message]]:
    sent: dict[str, Any] = {}
    errors: dict[str, Message] = {}
    for key, component in asked.items():
        try:
            put(sent, {}, tuple(key.split(".")), _meant(component, cells[key], units))
        except Rejection:
            errors[key] = Message("expected a list written as JSON, such as [{...}], found %(found)s", {"found": cells[key][:60]})
    return sent, errors


def _meant(component: Component, cell: str, units: Mapping[str, str]) -> Any:
    """Return what a cell means: options may be named by what people read, several are written one after another."""
    if component.kind == "dynamiclist":
        found = parse(cell)
        if not isinstance(found, list):
            raise Rejection("bad_value", "Expected a list")
        return [_entry(component, one, units) if isinstance(one, dict) else one for one in found]
    if component.kind == "checkbox":
        word = cell.strip().lower()
        return True if word in _YES else False if word in _NO else cell
    offered = component.options if component.kind in CHOICES else ()
    values = {option.value for option in offered if isinstance(option.value, str)}
    # A unit is meant by each of its names; of what an expression offers only the label is known when the form is worked out.
    by_expression = component.kind in CHOICES and not component.options
    called: dict[str, Any] = {name: unit for name, unit in units.items() if by_expression or unit in values}
    called |= {option.label: option.value for option in offered}
    if component.kind in SEVERAL:
        return [called.get(part.strip(), part.strip()) for part in _APART.split(cell) if part.strip()]
    return called.get(cell, cell)


def _entry(component: Component, entry: Mapping[str, Any], units: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry of a list with what people call units and options by their codes."""
    inner = {".".join(child.path): child for child in component.children if child.kind in CHOICES}
    meant = dict(entry)
    for name, value in entry.items():
        if name not in inner or not value:
            continue
        if isinstance(value, str) and inner[name].kind not in SEVERAL:
            meant[name] = _meant(inner[name], value, units)
        elif isinstance(value, list):
            meant[name] = [one for part in value for one in (_meant(inner[name], part, units) if isinstance(part, str) else [part])]
    return meant


def called_entry(component: Component, place: str, world: FeelWorld) -> str:
    """Return where in a list something is wrong: the number of the entry, from 1, and its field. place: `0.unit`; "" for none."""
    number, _, name = place.partition(".")
    if component.kind != "dynamiclist" or not number.isdecimal():
        return ""
    child = next((one for one in component.children if ".".join(one.path) == name), None)
    return " · ".join(filter(None, (str(int(number) + 1), child.label.fill({}, world) if child is not None else name)))


def _offered(form: Form, sent: Mapping[str, Any], known: Mapping[str, Any], worlds: Iterable[FeelWorld]) -> dict[str, list[Option]]:
    """Return what may be chosen in each field that is asked and can be filled in, by its key."""
    found: dict[str, list[Option]] = {}
    for world in worlds:
        for key, node in _choices(fill_form(form, sent, known, world)):
            options = found.setdefault(key, [])
            options += [option for option in node.options if option not in options]
    return found


def _choices(nodes: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    for node in nodes:
        if node.component.kind == "group":
            yield from _choices(node.children)
        elif node.component.kind in CHOICES and not node.readonly:
            yield ".".join(str(part) for part in node.place), node


def _by_code(component: Component, cell: str, options: Iterable[Option]) -> str:
    """Return a cell with each label of what an expression offers by its code."""
    if component.options_from is None:
        return cell
    called = {option.label: option_text(option.value) for option in options}
    if component.kind not in SEVERAL or cell in called:
        return called.get(cell.strip(), cell)
    parts = [part.strip() for part in _APART.split(cell)]
    return "、".join(called.get(part, part) for part in parts) if any(part in called for part in parts) else cell


def _not_offered(sent: Mapping[str, Any], key: str, options: Iterable[Option]) -> str:
    value: Any = sent
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    codes = {option_text(option.value) for option in options}
    chosen = value if isinstance(value, list) else [value]
    return next((one for one in chosen if isinstance(one, str) and one and one not in codes), "")


def _refusal(odd: str, options: Iterable[Option]) -> Message:
    said = {"found": odd[:60], "known": "、".join(option.label for option in options)}
    if not said["known"]:
        return Message("nothing can be chosen here by what the case knows at this step, found %(found)s", {"found": odd[:60]})
    return Message("expected one of those offered at this step: %(known)s; %(found)s is not among them", said)
