"""Holds one answer against the rules of its component."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.canonical import number_text
from app.domain.rejection import Message
from app.feel import FeelWorld
from app.form.form import Component, Rules, Setting
from app.form.safe_pattern import MAX_TEXT

# Mainland numbers: mobile, landline with or without area code and extension, 400 and 800, service numbers such as 12345.
_PHONE = re.compile(
    r"(\+?86[- ]?)?1[3-9]\d{9}"
    r"|(\+?86[- ]?)?(\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}([-x ]\d{1,6})?"
    r"|[48]00[- ]?\d{3}[- ]?\d{4}|1[012]\d{3}|9[56]\d{3,4}"
)
OWN_WORDS = "%(message)s"
_EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\".]+(\.[^\s@<>\".]+)+")


def check_value(component: Component, value: Any, scope: Mapping[str, Any], world: FeelWorld) -> Message | None:
    """Return what is wrong with an answer, or None. An empty answer is wrong only where one is required.

    scope: the names that the rules' expressions see.
    """
    if value in (None, "", []) or (component.kind == "checkbox" and value is False):
        return _missing(component) if component.rules.required else None
    if component.kind == "number":
        return _check_number(component, Decimal(value), scope, world)
    if component.kind in ("textfield", "textarea"):
        return _check_text(component, value, scope, world)
    if component.kind == "datetime" and component.subtype != "time":
        return _check_day(component.rules, value, scope, world)
    return None


def _missing(component: Component) -> Message:
    if component.kind in ("radio", "select", "checklist", "taglist"):
        return Message("Choose an answer", {})
    if component.kind == "filepicker":
        return Message("Attach a file", {})
    if component.kind == "checkbox":
        return Message("Tick this to go on", {})
    if component.kind == "datetime":
        return Message("Choose a time", {}) if component.subtype == "time" else Message("Choose a date", {})
    return Message("Fill this in", {})


def limit(setting: Setting, scope: Mapping[str, Any], world: FeelWorld) -> Decimal | None:
    """Return a limit that a form names, None where it names none or its expression gives no number."""
    found = setting.value(scope, world)
    return Decimal(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else None


def _check_number(component: Component, number: Decimal, scope: Mapping[str, Any], world: FeelWorld) -> Message | None:
    rules = component.rules
    lowest, highest = limit(rules.minimum, scope, world), limit(rules.maximum, scope, world)
    exponent = number.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if lowest is not None and number < lowest:
        return Message("This must be at least %(limit)s. Found: %(found)s", {"limit": number_text(lowest), "found": number_text(number)})
    if highest is not None and number > highest:
        return Message("This must be at most %(limit)s. Found: %(found)s", {"limit": number_text(highest), "found": number_text(number)})
    if rules.decimal_digits is not None and decimals > rules.decimal_digits:
        if rules.decimal_digits == 0:
            return Message("Write a whole number. Found: %(found)s", {"found": number_text(number)})
        return Message(
            "Write at most %(limit)s decimal places. Found: %(found)s", {"limit": rules.decimal_digits, "found": number_text(number)}
        )
    if rules.increment is not None and not _is_multiple(number, rules.increment):
        return Message(
            "This must be a multiple of %(step)s. Found: %(found)s", {"step": number_text(rules.increment), "found": number_text(number)}
        )
    return None


def _is_multiple(number: Decimal, step: Decimal) -> bool:
    """Compare in whole units of the finer of both, so that no division rounds."""
    shift = max(-_exponent(number), -_exponent(step), 0)
    return int(number.scaleb(shift)) % int(step.scaleb(shift)) == 0


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _check_text(component: Component, value: str, scope: Mapping[str, Any], world: FeelWorld) -> Message | None:
    rules = component.rules
    text = value.strip()
    if not text and rules.required:
        return Message("Fill this in", {})
    shortest, longest = limit(rules.min_length, scope, world), limit(rules.max_length, scope, world)
    if shortest is not None and len(text) < shortest:
        return Message("Write at least %(limit)s characters. It has %(found)s", {"limit": number_text(shortest), "found": len(text)})
    if longest is not None and len(text) > longest:
        return Message(
            "Shorten this to at most %(limit)s characters. It has %(found)s", {"limit": number_text(longest), "found": len(text)}
        )
    if rules.format == "phone" and not _PHONE.fullmatch(text):
        return Message("Write a telephone number, for example 13800138000 or 010-66001234", {})
    if rules.format == "email" and not _EMAIL.fullmatch(text):
        return Message("Write an e-mail address, for example name@example.com", {})
    if rules.pattern is None:
        return None
    if len(text) > MAX_TEXT:
        return Message("Shorten this to at most %(limit)s characters. It has %(found)s", {"limit": MAX_TEXT, "found": len(text)})
    if not re.search(rules.pattern, value):
        return own_words(rules) if rules.pattern_message else Message("This is not written as expected here", {})
    return None


def own_words(rules: Rules) -> Message:
    """Return what the form itself says where an answer does not follow its pattern."""
    return Message(OWN_WORDS, {"message": rules.pattern_message})


def first_day(rules: Rules, scope: Mapping[str, Any], world: FeelWorld) -> date | None:
    """Return the first day that a date may name, in the city; None where any may be named or the day is not known yet."""
    days = [world.now.astimezone(world.zone).date()] if rules.no_passed_dates else []
    named = _day(rules.earliest, scope, world)
    return max([*days, *([] if named is None else [named])], default=None)


def last_day(rules: Rules, scope: Mapping[str, Any], world: FeelWorld) -> date | None:
    """Return the last day that a date may name, in the city; None where any may be named or the day is not known yet."""
    return _day(rules.latest, scope, world)


def _day(setting: Setting, scope: Mapping[str, Any], world: FeelWorld) -> date | None:
    found = str(setting.value(scope, world) or "")
    with suppress(ValueError):
        return date.fromisoformat(found[:10])
    return None


def _check_day(rules: Rules, value: str, scope: Mapping[str, Any], world: FeelWorld) -> Message | None:
    """The first and the last day still count, whatever the hour; the day is the city's."""
    chosen = date.fromisoformat(value) if len(value) == 10 else _local_date(value, world)
    first, last = first_day(rules, scope, world), last_day(rules, scope, world)
    if first is not None and chosen < first:
        return Message("Choose %(today)s or a later day", {"today": first.isoformat()})
    if last is not None and chosen > last:
        return Message("Choose %(last)s or an earlier day", {"last": last.isoformat()})
    return None if len(value) == 10 else _check_moment(rules, _at(value, world), scope, world)


def _check_moment(rules: Rules, chosen: datetime, scope: Mapping[str, Any], world: FeelWorld) -> Message | None:
    """A bound that is an instant, such as `now()`, holds to the minute."""
    first, last = _moment(rules.earliest, scope, world), _moment(rules.latest, scope, world)
    if first is not None and chosen < first.replace(second=0, microsecond=0):
        return Message("Choose a time not before %(first)s", {"first": first.isoformat(timespec="minutes")})
    if last is not None and chosen > last:
        return Message("Choose a time not after %(last)s", {"last": last.isoformat(timespec="minutes")})
    return None


def _moment(setting: Setting, scope: Mapping[str, Any], world: FeelWorld) -> datetime | None:
    """Return a bound as an instant in the city's time; None where it is a day or nothing."""
    found = setting.value(scope, world)
    text = found.split("@")[0] if isinstance(found, str) else found.isoformat() if isinstance(found, datetime) else ""
    return _at(text, world) if "T" in text else None


def _at(text: str, world: FeelWorld) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=world.zone) if moment.tzinfo is None else moment.astimezone(world.zone)


def _local_date(value: str, world: FeelWorld) -> date:
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo is None else moment.astimezone(world.zone)).date()
