"""Reads one component of a form-js schema document."""

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.rejection import Finding
from app.feel import Expression, parse_expression
from app.form.form import CHOICES, INPUTS, SUPPORTED, Column, Component, Option, Rules
from app.form.read_translations import read_translations
from app.form.safe_pattern import danger_of
from app.form.settings_reader import SettingsReader
from app.form.text_template import Text

MAX_DEPTH = 8
_SUBTYPES = ("date", "time", "datetime")
_TIME_FORMATS = ("utc_offset", "utc_normalized", "no_timezone")
_SEGMENT_REFUSED = ("_",)


def read_components(found: Any, file_name: str, findings: list[Finding], depth: int = 0) -> tuple[Component, ...]:
    """Return the components of a list in a schema; what cannot be read is left out and noted in findings."""
    holder = SettingsReader({"id": None}, file_name, findings)
    if not isinstance(found, list):
        holder.refuse("form-schema", "Expected a list as components, but found %(found)s", found=type(found).__name__)
        return ()
    if depth > MAX_DEPTH:
        holder.refuse("form-schema", "Expected groups nested at most %(limit)s deep", limit=MAX_DEPTH)
        return ()
    read: list[Component] = []
    for settings in found:
        if not isinstance(settings, dict):
            holder.refuse("form-schema", "Expected a component, but found %(found)s", found=type(settings).__name__)
            continue
        component = _read_component(SettingsReader(settings, file_name, findings), depth)
        if component:
            read.append(component)
    return tuple(read)


def _read_component(reader: SettingsReader, depth: int) -> Component | None:
    kind = reader.text("type")
    if kind not in SUPPORTED:
        reader.refuse(
            "form-component",
            "Expected a component that the server can draw, but found %(found)s. Use text or a documented component instead",
            found=kind or "no type",
        )
        return None
    asks = kind in INPUTS
    repeats = kind == "dynamiclist"
    layout = reader.inside("layout")
    parts: dict[str, Any] = {"options": (), "options_from": None}
    if kind in CHOICES:
        parts["options"], parts["options_from"] = _read_options(reader)
    if kind in ("group", "dynamiclist"):
        parts["children"] = read_components(reader.settings.get("components") or [], reader.file_name, reader.findings, depth + 1)
    if kind in _KIND_SETTINGS:
        parts |= _KIND_SETTINGS[kind](reader)
    component_id = reader.element_id or f"{kind}-{len(reader.findings)}"
    return Component(
        id=component_id,
        kind=kind,
        path=_read_path(reader, kind),
        label=_read_label(reader, kind),
        description=reader.live_text("description"),
        hide=reader.inside("conditional").condition("hide"),
        readonly=reader.flag_setting("readonly"),
        disabled=reader.flag("disabled"),
        rules=_read_rules(reader) if asks else _read_rules_of_rows(reader) if repeats else Rules(),
        default=reader.settings.get("defaultValue"),
        prefix=reader.inside("appearance").live_text("prefixAdorner"),
        suffix=reader.inside("appearance").live_text("suffixAdorner"),
        outlined=reader.flag("showOutline"),
        rows_fixed=repeats and reader.settings.get("allowAddRemove") is False,
        first_rows=_first_rows(reader) if repeats else 1,
        row=layout.text("row") or None,
        columns=layout.whole_number("columns"),
        properties={str(name): str(value) for name, value in (reader.inside("properties").settings).items()},
        translations=read_translations(reader),
        correctable=reader.inside("properties").yes_or_words("correctable"),
        **parts,
    )


def _read_label(reader: SettingsReader, kind: str) -> Text:
    """A date and time names its parts on their own; here they share one control, which takes the first name there is."""
    names = ("label", "timeLabel", "dateLabel") if reader.text("subtype") == "time" else ("label", "dateLabel", "timeLabel")
    used = next((name for name in names if reader.text(name)), "label") if kind == "datetime" else "label"
    return reader.live_text(used)


def _first_rows(reader: SettingsReader) -> int:
    found = reader.whole_number("defaultRepetitions")
    return 1 if found is None else min(max(found, 0), 20)


def _read_path(reader: SettingsReader, kind: str) -> tuple[str, ...]:
    """Return the names under which the value lies; an empty one for components without a value and groups that nest nothing."""
    if kind in INPUTS or kind == "expression":
        source, setting = reader.text("key"), "key"
    elif kind in ("group", "dynamiclist"):
        source, setting = reader.text("path"), "path"
    else:
        return ()
    if not source and kind == "group":
        return ()
    path = tuple(source.split("."))
    if not all(part.isidentifier() and not part.startswith(_SEGMENT_REFUSED) for part in path):
        reader.refuse(
            "form-key",
            "Expected names of letters, digits and _, with dots between and no _ in front, as %(setting)s, but found %(found)s",
            setting=setting,
            found=source,
        )
        return ("",)
    return path


