"""`duban simulate`: what it prints, what it leaves, and how it leaves."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.simulate.command import simulate

ROOT = Path(__file__).resolve().parents[3]
STORY = "clear-in-time.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the letter's folder, to be spoiled, beside the table of points; a data folder that nothing may touch."""
    monkeypatch.setenv("DUBAN_DATA", str(tmp_path / "var"))
    shutil.copytree(ROOT / "processes" / "points", tmp_path / "processes" / "points")
    return Path(shutil.copytree(ROOT / "processes" / "citizen-letter", tmp_path / "processes" / "citizen-letter"))


def tried(folder: Path, *options: str, story: str = STORY) -> Result:
    return CliRunner().invoke(simulate, [str(folder / "citizen-letter.bpmn"), "--scenario", str(folder / "scenarios" / story), *options])


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_story_that_goes_as_told_leaves_with_0_and_nothing_real_behind(folder: Path) -> None:
    done = tried(folder, "--events")
    assert done.exit_code == 0, done.output
    assert "ok    7  2026-02-24 09:30  hotline complete call-back\n        open: nothing\n        ended: filed" in done.output
    assert "All 7 steps go as told." in done.output
    assert done.output.endswith((folder / "scenarios" / "clear-in-time.events.txt").read_text())
    assert not (folder.parent.parent / "var").exists()


def test_a_story_that_goes_otherwise_leaves_with_1_and_says_where(folder: Path) -> None:
    spoil(
        folder / "scenarios" / STORY,
        "timers: {send-back-window-over: 2026-02-12 17:30}",
        "timers: {send-back-window-over: 2026-02-13 17:30}",
    )
    done = tried(folder)
    assert done.exit_code == 1, done.output
    assert "NOT   2  2026-02-11 09:20  hotline complete assign" in done.output
    assert "    NOT timer send-back-window-over: expected 2026-02-13 17:30\n        found    2026-02-12 17:30\n" in done.output
    assert "Step 2 goes otherwise than told; 5 more were not tried." in done.output


def test_the_tables_beside_the_diagram_are_those_that_are_tried(folder: Path) -> None:
    spoil(folder / "letter-limit.dmn", "<text>7</text>", "<text>6</text>")
    done = tried(folder, "--json")
    assert done.exit_code == 1, done.output
    said = json.loads(done.stdout)
    wrong = [point for point in said["steps"][-1]["points"] if not point["passed"]]
    assert (said["passed"], said["stepsNotTried"]) == (False, 6)
    assert [point["what"] for point in wrong] == ["deadline of assign"]
    assert "until 2026-02-27 17:30" in wrong[0]["expected"]
    assert "until 2026-02-26 17:30" in wrong[0]["found"]


def test_a_form_beside_the_diagram_comes_before_the_one_in_forms(folder: Path) -> None:
    form = folder / "letter-receipt.form"
    shutil.copy(ROOT / "forms" / form.name, form)
    spoil(form, '"value": "yes"', '"value": "taken"')
    spoil(form, '"values.yes.en"', '"values.taken.en"')
    said = json.loads(tried(folder, "--json").stdout)
    refused = said["steps"][-1]["points"][0]
    assert (said["steps"][-1]["number"], refused["what"], refused["passed"]) == (3, "refused", False)
    assert refused["found"].startswith("bad_answers at accepted")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("citizen-letter.bpmn", 'formId="letter-check"', 'formId="letter-checked"', "check error form-exists"),
        ("citizen-letter.bpmn", "<bpmn:definitions", "<!DOCTYPE a><bpmn:definitions", "citizen-letter.bpmn"),
        (f"scenarios/{STORY}", "process: citizen-letter", "process: licence", "a story of citizen-letter, but found one of licence"),
        (f"scenarios/{STORY}", "does: start", "dose: start", "step 1"),
        (f"scenarios/{STORY}", "who: handler-health", "who: nobody", "but found nobody"),
        (f"scenarios/{STORY}", "does: complete sign", "does: complete sign\n    case: other", "was started before in step 3"),
    ],
)
def test_what_cannot_be_tried_leaves_with_3_and_says_why(folder: Path, file: str, old: str, new: str, complaint: str) -> None:
    spoil(folder / file, old, new)
    done = tried(folder)
    assert done.exit_code == 3, done.output
    assert complaint in done.output
    as_json = tried(folder, "--json")
    assert as_json.exit_code == 3
    said = json.loads(as_json.stdout)
    assert (said["passed"], said["steps"]) == (False, [])
    assert complaint.split()[0] in as_json.stdout


def test_wrong_usage_leaves_with_2(folder: Path) -> None:
    assert CliRunner().invoke(simulate, [str(folder / "citizen-letter.bpmn")]).exit_code == 2
    assert tried(folder, story="none.yaml").exit_code == 2


def test_a_version_that_lies_elsewhere_is_refused_in_words(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "processes" / "extension-request", tmp_path / "processes" / "extension-request"))
    story = folder / "scenarios" / "migrated-while-stopped.yaml"
    spoil(story, "deploy later/commission.bpmn", "deploy ../../citizen-letter.bpmn")
    done = CliRunner().invoke(simulate, [str(folder / "extension-request.bpmn"), "--scenario", str(story)])
    assert done.exit_code == 1, done.output
    assert "Expected a diagram beside the story or in a folder there, but found ../../citizen-letter.bpmn" in done.output
