"""Reads the settings of one component of a form-js schema, and notes what is wrong with each."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.rejection import Finding, Message
from app.feel import Expression, FeelError, FeelWorld, parse_expression
from app.form.form import UNSET, Setting
from app.form.text_template import NOTHING, Text, read_text

# Whether a constant expression gives true or false does not depend on the instant; any will do.
_STAND_IN = FeelWorld(now=datetime(2000, 1, 3, tzinfo=UTC), zone=ZoneInfo("UTC"))


class SettingsReader:
    """The settings of one component.

    Each question answers with a usable value, and adds to `findings` where the file says something else.
    """

    def __init__(self, settings: Mapping[str, Any], file_name: str, findings: list[Finding]) -> None:
        self.settings = settings
        self.file_name = file_name
        self.findings = findings
        self.element_id = str(settings.get("id") or settings.get("key") or "") or None

    def refuse(self, rule: str, template: str, **facts: Any) -> None:
        self.findings.append(Finding(rule, "error", self.file_name, self.element_id, Message(template, facts)))

    def inside(self, name: str) -> "SettingsReader":
        """Return a reader for a setting that holds settings (`validate`, `appearance`); empty where the file has none."""
        found = self.settings.get(name) or {}
        if not isinstance(found, dict):
            self.refuse(
                "form-setting", "Expected %(setting)s to hold settings, but found %(found)s", setting=name, found=type(found).__name__
            )
            found = {}
        reader = SettingsReader(found, self.file_name, self.findings)
        reader.element_id = self.element_id
        return reader

    def flag(self, name: str) -> bool:
        found = self.settings.get(name, False)
        if found is None or isinstance(found, bool):
            return bool(found)
        self.refuse("form-setting", "Expected true or false as %(setting)s, but found %(found)s", setting=name, found=str(found)[:60])
        return False

    def text(self, name: str) -> str:
        found = self.settings.get(name)
        if found is None or isinstance(found, str):
            return found or ""
        self.refuse("form-setting", "Expected text as %(setting)s, but found %(found)s", setting=name, found=str(found)[:60])
        return ""

    def live_text(self, name: str) -> Text:
        """Return a text with live parts, parsed."""
        try:
            return read_text(self.text(name))
        except FeelError as error:
            self._refuse_expression(name, error)
        except ValueError as error:
            self.refuse(
                "form-text", "Expected a text whose live parts pair up as %(setting)s, but: %(problem)s", setting=name, problem=str(error)
            )
        return NOTHING

    def number(self, name: str) -> Decimal | None:
        return self._decimal(name, self.settings.get(name))

    def whole_number(self, name: str) -> int | None:
        found = self.number(name)
        if found is not None and found != found.to_integral_value():
            self.refuse("form-setting", "Expected a whole number as %(setting)s, but found %(found)s", setting=name, found=str(found))
            return None
        return None if found is None else int(found)

    def _decimal(self, name: str, found: Any) -> Decimal | None:
        if found is None or found == "":
            return None
        try:
            number = Decimal(found) if isinstance(found, int | str | Decimal) and not isinstance(found, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            self.refuse("form-setting", "Expected a number as %(setting)s, but found %(found)s", setting=name, found=str(found)[:60])
            return None
        return number

    def expression(self, name: str) -> Expression | None:
        """Return a setting that is always FEEL; its leading `=` may be left out."""
        source = self.text(name).strip()
        if not source:
            return None
        try:
            return parse_expression(source.removeprefix("="))
        except FeelError as error:
            self._refuse_expression(name, error)
            return None

    def condition(self, name: str) -> Expression | None:
        """Return a FEEL expression that says yes or no; one that gives a constant of another kind is refused."""
        found = self.expression(name)
        if found and not found.names and not self._is(name, found, (bool,)):
            self.refuse(
                "form-condition",
                "Expected an expression that gives true or false as %(setting)s, but found %(found)s",
                setting=name,
                found=found.text[:200],
            )
            return None
        return found

    def _is(self, name: str, constant: Expression, kinds: tuple[type, ...]) -> bool:
        try:
            return isinstance(constant.evaluate({}, _STAND_IN), kinds)
        except FeelError as error:
            self._refuse_expression(name, error)
            return True

    def yes_or_words(self, name: str) -> Setting:
        """Return a setting that gives true, or words that say why not: FEEL, or the words themselves."""
        found = self.text_setting(name)
        if found.expression is not None and not found.expression.names and not self._is(name, found.expression, (bool, str)):
            self.refuse(
                "form-condition",
                "Expected an expression that gives true, or words that say why not, as %(setting)s, but found %(found)s",
                setting=name,
                found=found.expression.text[:200],
            )
        return found

    def number_setting(self, name: str) -> Setting:
        found = self.settings.get(name)
        if isinstance(found, str) and found.startswith("="):
            return Setting(expression=self.expression(name))
        return Setting(self._decimal(name, found))

    def flag_setting(self, name: str) -> Setting:
        if isinstance(self.settings.get(name), str):
            return Setting(False, self.condition(name))
        return Setting(self.flag(name))

    def text_setting(self, name: str) -> Setting:
        found = self.text(name)
        return Setting(expression=self.expression(name)) if found.startswith("=") else Setting(found) if found else UNSET

    def _refuse_expression(self, name: str, error: FeelError) -> None:
        self.refuse("form-expression", "Expected a FEEL expression as %(setting)s, but: %(problem)s", setting=name, problem=str(error))
