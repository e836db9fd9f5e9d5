"""What the standards ask of a log, read from their text by somebody who knows nothing of what writes ours.

The published schema files are not kept here: neither says on what terms it may be passed on. Source: IEEE 1849-2016, XML serialization
(its schema file of 15 April 2020); OCEL 2.0 Specification, section 8, JSON.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

_XES = "{http://www.xes-standard.org/}"
_NAME = re.compile(r"[^\W\d][\w.:·-]*")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.·-]*")
_ORDER = {"log": ("extension", "global", "classifier", "attribute", "trace", "event"), "trace": ("attribute", "event")}
_VALUES = {
    "string": lambda text: True,
    "id": lambda text: True,
    "date": lambda text: _is_instant(text),
    "int": lambda text: re.fullmatch(r"[+-]?\d{1,19}", text) is not None,
    "float": lambda text: re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|INF|-INF|NaN", text) is not None,
    "boolean": lambda text: text in ("true", "false", "0", "1"),
}
_NEEDED = {"extension": {"name": _PLAIN_NAME, "prefix": _PLAIN_NAME}, "classifier": {"name": _PLAIN_NAME}, "global": {"scope": _PLAIN_NAME}}


def xes_problems(raw: bytes) -> list[str]:
    """Return what a log breaks of XES; nothing where it is a log."""
    log = ElementTree.fromstring(raw)
    if log.tag != f"{_XES}log":
        return [f"the root is {log.tag}"]
    return [*_log_problems(log), *_component(log, "log")]


def _log_problems(log: ElementTree.Element) -> Iterator[str]:
    if not re.fullmatch(r"\d+(\.\d+)?", log.get("xes.version", "")):
        yield "xes.version is no decimal"
    for kind, needed in _NEEDED.items():
        for one in log.findall(f"{_XES}{kind}"):
            yield from (f"{kind} {name} is no name" for name, form in needed.items() if not form.fullmatch(one.get(name, "")))
    declared = {(one.get("scope"), held.get("key")) for one in log.findall(f"{_XES}global") for held in one}
    for one in log.findall(f"{_XES}classifier"):
        for key in one.get("keys", "").split() or ["-"]:
            if (one.get("scope", "event"), key) not in declared:
                yield f"classifier {one.get('name')} asks for {key}, which is not global"
    for scope in ("trace", "event"):
        wanted = {key for where, key in declared if where == scope}
        for one in log.iter(f"{_XES}{scope}"):
            if missing := wanted - {held.get("key") for held in one}:
                yield f"{scope} without {', '.join(sorted(map(str, missing)))}"


def _component(one: ElementTree.Element, kind: str) -> Iterator[str]:
    """Yield what is wrong with a log, trace, event or attribute and with what is in it."""
    kinds = [_kind(held) for held in one]
    order = _ORDER.get(kind, ("attribute",))
    places = [order.index(held) if held in order else -1 for held in kinds]
    if -1 in places or places != sorted(places):
        yield f"{kind} holds {kinds[:8]}"
    keys = [held.get("key", "") for held in one if _kind(held) == "attribute"]
    yield from (f"{kind} says {key} twice" for key in {key for key in keys if keys.count(key) > 1})
    for held in one:
        if _kind(held) == "attribute":
            yield from _attribute(held)
        elif _kind(held) in ("trace", "event", "global"):
            yield from _component(held, _kind(held))


def _attribute(one: ElementTree.Element) -> Iterator[str]:
    type, key, value = one.tag.removeprefix(_XES), one.get("key", ""), one.get("value")
    if not _NAME.fullmatch(key):
        yield f"{key} is no name"
    if value is None or not _VALUES[type](value):
        yield f"{key} is no {type}: {value}"
    yield from _component(one, "attribute")


def _kind(one: ElementTree.Element) -> str:
    tag = one.tag.removeprefix(_XES)
    return "attribute" if tag in _VALUES else tag


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None and "T" in text
    except ValueError:
        return False


_TYPE = {"name": str, "attributes": [{"name": str, "type": str}]}
_RELATED = [{"objectId": str, "qualifier": str}]
_OCEL = {
    "eventTypes": [_TYPE],
    "objectTypes": [_TYPE],
    "events": [{"id": str, "type": str, "time": _is_instant, "attributes": [{"name": str, "value": str}], "relationships": _RELATED}],
    "objects": [{"id": str, "type": str, "attributes": [{"name": str, "value": str, "time": _is_instant}], "relationships": _RELATED}],
}
_TYPES = ("string", "time", "integer", "float", "boolean")


def ocel_problems(raw: bytes) -> list[str]:
    """Return what a log breaks of OCEL 2.0: of its schema, and of what its text asks beyond that."""
    log = json.loads(raw)
    return list(_shape(log, _OCEL, "log")) or list(_meaning(log))


def _shape(found: Any, wanted: Any, where: str) -> Iterator[str]:
    if isinstance(wanted, dict):
        if not isinstance(found, dict) or set(found) != set(wanted):
            yield f"{where} is {str(found)[:80]}"
            return
        for name, inner in wanted.items():
            yield from _shape(found[name], inner, f"{where}.{name}")
    elif isinstance(wanted, list):
        if not isinstance(found, list):
            yield f"{where} is no list"
            return
        for one in found:
            yield from _shape(one, wanted[0], f"{where}[]")
    elif not (isinstance(found, str) and (wanted is str or wanted(found))):
        yield f"{where} is {found!r}"


def _meaning(log: dict[str, Any]) -> Iterator[str]:
    """Every type is declared, with each attribute that one of its kind has; ids are one thing's; what is related is there."""
    ids = [one["id"] for kind in ("events", "objects") for one in log[kind]]
    yield from (f"{id} is twice" for id, times in Counter(ids).items() if times > 1 and len(ids) < 2_000)
    if len(set(ids)) != len(ids):
        yield "ids are not one thing's"
    objects = {one["id"] for one in log["objects"]}
    for kind, types in (("events", "eventTypes"), ("objects", "objectTypes")):
        declared = {one["name"]: {held["name"]: held["type"] for held in one["attributes"]} for one in log[types]}
        if len(declared) != len(log[types]):
            yield f"{types} says one twice"
        yield from (f"{name} is a {type}" for held in declared.values() for name, type in held.items() if type not in _TYPES)
        for one in log[kind]:
            if one["type"] not in declared:
                yield f"{one['id']} is of no type: {one['type']}"
            elif unknown := {held["name"] for held in one["attributes"]} - set(declared[one["type"]]):
                yield f"{one['id']} has {unknown}, which its type has not"
            yield from (f"{one['id']} is with {held['objectId']}" for held in one["relationships"] if held["objectId"] not in objects)
