"""Preparing the checkout does what changed and nothing else."""

import shutil
from pathlib import Path

import pytest

from tools import prepare

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ["pyproject.toml", "package.json", "package-lock.json", ".npmrc", "tools/unpack_browser.py", "app/web/frontend/build.mjs"]


class Checkout:
    """A copy of what preparing reads, with commands that only leave their traces."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commands: list[str] = []
        for name in [*INPUTS, *prepare.PYTHON_LOCKS["test"]]:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)

    def run(self, command: list[object]) -> None:
        words = [str(part) for part in command]
        if "compileall" in words:
            return  # looks at the files' times itself, so it is asked each time
        self.commands.append(" ".join([Path(words[0]).name, *words[1:]]))
        made = {
            "-m venv": [".venv/bin/python", ".venv/bin/uv", ".venv/lib/python3.11/site-packages/uv"],
            " ci ": ["node_modules/a"],
            "build.mjs": ["app/web/static/bundle/a"],
            "unpack_browser": [".build/browser/chromium"],
        }
        for sign, files in made.items():
            for file in files if sign in f"{self.commands[-1]} " else []:
                (self.root / file).parent.mkdir(parents=True, exist_ok=True)
                (self.root / file).touch()

    def prepare(self, level: str) -> list[str]:
        """Prepare, and return the commands that this took."""
        self.commands.clear()
        prepare.prepare(level)
        return list(self.commands)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A checkout on which nothing was prepared yet."""
    made = Checkout(tmp_path)
    monkeypatch.delenv("DUBAN_TEST_BROWSER", raising=False)
    places = {"ROOT": "", "VENV": ".venv", "BIN": ".venv/bin", "STAMPS": ".venv/.prepared", "FRONTEND": "app/web/frontend"}
    for name, path in places.items():
        monkeypatch.setattr(prepare, name, tmp_path / path)
    monkeypatch.setattr(prepare, "run", made.run)
    return made


def test_a_fresh_checkout_gets_everything_that_running_needs(checkout: Checkout) -> None:
    words = " ".join(checkout.prepare("run"))
    assert "-m venv" in words
    assert "--require-hashes" in words
    assert "npm ci --silent --omit=dev" in words
    assert "build.mjs" in words
    assert "requirements-test.txt" not in words
    assert "unpack_browser" not in words
    assert "from app.cli import main" in (checkout.root / ".venv/bin/duban").read_text()


@pytest.mark.parametrize("level", ["run", "test"])
def test_the_second_time_does_nothing(checkout: Checkout, level: str) -> None:
    checkout.prepare(level)
    assert checkout.prepare(level) == []


def test_running_after_testing_takes_nothing_away(checkout: Checkout) -> None:
    checkout.prepare("test")
    assert checkout.prepare("run") == []


@pytest.mark.parametrize(("lock", "kept"), [("requirements.txt", "requirements-test.txt"), ("package-lock.json", "npm ci --silent")])
def test_running_after_a_changed_lock_takes_nothing_away_from_who_tests(checkout: Checkout, lock: str, kept: str) -> None:
    checkout.prepare("test")
    with (checkout.root / lock).open("a") as file:
        file.write("\n")
    words = "; ".join(checkout.prepare("run"))
    assert kept in words
    assert "--omit=dev" not in words


def test_testing_after_running_adds_what_tests_need(checkout: Checkout) -> None:
    checkout.prepare("run")
    words = " ".join(checkout.prepare("test"))
    assert "requirements-test.txt" in words
    assert "unpack_browser.py" in words
    assert "build.mjs" not in words


@pytest.mark.parametrize(
    ("changed", "command"),
    [
        ("requirements.txt", "uv pip sync"),
        ("package-lock.json", "npm ci"),
        ("app/web/frontend/build.mjs", "build.mjs"),
    ],
)
def test_a_change_repeats_the_step_that_reads_it(checkout: Checkout, changed: str, command: str) -> None:
    checkout.prepare("run")
    with (checkout.root / changed).open("a") as file:
        file.write("\n")
    assert any(command in done for done in checkout.prepare("run"))


def test_a_new_script_of_the_pages_builds_the_bundle_alone(checkout: Checkout) -> None:
    checkout.prepare("run")
    (checkout.root / "app/web/frontend/entries").mkdir()
    (checkout.root / "app/web/frontend/entries/page.js").write_text("document.title;")
    assert len(checkout.prepare("run")) == 1


def test_a_moved_checkout_gets_a_new_environment(checkout: Checkout) -> None:
    checkout.prepare("run")
    (checkout.root / ".venv/.prepared/place").write_text("elsewhere")
    (checkout.root / ".venv/.prepared/python").unlink()
    assert any("-m venv" in done for done in checkout.prepare("run"))


def test_a_python_that_cannot_make_environments_is_told_the_line_to_type(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match=r"Type: sudo apt-get install python3\.\d+-venv"):
        checkout.prepare("run")


def test_a_python_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.sys, "argv", ["prepare.py", "run"])
    monkeypatch.setattr(prepare.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Expected Python 3\.11 or later"):
        prepare.main()


def test_the_pinned_installer_is_taken_from_the_lock_with_its_hashes() -> None:
    block = prepare.requirement_block("uv")
    assert block.startswith("uv==")
    assert "--hash=sha256:" in block
    assert "import-linter" not in block
