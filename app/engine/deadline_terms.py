"""What a diagram says of an element's deadline, from its properties `deadline.*` and `light.yellow`, and working it out for one case."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from app.domain import deadline as domain
from app.domain.light import YELLOW_SHARE, read_share
from app.domain.period import Unit, read_period
from app.domain.rejection import Rejection
from app.engine import timers
from app.engine.decision import decide
from app.engine.failure import StepFailed
from app.engine.formula import Formula

if TYPE_CHECKING:
    from app.engine.view import View


class Terms(Struct, frozen=True):
    """length: FEEL. decision: id of the decision that gives the length, or a context of length, unit and article. start: where the
    period starts.

    Source: diagrams.md, "Our properties".
    """

    unit: str = Unit.WORKING_DAY.value
    length: Formula | None = None
    decision: str | None = None
    at: Formula | None = None
    start: Formula | None = None
    article: str | None = None
    silence: str | None = None
    extendable: bool = False
    notice_days: Formula | None = None
    extension_approver: Formula | None = None
    suspendable: bool = False
    retroactive: bool = False
    yellow: Formula | None = None

    @property
    def follows(self) -> bool:
        """Whether it ends with the deadline around it, wherever that one goes: `deadline.at` is `=deadline`."""
        return self.at is not None and self.at.text.removeprefix("=").strip() == "deadline"

    def worked_out(self, view: "View") -> domain.Terms:
        """Return the terms for one case. Raises StepFailed("bad_deadline") where they give no length, date or share."""
        try:
            return self._worked_out(view)
        except (Rejection, ValueError, ArithmeticError) as problem:
            raise StepFailed("bad_deadline", "Expected a deadline that can be counted: %(problem)s", problem=str(problem)) from None

    def _worked_out(self, view: "View") -> domain.Terms:
        length, unit, article = self._length(view)
        world = view.flow.root.world
        days = _number(self.notice_days, view) if self.notice_days else Decimal(0)
        share: Any = self.yellow.value(view, world) if self.yellow else world.yellow_share
        return domain.Terms(
            period=None if self.at is not None else read_period(length, unit),
            at=self._end(view),
            article=article,
            silence=domain.Silence(self.silence) if self.silence else None,
            extendable=self.extendable,
            notice_days=int(days),
            extension_approver=self.extension_approver.text_value(view, world) if self.extension_approver else None,
            suspendable=self.suspendable,
            retroactive=self.retroactive,
            yellow_share=read_share(share) if share is not None else YELLOW_SHARE,
        )

    def _length(self, view: "View") -> tuple[Decimal | None, str, str | None]:
        if self.decision is not None:
            found = decide(view, self.decision, ("latest", None))
            if isinstance(found, dict):
                return (
                    _as_number(found.get("length"), self.decision),
                    str(found.get("unit") or self.unit),
                    found.get("article") or self.article,
                )
            return _as_number(found, self.decision), self.unit, self.article
        return _number(self.length, view) if self.length is not None else None, self.unit, self.article

    def _end(self, view: "View") -> date | datetime | None:
        return _moment(self.at, view) if self.at is not None else None

    def ends(self, view: "View") -> date | datetime | None:
        """Return the date or instant that is drawn as its end; None where it has a length. Raises StepFailed("bad_deadline")."""
        return self._end(view)

    def starts_at(self, view: "View", default: datetime) -> datetime:
        """Return the instant where the period starts: a bare date is its close of business."""
        if self.start is None:
            return default
        return timers.instant_of_date(_moment(self.start, view), view.flow.root.world)


def _number(source: Formula, view: "View") -> Decimal:
    return _as_number(source.value(view, view.flow.root.world), source.text, lambda: source.why_null(view, view.flow.root.world))


def _as_number(found: Any, text: str, why: Any = None) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, Decimal | int):
        raise StepFailed(
            "bad_deadline",
            "Expected %(text)s to give a number, but it gave %(found)s. %(why)s",
            text=text,
            found="null" if found is None else str(found)[:100],
            why=why() if why and found is None else "",
        )
    return Decimal(found)


def _moment(source: Formula, view: "View") -> date | datetime:
    world = view.flow.root.world
    found = source.value(view, world)
    if isinstance(found, str):
        found = timers.moment_in(found, world)
    if isinstance(found, datetime):
        return found if found.tzinfo else found.replace(tzinfo=world.feel.zone)
    if isinstance(found, date):
        return found
    raise StepFailed(
        "bad_deadline",
        "Expected %(text)s to give a date, or a date and time, but it gave %(found)s. %(why)s",
        text=source.text,
        found="null" if found is None else str(found)[:100],
        why=source.why_null(view, world) if found is None else "",
    )
