"""The import contract holds, and it can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract of a checkout against the sources of that checkout."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources, to be spoiled."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "static", "frontend", "*.json"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contract_holds(checkout: Path) -> None:
    result = lint_imports(checkout)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("app/utils.py", "", "utils"),
        ("app/tools/__init__.py", "", "tools"),
        ("app/domain/stray.py", "import app.service\n", "app.domain.stray -> app.service"),
        ("app/queries/stray.py", "import app.service\n", "app.queries.stray -> app.service"),
        ("app/service/stray.py", "import flask\n", "app.service.stray -> flask"),
        ("app/service/stray.py", "import sqlalchemy.orm\n", "app.service.stray -> sqlalchemy"),
        ("app/lint/stray.py", "from SpiffWorkflow.task import Task\n", "app.lint.stray -> SpiffWorkflow"),
        ("app/engine/stray.py", "from lxml import etree\n", "app.engine.stray -> lxml"),
        ("app/dmn/stray.py", "import xml.etree.ElementTree\n", "app.dmn.stray -> xml"),
        ("app/web/stray.py", "import app.store\n", "app.web.stray"),
        ("app/web/stray.py", "import app.engine\n", "app.web.stray"),
        ("app/service/stray.py", "import app.store.apply\n", "app.service.stray"),
        ("app/worker/stray.py", "import app.gateways\n", "app.worker.stray"),
    ],
)
def test_a_stray_module_or_import_breaks_the_contract(checkout: Path, path: str, source: str, complaint: str) -> None:
    stray = checkout / path
    stray.parent.mkdir(exist_ok=True)
    stray.write_text(source)
    result = lint_imports(checkout)
    assert result.returncode != 0
    assert complaint in result.stdout + result.stderr


@pytest.mark.parametrize("folder", ["app/service", "app/lint/rules"])
def test_files_that_stand_alone_may_not_lean_on_each_other(checkout: Path, folder: str) -> None:
    package = folder.replace("/", ".")
    (checkout / folder / "first_stray.py").write_text("")
    (checkout / folder / "second_stray.py").write_text(f"import {package}.first_stray\n")
    result = lint_imports(checkout)
    assert result.returncode != 0
    assert f"{package}.second_stray -> {package}.first_stray" in result.stdout + result.stderr
