"""What one evaluation may ask from outside, what it may use up, and where it finds its variables."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from app.feel.errors import FeelError
from app.feel.nearest import nearest_beginning, nearest_name
from app.feel.stack import with_room

# Frames of Python that nested evaluation may take: some 300 calls. Counted, so that the same expression fails at the same place
# however deep its caller stands; the interpreter's own limit lies above it (app.feel.stack).
MAX_FRAMES: Final = 4_000
# So many fit below the interpreter's usual limit of 1,000.
_USUAL_FRAMES: Final = 450
# Characters kept of one reason: it may quote a name as long as the whole text.
LONGEST_REASON: Final = 500
MOST_REASONS: Final = 100


class FeelWorld(Struct, frozen=True):
    """The world of an evaluation, the same for the same inputs.

    now: aware; what now() and today() give, seen in `zone`.
    functions: further functions by name, which may have spaces. They get and give FEEL values.
    types: further types by name, for `instance of`; item definitions of a decision model.
    max_steps: calls, turns of loops, items of lists and every 16 characters of text, all told.
    max_size: characters of one text, items of one list.
    reasons: where a list is given, why a null came out is appended.
    """

    now: datetime
    zone: ZoneInfo
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    types: Mapping[str, Any] = field(default_factory=dict)
    max_steps: int = 100_000
    max_size: int = 1_000_000
    reasons: list[str] | None = None


class Run:
    """One evaluation: its world and what is left of its budgets."""

    __slots__ = ("frames", "steps", "text", "world")

    def __init__(self, world: FeelWorld, text: str) -> None:
        self.world = world
        self.text = text
        self.steps = world.max_steps
        self.frames = 0

    def null(self, reason: str) -> Any:
        """Note why a null comes out, and give it."""
        if self.world.reasons is not None and self.read:
            self.world.reasons.append(reason[:LONGEST_REASON])
        return None

    @property
    def read(self) -> bool:
        """Whether somebody will read a further reason: only then is it worth making up what takes long to say."""
        reasons = self.world.reasons
        return reasons is not None and len(reasons) < MOST_REASONS

    def null_for(self, reason: Callable[[], str]) -> Any:
        """Note why a null comes out, and give it; the reason is only made up where somebody reads it."""
        return self.null(reason()) if self.read else None

    def hint(self, name: str, known: Iterable[str], alike: float | None = None) -> str:
        """Return the end of a reason that names the known name most like one; "" where nobody reads reasons, or none is like it.

        alike: from 0 to 1, how much the whole name must be; else one whose beginning is much alike will do too.
        """
        if not self.read:
            return ""
        names = list(known)
        near = nearest_name(name, names, alike) if alike else nearest_name(name, names) or nearest_beginning(name, names)
        return f"; the nearest is {near}" if near else ""

    def spend(self, steps: int, at: int | None = None) -> None:
        """Use up steps. Raises FeelError where none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelError(
                "Expected an evaluation of at most %(limit)s steps, but it needs more", self.text, at, limit=self.world.max_steps
            )

    def spend_text(self, length: int) -> None:
        """Use up what a text of that many characters costs. Raises FeelError where it is too long."""
        if length > self.world.max_size:
            raise FeelError(
                "Expected a text of at most %(limit)s characters, but found %(found)s",
                self.text,
                limit=self.world.max_size,
                found=str(length),
            )
        self.spend(length >> 4)

    def spend_items(self, length: int) -> None:
        """Use up what a list of that many items costs. Raises FeelError where it is too long."""
        if length > self.world.max_size:
            raise FeelError(
                "Expected a list of at most %(limit)s items, but found %(found)s", self.text, limit=self.world.max_size, found=str(length)
            )
        self.spend(length)

    def within(self, body: "Code", env: "Env", frames: int, at: int | None = None) -> Any:
        """Run the body of a function, which takes so many frames. Raises FeelError where the recursion is too deep."""
        before = self.frames
        self.frames = now = before + frames
        if now > MAX_FRAMES:
            raise FeelError("Expected functions that call each other at most %(limit)s deep", self.text, at, limit=MAX_FRAMES // frames)
        result = with_room(body, env) if before <= _USUAL_FRAMES < now else body(env)
        self.frames = before
        return result


class Env:
    """The variables in sight: those of the innermost scope, and the scopes around it."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, values: Mapping[str, Any], outer: "Env | None", run: Run) -> None:
        self.values = values
        self.outer = outer
        self.run = run


Code = Callable[[Env], Any]
