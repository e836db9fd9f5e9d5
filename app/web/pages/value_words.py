"""Variables, the parts of their values and what was chosen, by the names that people read. What a program calls them stays beside it."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from app.diagram import Process, labels_in
from app.domain.instant import read_instant
from app.domain.languages import LANGUAGES
from app.domain.roles import ROLE_NAMES
from app.form.form import CHOICES, Component
from app.form.read_value import option_text
from app.queries.asked_fields import fields_of, forms_of_process
from app.queries.replayed_case import ReplayedCase
from app.web.pages.definition_words import CaseNames, form_here, words_otherwise
from app.web.pages.frame import wording
from app.web.pages.unit_words import known_unit
from app.web.presentation.languages import LANGUAGE
from app.web.presentation.replay_view import NO_VALUE, ShownPart, ShownValue
from app.web.surface import surface

_LONGEST: Final = 4_000
_TYPED: Final = frozenset({"textfield", "textarea"})
_PLACE: Final = re.compile(r"\[(\d+)\]")
_WRITTEN_OUT: Final = re.compile(r'\{\s*label:\s*"([^"]*)",\s*value:\s*"([^"]*)"\s*\}')
_ARTICLE: Final = "article"
"""What procedures call the article that a decision rests on; a bare number would say nothing on paper."""

_NUMBERED: Final = re.compile(r"\d+(?:-\d+)?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:(Z|[+-]\d\d:\d\d)|@(\w+(?:/\w+)*))?")
_CYCLE: Final = re.compile(r"(?:R\d*/)?P(\d+)([DMY])")
_CYCLES: Final = {"D": "calendar day", "M": "month", "Y": "year"}


class ValueWords(Struct, frozen=True):
    """What is known of the values of one process of a case. labels: by where a value lies, `content` or `places.street`. choices: of what
    was chosen there, by where it lies and what programs call it. typed: where people write what they like, which is shown as it is.
    things: names of documents and deadlines, by their keys.
    """

    labels: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]
    typed: frozenset[str]
    things: Mapping[str, str]

    def label(self, path: str) -> str:
        """Return what people call a value; empty where nobody said. path: with the places in lists, `items[2].unit`."""
        plain = _PLACE.sub("", path)
        said = self.labels.get(plain) or self.labels.get(_last(plain), "")
        places = [wording()._("no. %(number)s", number=place) for place in _PLACE.findall(path)]
        return " ".join([*places, said]) if said else ""

    def shown(self, path: str, value: Any) -> ShownValue:
        """Return a value as people read it. path: where it lies, for what may be chosen there."""
        if is_plain(value):
            return ShownValue(*self._plain(_PLACE.sub("", path), value))
        return ShownValue("", cut(_text(value)), tuple(self._parts(path, value)))

    def line(self, path: str, value: Any) -> str:
        """Return a value in one line, for paper."""
        if is_plain(value):
            text = self._plain(_PLACE.sub("", path), value)[0]
            return wording()._("none") if text == NO_VALUE else text
        show = wording()
        none = show._("none")
        parts = (f"{one.label or one.path}{show._(': ')}{none if one.text == NO_VALUE else one.text}" for one in self._parts(path, value))
        return show._("; ").join(parts)

    def _parts(self, path: str, value: Any) -> Iterator[ShownPart]:
        for place, one in parts_of(value, path):
            yield ShownPart(self.label(place), place.removeprefix(path).removeprefix("."), *self._plain(_PLACE.sub("", place), one))

    def _plain(self, path: str, value: Any) -> tuple[str, str]:
        """Return a value without parts, and what programs call it, where that is not the same."""
        if value is None:
            return NO_VALUE, ""
        raw = cut(_text(value))
        if isinstance(value, list):
            if not value:
                return wording()._("empty list"), raw
            return wording()._("; ").join(self._word(path, one) for one in value), raw
        words = cut(self._word(path, value))
        return words, raw if raw != words else ""

    def _word(self, path: str, value: Any) -> str:
        chosen = self.choices.get((path, option_text(value))) or self.choices.get((_last(path), option_text(value)))
        if chosen:
            return chosen
        if isinstance(value, bool):
            return wording()._("yes") if value else wording()._("no")
        if value is None:
            return wording()._("none")
        if not isinstance(value, str):
            return _text(value)
        if _last(path) == _ARTICLE and _NUMBERED.fullmatch(value):
            return wording().article(value)
        return value if path in self.typed else self.things.get(value) or _common_words(value)


class WordsByScope:
    """The words for the values of a case up to an event, by the scope that they lie in, each process of it once."""

    def __init__(self, found: ReplayedCase, names: CaseNames) -> None:
        self._found, self._names = found, names
        self._known: dict[str, ValueWords] = {}

    def of(self, scope: str) -> ValueWords:
        instances = self._found.at.instances
        instance = self._found.at.scopes.get(scope) or next(iter(instances))
        if instance not in self._known:
            self._known[instance] = value_words(self._found, instance, self._names)
        return self._known[instance]


def is_plain(value: Any) -> bool:
    """Say whether a value has no parts with names of their own: lists of plain values have none."""
    if isinstance(value, list):
        return not any(isinstance(one, Mapping | list) for one in value)
    return not (isinstance(value, Mapping) and value)


def parts_of(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a value that have no parts themselves, by where they lie: `decision.article` or `units[2].name`."""
    if is_plain(value):
        yield path, value
        return
    inside = value.items() if isinstance(value, Mapping) else enumerate(value, 1)
    for name, one in inside:
        yield from parts_of(one, f"{path}.{name}" if isinstance(value, Mapping) else f"{path}[{name}]")


