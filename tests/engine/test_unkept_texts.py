"""A text that no database keeps stops the step that made it, and nothing else: the command and its facts stand."""

import pytest

from app.domain.canonical import canonical
from tests.builders.drawing import catch, date, end, io, job, message, path, process, properties, script, start, user, z
from tests.engine.drive import Drive

NUL, HALF = '"a\\u0000b"', '"\\uD800"'
PLACES = {
    "a title": lambda text: user("t", properties(titleTemplate=f"={text}")),
    "an assignee": lambda text: user("t", z("assignmentDefinition", assignee=f"={text}")),
    "one of the groups": lambda text: user("t", z("assignmentDefinition", candidateGroups=f"=[{text}]")),
    "a variable": lambda text: script("t", "x", f"={text}"),
    "an input": lambda text: user("t", io({"x": f"={text}"})),
    "a type of job": lambda text: job("t", f"={text}"),
    "a date": lambda text: catch("t", date(f"={text}")),
    "the reason for a null": lambda text: catch("t", date(f"=get value({{}}, {text})")),
    "a correlation key": lambda text: catch("t", message("m")),
}


@pytest.mark.parametrize("text", [NUL, HALF])
@pytest.mark.parametrize("place", PLACES)
def test_a_text_that_cannot_be_kept_is_an_incident_of_its_step(place: str, text: str) -> None:
    d = Drive(process("p", start(), PLACES[place](text), end(), path("s t e"), keys={"m": f"={text}"}))
    assert list(d.incidents()) == ["t"]
    assert all(canonical([fact.public, fact.private]) for fact in d.facts)


def test_a_function_is_no_correlation_key() -> None:
    d = Drive(process("p", start(), catch("t", message("m")), end(), path("s t e"), keys={"m": "=function(x) x"}))
    assert d.incidents() == {"t": "bad_correlation_key"}
