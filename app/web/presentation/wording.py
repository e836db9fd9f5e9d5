"""Puts instants, periods, lights and messages into the words of one language, as of one instant."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from app.domain.marked import marked_plural
from app.domain.rejection import Message
from app.domain.roles import ROLE_NAMES
from app.web.presentation.date_words import DATE_WORDS
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.foreign_words import said
from app.web.presentation.languages import translations
from app.web.presentation.reworded import reworded
from app.web.presentation.time_left import Left
from app.web.presentation.told import ENGLISH, told

_PERIODS: Final = {
    "working day": marked_plural("%(num)s working day", "%(num)s working days"),
    "half working day": marked_plural("%(num)s half working day", "%(num)s half working days"),
    "office hour": marked_plural("%(num)s office hour", "%(num)s office hours"),
    "calendar day": marked_plural("%(num)s calendar day", "%(num)s calendar days"),
    "month": marked_plural("%(num)s month", "%(num)s months"),
    "year": marked_plural("%(num)s year", "%(num)s years"),
    "clock minute": marked_plural("%(num)s minute", "%(num)s minutes"),
}

TYPED: Final = "typed"
"""A fact that is told as somebody typed it: an account may be called as a text of ours is, such as nobody."""

# Facts that hold sentences of ours, filled already.
_SAID: Final = frozenset({"problem", "why"})
# What stands for what was found where that has no words of its own. Anything else that was found is what somebody typed, and is named as
# it stands, though it may be spelled like a text of ours: `none`, `nobody`.
_FOUND: Final = frozenset(
    {"true or false", "a number", "text", "a list", "an object", "no type", "no name", "nothing", "the end of the text", "a function"}
    | {"null", "number", "string", "boolean", "date", "time", "date and time", "days and time duration", "years and months duration"}
    | {"list", "context", "range", "function", "a value of no type that FEEL knows"}
)
_INSTANT: Final = re.compile(r"(19|20)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
_DAY: Final = re.compile(r"(19|20)\d\d-\d\d-\d\d")

LONG_AGO: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Seen from then no day is today and each has its year: for what must not depend on when it is read."""


