"""Every place of the product that takes an expression, each as a function that puts a text there and lets it run.

A text may be refused (FeelError, Rejection), stop at an incident, or give a value; anything else goes through to the test.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from app.dmn import read_decisions
from app.domain.canonical import canonical
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.feel import FeelError, parse_unary_tests
from app.form import check_answers, read_form
from app.form.view_form import view_form
from app.lint import check
from tests.builders.drawing import (
    boundary,
    call,
    catch,
    cycle,
    date,
    duration,
    each,
    el,
    end,
    ext,
    io,
    job,
    message,
    path,
    process,
    properties,
    script,
    start,
    user,
    xor,
    z,
)
from tests.dmn.drawing import definitions, literal, table
from tests.engine.drive import BASE, T0, Files
from tests.feel.evaluating import WORLD
from tests.lint.pages import CITY

HOLE: Final = "HOLE"
VARIABLES: Final[dict[str, Any]] = {"s": "a" * 2000, "xs": [1] * 1000, "x": 1, "c": {"a": 1}}
_ENDED = path("s t e")


def _steps(*steps: str, more: str = "", **said: Any) -> bytes:
    return process("p", start(), *steps, end(), _ENDED + more, **said)


def _task(*parts: str, loop: str = "", **more: Any) -> bytes:
    return _steps(user("t", *parts, loop=loop), **more)


DIAGRAMS: Final[dict[str, bytes]] = {
    "a condition of a flow": process("p", start(), xor("g"), user("t"), end(), path("s g t e"), path("g e", g=HOLE)),
    "an input mapping": _task(io({"a": f"={HOLE}"})),
    "an output mapping": _steps(el("task", "t", ext(io({}, {"a": f"={HOLE}"})))),
    "a script": _steps(script("t", "r", f"={HOLE}")),
    "an assignee": _task(z("assignmentDefinition", assignee=f"={HOLE}")),
    "candidate groups": _task(z("assignmentDefinition", candidateGroups=f"={HOLE}")),
    "candidate users": _task(z("assignmentDefinition", candidateUsers=f"={HOLE}")),
    "a due date": _task(z("taskSchedule", dueDate=f"={HOLE}")),
    "a priority": _task(z("priorityDefinition", priority=f"={HOLE}")),
    "a deadline": _task(properties(deadline__length=f"={HOLE}")),
    "a date of a deadline": _task(properties(deadline__at=f"={HOLE}")),
    "a title of a task": _task(properties(titleTemplate=f"={HOLE}")),
    "a timer of an event": _steps(catch("t", duration(f"={HOLE}"))),
    "a date of an event": _steps(catch("t", date(f"={HOLE}"))),
    "a cycle at the border": _steps(user("t"), boundary("b", "t", cycle(f"={HOLE}"), cancel=False), more=path("b e")),
    "a collection": _task(loop=each(f"={HOLE}", "i")),
    "an output element": _steps(script("t", "r", "=1", loop=each("=[1, 2]", "i", "o", f"={HOLE}"))),
    "a completion condition": _steps(script("t", "r", "=1", loop=each("=[1]", "i", "o", "=i", until=f"={HOLE}"))),
    "a correlation key": _steps(catch("t", message("m")), keys={"m": f"={HOLE}"}),
    "a type of job": _steps(job("t", f"={HOLE}")),
    "a called process": _steps(call("t", f"={HOLE}")),
}  # fmt: skip


def filled(raw: bytes, text: str) -> bytes:
    """Put a text into a file, escaped as XML asks; what XML cannot hold goes in as it is, for the reader to refuse."""
    return raw.replace(HOLE.encode(), quoteattr(text)[1:-1].encode("utf-8", "surrogatepass"))


def in_diagram(place: str, text: str) -> None:
    """Deploy a diagram: have it judged, compile it, and start a case."""
    raw = filled(DIAGRAMS[place], text)
    check({"p.bpmn": raw}, CITY, drawing="error")
    try:
        files = Files(raw)
        case = Case.start(files.world(T0), files.by_process["p"][0], "p", BASE, VARIABLES)
    except Rejection:
        return
    case.snapshot()
    for fact in case.facts:
        # The audit log keeps only what a text can be made of.
        canonical([fact.public, fact.private])


FORMS: Final[dict[str, dict[str, Any]]] = {
    "a condition to hide": {"type": "textfield", "key": "k", "conditional": {"hide": f"={HOLE}"}},
    "a condition to lock": {"type": "textfield", "key": "k", "readonly": f"={HOLE}"},
    "a computed value": {"type": "expression", "key": "k", "expression": f"={HOLE}"},
    "a text": {"type": "text", "text": "{{" + HOLE + "}}"},
    "a whole text": {"type": "text", "text": f"={HOLE}"},
    "a label": {"type": "textfield", "key": "k", "label": f"={HOLE}"},
    "options": {"type": "select", "key": "k", "valuesExpression": f"={HOLE}"},
    "a limit": {"type": "number", "key": "k", "validate": {"min": f"={HOLE}"}},
    "a source of rows": {"type": "table", "key": "k", "dataSource": f"={HOLE}", "columns": [{"label": "A", "key": "a"}]},
}


def in_form(place: str, text: str) -> None:
    """Read a form, show it and check answers to it."""
    drawn = json.dumps({"type": "default", "id": "f", "components": [{"id": "one", **FORMS[place]}]})
    raw = drawn.replace(HOLE, json.dumps(text)[1:-1]).encode()
    check({"f.form": raw}, CITY, drawing="error")
    with suppress(Rejection):
        form = read_form(raw, "f.form")
        with suppress(Rejection):
            check_answers(form, {"k": 1}, VARIABLES, WORLD)
        view_form(form, {}, VARIABLES, WORLD, {})


MODELS: Final[dict[str, bytes]] = {
    "a literal expression": definitions(literal("t", HOLE)),
    "an input entry": definitions(table([("s", "string")], [("o", "string", "")], [[HOLE, '"a"']])),
    "an input expression": definitions(table([(HOLE, "number")], [("o", "string", "")], [["1", '"a"'], ["-", '"b"']], 'hitPolicy="FIRST"')),
    "an output entry": definitions(table([("s", "string")], [("o", "Any", "")], [["-", HOLE]])),
    "allowed values": definitions(table([("s", "string", HOLE)], [("o", "Any", HOLE)], [["-", "1"]])),
    "a default": definitions(table([("x", "number")], [("o", "Any", "")], [["2", "1"]], default=HOLE)),
    "a collected sum": definitions(table([("x", "number")], [("o", "Any", "")], [["-", HOLE]], 'hitPolicy="COLLECT" aggregation="SUM"')),
}  # fmt: skip


def in_model(place: str, text: str) -> None:
    """Read a model and evaluate its decision."""
    raw = filled(MODELS[place], text)
    check({"m.dmn": raw}, CITY, drawing="error")
    with suppress(Rejection, FeelError):
        read_decisions(raw, "m.dmn").evaluate("t", VARIABLES, WORLD)


def in_cell(place: str, text: str) -> None:
    """Read a text as the tests of an input entry."""
    with suppress(FeelError):
        parse_unary_tests(text).matches("a", VARIABLES, WORLD)


PLACES: Final[dict[str, Callable[[str, str], None]]] = {
    **dict.fromkeys(DIAGRAMS, in_diagram),
    **dict.fromkeys(FORMS, in_form),
    **dict.fromkeys(MODELS, in_model),
    "unary tests": in_cell,
}
