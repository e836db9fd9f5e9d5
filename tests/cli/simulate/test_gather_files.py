"""A diagram is tried with what lies beside it, the forms it names and the processes it calls, and with nothing else."""

from pathlib import Path

import pytest

from app.cli.simulate.gather_files import gather_files
from app.domain.rejection import Rejection
from tests.builders.drawing import call, end, path, process, start, user, z

FORM = '{"type": "default", "id": "%s", "components": []}'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two processes, the first calling the second, each with a form of `forms/`; a table and a form of its own lie beside the first."""
    outer = process(
        "outer", start(), user("ask", z("formDefinition", formId="ask-form")), call("more", "inner"), end(), path("s ask more e")
    )
    inner = process(
        "inner", start(), user("tell", z("formDefinition", formId="tell-form")), call("again", "outer"), end(), path("s tell again e")
    )
    for name, raw in (("outer", outer), ("inner", inner)):
        (tmp_path / "processes" / name).mkdir(parents=True)
        (tmp_path / "processes" / name / f"{name}.bpmn").write_bytes(raw)
    (tmp_path / "processes" / "outer" / "limits.dmn").write_text("<definitions/>")
    (tmp_path / "forms").mkdir()
    for form in ("ask-form", "tell-form", "other-form"):
        (tmp_path / "forms" / f"{form}.form").write_text(FORM % form)
    return tmp_path


def test_tables_forms_and_called_processes_come_with_it(checkout: Path) -> None:
    found = gather_files(checkout / "processes" / "outer" / "outer.bpmn")
    assert sorted(found) == ["ask-form.form", "inner.bpmn", "limits.dmn", "outer.bpmn", "tell-form.form"]


def test_diagrams_of_stories_come_for_stories_and_not_for_a_city(checkout: Path) -> None:
    diagram = checkout / "processes" / "outer" / "outer.bpmn"
    (diagram.parent / "scenarios").mkdir()
    (diagram.parent / "scenarios" / "beside.bpmn").write_bytes(process("beside", start(), end(), path("s e")))
    assert "beside.bpmn" in gather_files(diagram)
    assert "beside.bpmn" not in gather_files(diagram, stories=False)


def test_a_form_beside_it_comes_before_the_one_in_forms(checkout: Path) -> None:
    own = checkout / "processes" / "outer" / "ask-form.form"
    own.write_text(FORM % "ask-form" + "\n")
    assert gather_files(checkout / "processes" / "outer" / "outer.bpmn")["ask-form.form"] == own.read_bytes()


def test_a_diagram_elsewhere_finds_our_own_forms(tmp_path: Path) -> None:
    file = tmp_path / "letter.bpmn"
    file.write_bytes(process("letter", start(), user("check", z("formDefinition", formId="letter-check")), end(), path("s check e")))
    assert sorted(gather_files(file)) == ["letter-check.form", "letter.bpmn"]


def test_a_form_that_is_nowhere_is_left_to_the_linter(tmp_path: Path) -> None:
    file = tmp_path / "letter.bpmn"
    file.write_bytes(process("letter", start(), user("check", z("formDefinition", formId="nowhere")), end(), path("s check e")))
    assert sorted(gather_files(file)) == ["letter.bpmn"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.bpmn"
    file.write_text("<!DOCTYPE a><a/>")
    with pytest.raises(Rejection, match=r"letter\.bpmn"):
        gather_files(file)
