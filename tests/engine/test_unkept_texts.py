"""A text that no database keeps stops the step that made it, and nothing else: the command and its facts stand."""

import pytest

from app.domain.canonical import canonical
from app.domain.rejection import Rejection
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


def drawn(place: str, text: str) -> bytes:
    return process("p", start(), PLACES[place](text), end(), path("s t e"), keys={"m": f"={text}"})


@pytest.mark.parametrize("place", PLACES)
def test_a_text_that_cannot_be_kept_is_an_incident_of_its_step(place: str) -> None:
    d = Drive(drawn(place, NUL))
    assert list(d.incidents()) == ["t"]
    assert all(canonical([fact.public, fact.private]) for fact in d.facts)


@pytest.mark.parametrize("place", PLACES)
def test_half_a_character_is_refused_where_it_is_drawn(place: str) -> None:
    with pytest.raises(Rejection, match=r"U\+D800"):
        Drive(drawn(place, HALF))


def test_a_function_is_no_correlation_key() -> None:
    d = Drive(process("p", start(), catch("t", message("m")), end(), path("s t e"), keys={"m": "=function(x) x"}))
    assert d.incidents() == {"t": "bad_correlation_key"}
