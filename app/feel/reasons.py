"""Why a null came out, and where in what text."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from app.feel.errors import FeelError
from app.feel.run import Env

T = TypeVar("T")


class Where(Struct, frozen=True):
    """at: the 0-based character of a text. place: what the text is, such as a cell of a table. owner: what that belongs to.

    Both are the caller's own; only he reads them.
    """

    at: int | None = None
    place: Any = None
    owner: Any = None

    def or_else(self, outer: "Where") -> "Where":
        """Return this place, with what it leaves open taken from one around it."""
        own = {name: getattr(self, name) for name in ("at", "place", "owner") if getattr(self, name) is not None}
        return replace(outer, **own)


NOWHERE = Where()


class Reason(str):
    """A sentence that says why a null came out; where: known of reasons of an evaluation that was traced."""

    where: Where = NOWHERE

    def within(self, outer: Where) -> "Reason":
        found = Reason(self)
        found.where = self.where.or_else(outer)
        return found


def traced(code: Callable[[Env], T], where: Where) -> Callable[[Env], T]:
    """Return code that notes, with every reason given while it runs, that this is where; the innermost place stays."""

    def run(env: Env) -> T:
        reasons = env.run.world.reasons
        before = 0 if reasons is None else len(reasons)
        try:
            return code(env)
        except FeelError as error:
            error.where = where if error.where is None else error.where.or_else(where)
            raise
        finally:
            if reasons is not None:
                for place in range(before, len(reasons)):
                    reasons[place] = _reason(reasons[place]).within(where)

    return run


def _reason(text: str) -> Reason:
    return text if isinstance(text, Reason) else Reason(text)
