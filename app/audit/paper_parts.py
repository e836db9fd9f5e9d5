"""The sheet of parts: where each item stands of what a paper case does for several, such as departments that are all asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC
from typing import Any, Final

from app.audit.called_units import units_called
from app.audit.paper_going import PaperGoing
from app.diagram.document import DiagramElement
from app.diagram.way_in import Stand, WayIn, way_in
from app.domain.instant import instant_text
from app.domain.marked import marked
from app.domain.paper_sheet import BODY, DONE, ENTERED, ITEM, STEP, PaperPart, past_instant, said_steps
from app.domain.rejection import Message
from app.form import Form

NOT_YET: Final = marked(
    "this is asked at %(asked)s, but by the row the case has not left %(step)s: leave it out, or name the step that the case has come to"
)
Wrong = Callable[[str, Message, int], None]
Check = Callable[[Form, Mapping[str, str], Mapping[str, Any], int], dict[str, Any]]


class PaperParts:
    """The rows of parts of one case, each read when the case comes to what it is a part of.

    wrong: notes what is wrong with a cell. check: checks what a row answers to a form. crossed: what was over before the case came to
    its step, and may have been done at any time since the receipt. ways: how the items come to where their rows say, by row.
    days: on which the last step of an item that is over was done, by place, as text.
    """

    def __init__(self, going: PaperGoing, parts: Sequence[PaperPart], wrong: Wrong, check: Check, crossed: Collection[str]) -> None:
        self._going, self._wrong, self._check, self._crossed = going, wrong, check, crossed
        self._parts: dict[str, list[PaperPart]] = {}
        self._places: dict[str, PaperPart] = {}
        self.ways: dict[int, WayIn] = {}
        self.days: dict[str, str] = {}
        for part in parts:
            body = going.procedure.element(part.cells[BODY])
            if body is None or body.loop is None:
                known = "、".join(f"{one.title} ({one.id})" for one in going.procedure.process.elements.values() if one.loop is not None)
                said = {"found": part.cells[BODY] or "-", "known": known or "-"}
                wrong(
                    BODY, Message("expected what is done for each of several items, found %(found)s; there is %(known)s", said), part.line
                )
                continue
            self._parts.setdefault(body.id, []).append(part)

    def part_of(self, place: str) -> PaperPart | None:
        """Return the row about the item in which a place lies, the innermost."""
        element, _, said = place.partition("@")
        process, numbers = self._going.procedure.process, said.split(".") if said else []
        bodies = [one.id for one in process.around(process.elements[element]) if one.loop is not None][::-1]
        held = [f"{body}@{'.'.join(numbers[: depth + 1])}" for depth, body in enumerate(bodies[: len(numbers)])]
        return next((self._places[one] for one in reversed(held) if one in self._places), None)

    def read(self, body: DiagramElement) -> None:
        """Read the rows about one body, once."""
        parts = self._parts.pop(body.id, [])
        if not parts:
            return
        way = next((way for way in self._going.procedure.ways if way.step.id == self._outermost(body).id), None)
        case = self._going.try_to(way) if way is not None else None
        items = case.items(body.id) if case is not None else {}
        for part in parts:
            numbers = self._named(part.cells[ITEM], items)
            if numbers is None:
                known = "、".join(f"{'/'.join(str(int(n) + 1) for n in one.split('.'))} {_value(items[one][1])}".strip() for one in items)
                said = {"found": part.cells[ITEM] or "-", "known": known or "-"}
                self._wrong(ITEM, Message("expected one of its items, %(known)s, found %(found)s", said), part.line)
            elif f"{body.id}@{numbers}" in self._places:
                self._wrong(ITEM, Message("expected each once, but %(found)s stands here twice", {"found": part.cells[ITEM]}), part.line)
            else:
                self._places[f"{body.id}@{numbers}"] = part
                key = items[numbers][0]
                self._read_part(body, numbers, part, case.variables(key) if case is not None else {})

    def read_all(self) -> None:
        """Read the rows that are left, the outer ones first."""
        elements = self._going.procedure.process.elements
        for body in [one for one in elements.values() if one.id in self._parts]:
            self.read(body)

    def _outermost(self, body: DiagramElement) -> DiagramElement:
        around = [one for one in self._going.procedure.process.around(body) if one.loop is not None]
        return around[-1] if around else body

    def _named(self, said: str, items: Mapping[str, tuple[int, Any]]) -> str | None:
        """Return the numbers of the item that a cell names: by its number from 1, or by what tells it apart, such as its unit."""
        words = [word.strip() for word in said.split("/")]
        numbers = ".".join(str(int(word) - 1) for word in words if word.isdecimal()) if all(word.isdecimal() for word in words) else None
        if numbers in items:
            return numbers
        named = [one for one, (_, value) in items.items() if self._is_called(words[-1], value)]
        return named[0] if len(named) == 1 else None

    def _is_called(self, word: str, value: Any) -> bool:
        texts = value.values() if isinstance(value, Mapping) else [value]
        known = {word, *units_called(self._going.store, word)}
        return bool(word) and any(text in known for text in texts if isinstance(text, str))

    def _read_part(self, body: DiagramElement, numbers: str, part: PaperPart, seen: Mapping[str, Any]) -> None:
        going = self._going
        stand = self._stand(body, part)
        if stand is None:
            return
        way = way_in(going.procedure.process, body.id, stand)
        if way.refusal is not None:
            self._wrong(STEP, way.refusal, part.line)
            return
        self.ways[part.line] = way
        going.after |= {f"{element}@{numbers}": after for element, after in way.course.items()}
        self._read_instant(body, numbers, part)
        known = dict(seen)
        fields = going.procedure.fields
        asked = {key for step in way.done for key, one in fields.items() if step.id in one.steps}
        for name in part.answers:
            if name not in asked:
                self._wrong(name, self._not_asked(body, name, stand, way), part.line)
        for step in way.done:
            form = going.procedure.forms.get(step.id)
            if form is not None:
                given = {key: cell for key, cell in part.answers.items() if key in fields and step.id in fields[key].steps}
                going.answers[f"{step.id}@{numbers}"] = answers = self._check(form, given, known, part.line)
                known |= answers

    def _not_asked(self, body: DiagramElement, name: str, stand: Stand, way: WayIn) -> Message:
        """Return why an answer is none of those that an item has given on its way: it is asked where the item has not come to yet, or
        nowhere in it."""
        process, fields = self._going.procedure.process, self._going.procedure.fields
        later = [process.elements[step] for step in (fields[name].steps if name in fields else ()) if step]
        later = [step for step in later if body.id in (one.id for one in process.around(step))]
        if later:
            here = "、".join(process.elements[step].title for step in (*stand.steps, *stand.over))
            return Message(NOT_YET, {"asked": "、".join(step.title for step in later), "step": here})
        said = {"steps": "、".join(step.title for step in way.done) or "-"}
        return Message("expected a field that is asked for before the step, at %(steps)s", said)

    def _stand(self, body: DiagramElement, part: PaperPart) -> Stand | None:
        opened, over = said_steps(part.cells[STEP])
        if (several := self._going.procedure.ambiguous([*opened, *over], body.id)) is not None:
            self._wrong(STEP, several, part.line)
            return None
        found = [[self._going.procedure.element(word, body.id) for word in words] for words in (opened, over)]
        if not (opened or over) or None in found[0] or None in found[1]:
            known = "、".join(
                f"{way.step.title} ({way.step.id})"
                for way in self._going.procedure.ways
                if body.id in (one.id for one in self._going.procedure.process.around(way.step))
            )
            said = {"found": part.cells[STEP] or "-", "known": known, "done": DONE[0]}
            message = Message("expected a step of the item, or %(done)s before the last one done, found %(found)s; it has %(known)s", said)
            self._wrong(STEP, message, part.line)
            return None
        return Stand(tuple(one.id for one in found[0] if one), tuple(one.id for one in found[1] if one))

    def _read_instant(self, body: DiagramElement, numbers: str, part: PaperPart) -> None:
        if not part.cells[ENTERED]:
            return
        going = self._going
        at, wrong = past_instant(part.cells[ENTERED], ENTERED, going.now, going.surroundings.calendar(going.store))
        if wrong is not None:
            self._wrong(ENTERED, wrong.message, part.line)
            return
        earliest = going.received_at if body.id in self._crossed else going.entered_at
        if at is not None and at < earliest:
            said = {"entered": earliest.astimezone(going.surroundings.zone).strftime("%Y-%m-%d %H:%M"), "found": part.cells[ENTERED]}
            message = Message("expected a time at or after that at which the case came there, %(entered)s, found %(found)s", said)
            self._wrong(ENTERED, message, part.line)
        elif at is not None:
            going.instants[f"{body.id}@{numbers}"] = instant_text(at.astimezone(UTC))
            stand = self._stand(body, part)
            if stand is not None and not stand.steps and len(stand.over) == 1:
                self.days[f"{stand.over[0]}@{numbers}"] = at.astimezone(going.surroundings.zone).date().isoformat()


def _value(value: Any) -> str:
    """Return what tells an item apart, for people."""
    if isinstance(value, Mapping):
        return next((text for name in ("unit", "content") if isinstance(text := value.get(name), str)), "")[:30]
    return str(value)[:30] if value is not None else ""