def _read_rules(reader: SettingsReader) -> Rules:
    validate = reader.inside("validate")
    pattern = validate.text("pattern") or None
    danger = danger_of(pattern) if pattern else None
    if danger:
        reader.refuse("form-pattern", danger.template, **danger.facts)
        pattern = None
    wanted = validate.text("validationType")
    decimal_digits = reader.whole_number("decimalDigits")
    increment = reader.number("increment")
    if increment is not None and increment <= 0:
        reader.refuse(
            "form-setting", "Expected a number above 0 as %(setting)s, but found %(found)s", setting="increment", found=str(increment)
        )
        increment = None
    return Rules(
        required=validate.flag("required"),
        minimum=validate.number_setting("min"),
        maximum=validate.number_setting("max"),
        min_length=validate.number_setting("minLength"),
        max_length=validate.number_setting("maxLength"),
        pattern=pattern,
        pattern_message=validate.text("patternErrorMessage"),
        format=wanted if wanted in ("phone", "email") else None,
        decimal_digits=None if decimal_digits is None else max(decimal_digits, 0),
        increment=increment,
        number_as_text=reader.flag("serializeToString"),
        no_passed_dates=reader.flag("disallowPassedDates"),
        earliest=reader.inside("properties").text_setting("earliest"),
        latest=reader.inside("properties").text_setting("latest"),
    )


def _read_rules_of_rows(reader: SettingsReader) -> Rules:
    names = (part.strip() for part in reader.inside("properties").text("distinctBy").split(","))
    return Rules(required=reader.inside("validate").flag("required"), distinct_by=tuple(name for name in names if name))


def _read_options(reader: SettingsReader) -> tuple[tuple[Option, ...], Expression | None]:
    """Return fixed options, or the expression that gives them; exactly one of values, valuesKey and valuesExpression is expected."""
    source = reader.text("valuesExpression")
    if source:
        return (), reader.expression("valuesExpression")
    if key := reader.text("valuesKey"):
        if all(part.isidentifier() for part in key.split(".")):
            return (), parse_expression(key)
        reader.refuse("form-key", "Expected the name of a variable as %(setting)s, but found %(found)s", setting="valuesKey", found=key)
        return (), None
    found = reader.settings.get("values")
    if not isinstance(found, list):
        reader.refuse("form-options", "Expected values, valuesKey or valuesExpression to choose from, but found none of them")
        return (), None
    options = options_of(found)
    if len(options) < len(found):
        reader.refuse("form-options", "Expected each of the values to have a label and a value of its own")
    return options, None


def options_of(found: Sequence[Any]) -> tuple[Option, ...]:
    """Return the options that a list stands for: plain values, or objects with label and value.

    What is neither, or comes twice, is left out.
    """
    options: dict[Any, Option] = {}
    for item in found:
        option = None
        if isinstance(item, dict) and item.get("value") not in (None, ""):
            option = Option(str(item.get("label") or item["value"]), item["value"], str(item.get("hint") or ""))
        elif not isinstance(item, dict | list | bool) and item not in (None, ""):
            option = Option(str(item), item)
        if option:
            # Looked up, not compared with each: a list from an expression may hold tens of thousands.
            value = option.value
            options.setdefault(repr(value) if isinstance(value, dict | list) else value, option)
    return tuple(options.values())


def _datetime_settings(reader: SettingsReader) -> dict[str, Any]:
    subtype = reader.text("subtype") or "date"
    if subtype not in _SUBTYPES:
        reader.refuse(
            "form-setting", "Expected date, time or datetime as %(setting)s, but found %(found)s", setting="subtype", found=subtype
        )
    wanted = reader.text("timeSerializingFormat")
    return {
        "subtype": subtype,
        "time_format": wanted if wanted in _TIME_FORMATS else "utc_offset",
        "time_step_minutes": reader.whole_number("timeInterval") or 15,
    }


def _table_settings(reader: SettingsReader) -> dict[str, Any]:
    found = reader.settings.get("columns") or []
    columns = (
        tuple(Column(str(column.get("key") or ""), str(column.get("label") or "")) for column in found if isinstance(column, dict))
        if isinstance(found, list)
        else ()
    )
    return {
        "columns_shown": columns,
        "columns_from": reader.expression("columnsExpression"),
        "options_from": reader.expression("dataSource"),
    }


def _expression_settings(reader: SettingsReader) -> dict[str, Any]:
    expression = reader.expression("expression")
    if not reader.text("expression"):
        reader.refuse("form-expression", "Expected a FEEL expression as %(setting)s, but found none", setting="expression")
    return {"expression": expression}


_KIND_SETTINGS: dict[str, Callable[[SettingsReader], dict[str, Any]]] = {
    "datetime": _datetime_settings,
    "table": _table_settings,
    "expression": _expression_settings,
    "text": lambda reader: {"text": reader.live_text("text")},
    "image": lambda reader: {"text": reader.live_text("source"), "alt": reader.live_text("alt")},
    "button": lambda reader: {"subtype": reader.text("action") or "submit"},
    "filepicker": lambda reader: {"accept": reader.text_setting("accept"), "multiple": reader.flag_setting("multiple")},
}