class Wording:
    """The words of a page.

    language: a name of LANGUAGES. zone: the city's; every instant is shown in it. now: the instant the page is drawn for.
    """

    def __init__(self, language: str, zone: ZoneInfo, now: datetime) -> None:
        self.language = language
        self.zone = zone
        self.now = now
        self._dates = DATE_WORDS[language]
        self._catalogue = translations(language)

    def _(self, text: str, **facts: Any) -> str:
        found = self._catalogue.gettext(text)
        return found % facts if facts else found

    def _n(self, one: str, many: str, count: int) -> str:
        return self._catalogue.ngettext(one, many, count) % {"num": count}

    @property
    def between(self) -> str:
        """What stands between two sentences: nothing in Chinese."""
        return " " if self.language == "en" else ""

    # --- days and instants

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def day(self, on: date) -> str:
        """Return `11月25日`; with the year where it is not this one."""
        this_year = on.year == self.local(self.now).year
        return self._dates.write(self._dates.day if this_year else self._dates.day_of_year, on)

    def weekday_day(self, on: date) -> str:
        """Return `11月25日 周三`; with the year where it is not this one."""
        return (
            self._dates.write(self._dates.weekday_day, on)
            if on.year == self.local(self.now).year
            else self._dates.write(self._dates.full, on)
        )

    def month(self, on: date) -> str:
        """Return `11月`, or `November`."""
        return self._dates.write(self._dates.month, on)

    def narrow_weekday(self, on: date) -> str:
        """Return `三`, or `We`, for the head of a month."""
        return self._dates.narrow[on.weekday()]

    def weekday(self, on: date) -> str:
        """Return `周三`."""
        return self._dates.write("{short}", on)

    def day_of_year(self, instant: datetime) -> str:
        """Return `2026年11月25日`, for paper."""
        return self.written_day(self.local(instant).date())

    def written_day(self, on: date) -> str:
        """Return `2026年11月25日`, whichever year it is now."""
        return self._dates.write(self._dates.day_of_year, on)

    def clock(self, instant: datetime) -> str:
        return self.local(instant).strftime("%H:%M")

    def moment(self, instant: datetime) -> str:
        """Return `11月25日 17:30`, with today and yesterday by name."""
        local = self.local(instant)
        return f"{self._near_day(local.date())} {local:%H:%M}"

    def due(self, instant: datetime) -> str:
        """Return a deadline as in moment; one that ends with a day reads 24:00 of it, not 00:00 of the next."""
        local = self.local(instant)
        if (local.hour, local.minute) == (0, 0):
            return f"{self._near_day(local.date() - timedelta(days=1))} 24:00"
        return self.moment(instant)

    def due_with_weekday(self, instant: datetime) -> str:
        """Return `11月25日 周三 17:30`."""
        local = self.local(instant)
        if (local.hour, local.minute) == (0, 0):
            return f"{self.weekday_day(local.date() - timedelta(days=1))} 24:00"
        return f"{self.weekday_day(local.date())} {local:%H:%M}"

    def _near_day(self, on: date) -> str:
        today = self.local(self.now).date()
        names = {0: self._("today"), 1: self._("yesterday")}
        return names.get((today - on).days) or self.day(on)

    def exact(self, instant: datetime) -> str:
        """Return the full instant with weekday, seconds and the name of the zone."""
        local = self.local(instant)
        return self._("%(day)s %(time)s (Beijing time)", day=self._dates.write(self._dates.full, local.date()), time=f"{local:%H:%M:%S}")

    def ago(self, instant: datetime) -> str:
        """Return how long ago a recent instant was; the instant itself where it was more than an hour ago or is still to come."""
        seconds = int((self.now - instant).total_seconds())
        if seconds < 0 or seconds >= 3600:
            return self.moment(instant)
        if seconds < 60:
            return self._n("%(num)s second ago", "%(num)s seconds ago", seconds)
        return self._n("%(num)s minute ago", "%(num)s minutes ago", seconds // 60)

    def ago_patterns(self) -> dict[str, str]:
        """Return the words of ago for scripts that go on counting: `#` stands for the number."""
        ngettext = self._catalogue.ngettext
        seconds, minutes = ("%(num)s second ago", "%(num)s seconds ago"), ("%(num)s minute ago", "%(num)s minutes ago")
        forms = {"second": (seconds, 1), "seconds": (seconds, 2), "minute": (minutes, 1), "minutes": (minutes, 2)}
        return {name: ngettext(*pair, count) % {"num": "#"} for name, (pair, count) in forms.items()}

    def time(self, instant: datetime | None, style: str = "moment") -> Markup:
        """Return a `<time>` element whose title is the full instant. style: the name of one of the methods above."""
        if instant is None:
            return Markup("")
        local = self.local(instant)
        words = getattr(self, style)(local.date() if style in ("day", "weekday_day") else instant)
        live = Markup(" data-ago") if style == "ago" else ""
        return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
            local.isoformat(timespec="seconds"), self.exact(instant), live, words
        )

    # --- periods

    def left(self, left: Left) -> str:
        """Return what is left, in whole working days or, under one, in office hours or minutes.

        While the offices are closed nothing passes: what is overdue by no office time is just overdue.
        """
        if left.overdue and not (left.days or left.hours or left.minutes):
            return self._("Overdue")
        if left.days:
            return (
                self._n("%(num)s working day overdue", "%(num)s working days overdue", left.days)
                if left.overdue
                else self._n("%(num)s working day left", "%(num)s working days left", left.days)
            )
        if left.hours:
            return (
                self._n("%(num)s hour overdue", "%(num)s hours overdue", left.hours)
                if left.overdue
                else self._n("%(num)s hour left", "%(num)s hours left", left.hours)
            )
        return (
            self._n("%(num)s minute overdue", "%(num)s minutes overdue", left.minutes)
            if left.overdue
            else self._n("%(num)s minute left", "%(num)s minutes left", left.minutes)
        )

    def is_fixed_date(self, unit: str) -> bool:
        """Say whether a deadline of this unit is a date, and no period."""
        return unit != "at once" and unit not in _PERIODS

    def period(self, length: str, unit: str) -> str:
        """Return a period as diagrams write it in words: `7 个工作日`. A deadline without a period is one at a fixed date."""
        if unit == "at once":
            return self._("at once")
        if self.is_fixed_date(unit):
            return self._("a fixed date")
        return self._catalogue.ngettext(*_PERIODS[unit], 1 if length == "1" else 2) % {"num": length}

    def article(self, article: str) -> str:
        """Return `第11条`. What is more than a number is shown as it is, marked where it is in another language."""
        if article.replace("-", "").replace(", ", "").isdigit():
            return self._("art. %(number)s", number=self._articles(article))
        told = said(article, self.language)
        return article if told == escape(article) else told

    # --- lights

    def light_name(self, light: str) -> str:
        names = {
            "green": self._("On time"),
            "yellow": self._("Due soon"),
            "red": self._("Overdue"),
            "blue": self._("Clock stopped"),
            "at-once": self._("At once"),
            "pending": self._("To be settled"),
        }
        return names.get(light, "")

    def step_state(self, step: Any) -> str:
        """Return what the list beside a diagram says of how far a step is. step: Step of task_view."""
        deemed = self._("Deemed approved") if step.silence == "approval" else self._("Deemed consent")
        if step.state == "lapsed":
            return deemed
        words = {"done": self._("done"), "active": self._("now here"), "later": self._("still to come")}
        said = words.get(step.state) or self._("closed, not done")
        return f"{said} · {deemed} {step.deemed}" if step.deemed else said

    def deadline_words(self, deadline: DeadlineView) -> str:
        """Return what a row says of a deadline beside its light."""
        ended = {
            "met": self._("Done in time"),
            "missed": self._("Deadline missed"),
            "void": self._("Deadline dropped"),
            "applying": self._("Due, being applied"),
            "recomputing": self._("Being recomputed by the new calendar"),
        }
        if deadline.state == "pending":
            return self._("To be settled: the calendar of %(year)s is not announced", year=deadline.unannounced)
        if deadline.state == "missed" and deadline.left and deadline.left.overdue:
            return self._("Ended, %(left)s", left=self._late(deadline))
        if deadline.state == "lapsed":
            return self._("Deemed approved") if deadline.silence == "approval" else self._("Deemed consent")
        if deadline.state == "suspended" and deadline.outlasted:
            return self._("stopped longer than expected")
        if deadline.state == "suspended" and not deadline.stopped_days:
            return self._("stopped, not a working day yet")
        if deadline.state == "suspended":
            return self._n("stopped for %(num)s working day", "stopped for %(num)s working days", deadline.stopped_days)
        if deadline.state in ended:
            return ended[deadline.state]
        left = self._late(deadline)
        if deadline.light == "at-once":
            return self._("At once, %(left)s", left=left) if left else self._("At once")
        return left or self.light_name(deadline.light)

    def _late(self, deadline: DeadlineView) -> str:
        """Return what is left, or by how much it is late; of what the notice of a year may show to be in time, that this is not settled."""
        left = self.left(deadline.left) if deadline.left else ""
        if not (left and deadline.unannounced):
            return left
        return self._("%(left)s, to be settled: the calendar of %(year)s is not announced", left=left, year=deadline.unannounced)

    def deadline_pill(self, deadline: DeadlineView) -> str:
        """Return the light's name and what is left, for the head of a task."""
        words = self.deadline_words(deadline)
        if deadline.state not in ("running", "suspended") or deadline.light == "at-once" or (deadline.left and deadline.left.overdue):
            return words
        return self._("%(light)s · %(left)s", light=self.light_name(deadline.light), left=words)

    def left_out(self, deadline: DeadlineView) -> str:
        """Return the days of a deadline that did not count, by why: days of rest, and those on which the clock stood."""
        rest, stopped = deadline.days_left_out, deadline.stopped_days
        parts = [self._n("%(num)s day of rest", "%(num)s days of rest", rest)] if rest else []
        if stopped:
            parts.append(self._n("%(num)s working day with the clock stopped", "%(num)s working days with the clock stopped", stopped))
        return self._(", ").join(parts)

    # --- other

    def message(self, message: Message | None) -> str:
        """Return a message in this language; its facts are filled in again, marked where they are in another language."""
        if message is None:
            return ""
        found = self._catalogue.gettext(message.template)
        if found == message.template and self.language != ENGLISH:
            # Sentences of FEEL and of the linter are also made of several, or come filled.
            return told(message, self.language)
        if not message.facts:
            return found
        facts = self._facts(message.facts)
        marked = {name: said(value, self.language) for name, value in facts.items() if isinstance(value, str)}
        if all(marked[name] == escape(facts[name]) for name in marked):
            return found % facts
        return escape(found) % {**facts, **marked}

    def _facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value
            if name == TYPED
            else self.moment(value)
            if isinstance(value, datetime)
            else self.day(value)
            if isinstance(value, date)
            else reworded(value, self.language)
            if name in _SAID and isinstance(value, str)
            else self._articles(value)
            if name == "article" and isinstance(value, str)
            else self._fact(value, typed=name == "found")
            for name, value in facts.items()
        }

    def _articles(self, articles: str) -> str:
        """Return `8、9` for `8, 9` where the language joins so."""
        return articles.replace(", ", "、") if self.language.startswith("zh") else articles

    def _fact(self, value: Any, *, typed: bool) -> Any:
        """Return a fact in this language where it is a text of ours, such as the name of a role; what people wrote stays as it is.

        typed: whether it names what was found.
        """
        if not isinstance(value, str) or not value:
            return value
        # A day that is none, such as 30 February, is what somebody wrote.
        with suppress(ValueError):
            if _INSTANT.fullmatch(value):
                return self.moment(datetime.fromisoformat(value))
            if _DAY.fullmatch(value):
                return self.day(date.fromisoformat(value))
        if typed and value not in _FOUND and not any(role in ROLE_NAMES.values() for role in value.split(" / ")):
            return value
        # Several roles stand in one fact, each with a name of its own.
        return " / ".join(self._catalogue.gettext(part) for part in value.split(" / "))

    def quoted(self, options: Iterable[str]) -> str:
        """Return `“同意”、“同意，附条件”`: what may hold commas itself is told apart by quotes."""
        if self.language.startswith("zh"):
            return "、".join(f"“{one}”" for one in options)
        return ", ".join(f"“{one}”" for one in options)

    def number(self, number: int) -> str:
        return f"{number:,}"

    def size(self, size_bytes: int) -> str:
        """Return a file's size: `312 KB`."""
        if size_bytes < 1024:
            return f"{size_bytes} B"
        return f"{size_bytes / 1024:.0f} KB" if size_bytes < 1024 * 1024 else f"{size_bytes / 1024 / 1024:.1f} MB"

    def initial(self, name: str) -> str:
        """Return the one character an avatar shows."""
        return name[:1].upper()
