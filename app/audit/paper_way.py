"""What the row of a paper case says of the way on which the case came to its step, held against what the procedure lets come there."""

from collections.abc import Collection, Iterator
from typing import Final

from app.audit.deciding_columns import deciding_columns, read_by_ways
from app.audit.paper_going import PaperGoing
from app.audit.paper_parts import NOT_YET, PaperParts
from app.audit.paper_procedure import asked_for
from app.domain.marked import marked
from app.domain.paper_sheet import STEP, CellError, PaperCase, said_day
from app.domain.rejection import Message
from app.engine.case import Case
from app.form.form import Component

_ANOTHER_ANSWER: Final = marked("by what is entered the procedure does not come to %(step)s: check %(fields)s, which decide on it")
_ANOTHER_WAY: Final = marked("by what is entered the procedure does not come to %(step)s")
_NOTHING_SAID: Final = marked(
    "by the row the case came by %(step)s, where this is asked: fill it in, or put right what sends the case there"
)
_MUST_HAVE_COME: Final = ("=today()", "=now()")
"""The latest day of a field that says when something was done."""


def barred_ways(case: Case, going: PaperGoing, parts: PaperParts, done: Collection[str]) -> Iterator[CellError]:
    """Yield what stands against the way that the rows say: nothing is imposed that was not approved, none decided beside its review.

    done: ids of the tasks of people that lie on every way to where the case stands.
    """
    known, world = going.procedure.fields, going.feel_worlds()[1]
    for place, target, conditions in case.barred:
        asked = deciding_columns(going, conditions, {"", *done})
        part = parts.part_of(place)
        element = going.procedure.process.elements.get(target)
        said = {"step": element.title if element is not None else target}
        if asked:
            said["fields"] = "、".join(f"{known[key].component.label.fill({}, world)} [{key}]" for key in asked)
        yield CellError(STEP, Message(_ANOTHER_ANSWER if asked else _ANOTHER_WAY, said), part.line if part is not None else 0)


def later_answers(case: Case, going: PaperGoing, paper: PaperCase, steps: Collection[str], done: Collection[str]) -> Iterator[CellError]:
    """Yield the answers of a row to steps that its case has not come to: they would be dropped in silence, and asked again.

    What the step itself asks may be told beforehand, such as the number of a decision that is yet to be served; what decides on the way
    from it may not: by that it is over. Answers of an earlier round are none: by them the case has come to its step again. Where it stands
    at several steps at once, a branch of them may have gone round, and what is said is left as it is.
    """
    elements, fields = going.procedure.process.elements, going.procedure.fields
    if len(steps) > 1 or any(case.comes_back(task.key) for task in case.open_tasks() if task.element_id in steps):
        return
    passed = {"", *done, *(name for names in case.done_between.values() for name in names)}
    deciding, here = read_by_ways(going.procedure.process), "、".join(elements[step].title for step in steps)
    for key in paper.answers:
        asked = fields[key].steps
        inside = any(around.loop is not None for step in asked if step for around in going.procedure.process.around(elements[step]))
        beforehand = key.split(".")[0] not in deciding and bool(set(asked) & set(steps))
        if not inside and not beforehand and not passed & set(asked):
            yield CellError(key, Message(NOT_YET, {"asked": "、".join(elements[step].title for step in asked), "step": here}))


def unsaid_steps(case: Case, going: PaperGoing, paper: PaperCase, parts: PaperParts) -> Iterator[CellError]:
    """Yield what a row leaves out of steps that were done on paper and lie on one way only: no history tells of an admonition of which the
    row has no word. What their forms ask only sometimes may be left out."""
    for place, names in case.done_between.items():
        part = parts.part_of(place)
        answers, line = (part.answers, part.line) if part is not None else (paper.answers, 0)
        for step in names:
            form = going.procedure.forms.get(step)
            title = going.procedure.process.elements[step].title
            for key, component in asked_for(form.components) if form is not None else ():
                always = component.rules.required is True and component.hide is None
                if always and key in going.procedure.fields and key not in answers:
                    yield CellError(key, Message(_NOTHING_SAID, {"step": title}), line)


def paper_days(going: PaperGoing, paper: PaperCase, parts: PaperParts) -> dict[str, str]:
    """Return the days on which steps were done on paper, as text, by their places, as far as a column says so: a day that their form asks
    for and that must have come, or the day on which an item was done."""
    days: dict[str, str] = {}
    for step, form in going.procedure.forms.items():
        asked = next((key for key, component in asked_for(form.components) if _must_have_come(component)), "")
        day = said_day(paper.answers.get(asked, ""))
        if step and day is not None:
            days[step] = day.isoformat()
    return days | parts.days


def _must_have_come(component: Component) -> bool:
    return component.kind == "datetime" and component.properties.get("latest", "").replace(" ", "") in _MUST_HAVE_COME