def value_words(found: ReplayedCase, instance: str, names: CaseNames) -> ValueWords:
    """Return the words for the values of a process of a case, up to an event: as its forms ask for them, that of the event's own task
    before the others, then as its diagram calls them."""
    door = surface().door
    task = str(found.event.recorded.get("userTaskKey") or "")
    forms = door.ask(forms_of_process, door.surroundings, found.at, instance, task)
    world = door.ask(door.surroundings.feel_world, read_instant(found.event.event["effective_at"]))
    labels: dict[str, str] = {}
    choices: dict[tuple[str, str], str] = {}
    typed: set[str] = set()
    for form in forms:
        for asked in fields_of(form_here(form)):
            if label := asked.component.label.fill({}, world).strip():
                labels.setdefault(asked.path, label)
            for value, words in _choices(asked.component):
                choices.setdefault((asked.path, value), words)
            if asked.component.kind in _TYPED:
                typed.add(asked.path)
    process, digest = found.at.instances[instance]
    diagram = door.ask(door.surroundings.diagram_for_words, digest)
    drawn = diagram.process(process) if diagram is not None else None
    for path, words in (_drawn_labels(drawn, digest, names) if drawn is not None else {}).items():
        labels.setdefault(path, words)
        holder, _, value = path.rpartition(".")
        choices.setdefault((holder, value), words)
    # What the rows of a list are asked for is called the same where a row stands alone.
    for path in [path for path in labels if "." in path]:
        labels.setdefault(_last(path), labels[path])
    for path, value in [place for place in choices if "." in place[0]]:
        choices.setdefault((_last(path), value), choices[path, value])
    return ValueWords(labels, choices, frozenset(typed), _things(found, names))


def _choices(component: Component) -> Iterator[tuple[str, str]]:
    """Yield what may be chosen in a field, as far as the form writes it out: value and words."""
    if component.kind not in CHOICES:
        return
    if component.options_from is None:
        yield from ((option_text(option.value), option.label) for option in component.options)
        return
    for words, value in _WRITTEN_OUT.findall(component.options_from.text):
        yield value, component.spoken.words.get(words, words)


def _drawn_labels(process: Process, digest: str, names: CaseNames) -> dict[str, str]:
    language = LANGUAGE.get()
    labels = labels_in(process, LANGUAGES[language], words_otherwise(language))
    for element in process.elements.values():
        if variable := element.properties.get("reasonVariable"):
            name = names.of(element.id, digest=digest)
            labels.setdefault(variable, wording()._("%(name)s: reason", name=name))
    return labels


def _things(found: ReplayedCase, names: CaseNames) -> dict[str, str]:
    things = {str(one["key"]): str(one.get("name") or one.get("title") or "") for one in found.documents if not one["erased"]}
    for key, said in found.at.deadlines.items():
        things.setdefault(key, wording()._("deadline of %(step)s", step=names.of(said.get("elementId"), key)))
    return things


def _common_words(value: str) -> str:
    """Return what is read the same everywhere: a day, an instant, a cycle, a unit, a role; else the value itself."""
    show = wording()
    if _DAY.fullmatch(value):
        return _day(value)
    if found := _INSTANT.fullmatch(value):
        return _instant(value, *found.groups())
    if found := _CYCLE.fullmatch(value):
        period = show.period(found[1], _CYCLES[found[2]])
        return show._("every %(period)s", period=period) if value.startswith("R") else period
    role, at, unit = value.partition("@")
    if role in ROLE_NAMES and (not at or known_unit(unit)):
        return " ".join(filter(None, (known_unit(unit), show._(ROLE_NAMES[role]))))
    return known_unit(value) or value


def _day(value: str) -> str:
    try:
        return wording().weekday_day(date.fromisoformat(value))
    except ValueError:
        return value


def _instant(value: str, written: str, offset: str | None, zone: str | None) -> str:
    """Return an instant in the city's time: `11月25日 周三 09:30`, with its seconds where it has any."""
    show = wording()
    try:
        moment = datetime.fromisoformat(written + (offset or ""))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone) if zone else show.zone)
    except (ValueError, ZoneInfoNotFoundError):
        return value
    local = show.local(moment)
    return f"{show.weekday_day(local.date())} {local:%H:%M:%S}".removesuffix(":00")


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
