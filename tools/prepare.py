"""Prepare this checkout: Python packages, browser scripts, their bundle, the `duban` command. What has not changed is not done again.

    python3 tools/prepare.py run     what `make run` needs: the product, and what builds and checks it
    python3 tools/prepare.py test    also what the tests need: their packages and a browser

Runs before anything is installed, so it knows the standard library alone. Versions and hashes stand in requirements*.txt and
package-lock.json; neither names a registry, so the clients' own settings decide where packages come from.
"""

import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / ".prepared"
FRONTEND = ROOT / "app" / "web" / "frontend"
PYTHON_LOCKS = {
    "run": ["requirements.txt", "requirements-build.txt"],
    "test": ["requirements.txt", "requirements-build.txt", "requirements-s3.txt", "requirements-test.txt"],
}
OPTIONAL_LOCK = "requirements-s3.txt"
LEVELS = ("run", "test")


def main() -> None:
    """Bring the checkout to the level asked for; exit with one plain line where the machine lacks something."""
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LEVELS:
        sys.exit("usage: python3 tools/prepare.py run|test")
    if sys.version_info < (3, 11):
        sys.exit(f"Expected Python 3.11 or later, but found {sys.version.split()[0]}. Type: make PYTHON=python3.12 {level}")
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands typed at once take turns
        prepare(level)


def prepare(level: str) -> None:
    """Do each step whose inputs changed since it was done."""
    install_python_packages(level)
    write_command()
    compile_modules()
    install_browser_scripts(level)
    build_bundle()
    if level == "test":
        unpack_browser()


def install_python_packages(level: str) -> None:
    """Make the environment what the locks say, no more and no less."""
    # The checkout's place counts: scripts in an environment name it, so one that was moved is made anew.
    digest = digest_of([ROOT / name for name in PYTHON_LOCKS["test"]], str(ROOT))
    if (BIN / "python").exists() and done("python", digest, level) and (has_s3() or not asks_for_s3()):
        return
    place = STAMPS / "place"
    if not (BIN / "python").exists() or (place.exists() and place.read_text() != str(ROOT)):
        make_environment()
    say("Installing the Python packages")
    level = higher(level, "python")
    locks = list(PYTHON_LOCKS[level])
    if OPTIONAL_LOCK not in locks and (asks_for_s3() or has_s3()):
        locks.append(OPTIONAL_LOCK)
    run([*uv(), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--python", BIN / "python", *locks])
    mark("python", digest, level)
    place.write_text(str(ROOT))


def asks_for_s3() -> bool:
    """Tell whether documents lie in an S3-compatible store: then its package is installed, too."""
    return os.environ.get("DUBAN_DOCUMENTS_URL", "").startswith("s3:")


def has_s3() -> bool:
    """Tell whether the package was installed before, by whomever: a later release does not take it away."""
    return any((VENV / "lib").glob("python3*/site-packages/boto3"))


def make_environment() -> None:
    """Create .venv, with pip where Python can, else by a uv that is already there."""
    shutil.rmtree(VENV, ignore_errors=True)
    say("Creating the environment .venv")
    if importlib.util.find_spec("ensurepip"):
        run([sys.executable, "-m", "venv", VENV])
    elif shutil.which("uv"):
        run(["uv", "venv", "--quiet", "--python", sys.executable, VENV])
    else:
        line = f"sudo apt-get install python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"Expected a Python that can make environments, but this one lacks its venv part. Type: {line}")


def uv() -> list[str]:
    """Return the command of the pinned uv, installed by its hash where it is missing; without pip, the uv of the machine."""
    if (BIN / "uv").exists():
        return [str(BIN / "uv")]
    if not (BIN / "pip").exists():
        return ["uv"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirement_block("uv"))
        file.flush()
        run([BIN / "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", file.name])
    return [str(BIN / "uv")]


def requirement_block(package: str) -> str:
    """Return the lines of one package in the build lock: its version and all its hashes."""
    lines = (ROOT / "requirements-build.txt").read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(package + "=="))
    end = next((number for number in range(start + 1, len(lines)) if not lines[number].startswith(" ")), len(lines))
    return "\n".join(line for line in lines[start:end] if not line.lstrip().startswith("#")).rstrip("\\ \n") + "\n"


def compile_modules() -> None:
    """Compile the modules that changed: else each process would at its start, wherever it may not write."""
    run([BIN / "python", "-m", "compileall", "-q", "app"])


def write_command() -> None:
    """Write .venv/bin/duban and the line that lets Python find `app`, as pyproject.toml names them.

    Not an installation: the product runs from its checkout, beside processes/ and forms/, and this takes no time and no network.
    """
    import tomllib  # not at the top: an older Python must get as far as the plain line in main

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    packages = next((VENV / "lib").glob("python3*")) / "site-packages"
    write_if_new(packages / "duban.pth", f"{ROOT}\n")
    for name, target in scripts.items():
        module, function = target.split(":")
        # A shebang can hold neither blanks nor more than 127 characters, so a shell finds Python; Python reads its line as a string.
        lines = [
            "#!/bin/sh",
            f"'''exec' {shlex.quote(str(BIN / 'python'))} \"$0\" \"$@\"",
            "' '''",
            "import sys",
            f"from {module} import {function}",
            f"sys.exit({function}())",
        ]
        write_if_new(BIN / name, "\n".join(lines) + "\n")
        (BIN / name).chmod(0o755)


def install_browser_scripts(level: str) -> None:
    """Install what the bundle is made of, for tests also what they drive."""
    digest = digest_of([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    if (ROOT / "node_modules").is_dir() and done("node", digest, level):
        return
    say("Installing the browser scripts")
    level = higher(level, "node")
    omit = ["--omit=dev"] if level == "run" else []
    run([BIN / "npm", "ci", "--silent", *omit])
    mark("node", digest, level)


def build_bundle() -> None:
    """Build app/web/static/bundle from app/web/frontend."""
    sources = sorted(path for path in FRONTEND.rglob("*") if path.is_file())
    digest = digest_of([*sources, ROOT / "package-lock.json"])
    if (ROOT / "app" / "web" / "static" / "bundle").is_dir() and done("bundle", digest):
        return
    say("Building the bundle")
    run([BIN / "node", FRONTEND / "build.mjs"])
    mark("bundle", digest)


def unpack_browser() -> None:
    """Unpack the browser of the tests, unless DUBAN_TEST_BROWSER names another."""
    if os.environ.get("DUBAN_TEST_BROWSER"):
        return
    digest = digest_of([ROOT / "package-lock.json", ROOT / "tools" / "unpack_browser.py"])
    if (ROOT / ".build" / "browser" / "chromium").exists() and done("browser", digest):
        return
    say("Unpacking the browser")
    run([BIN / "python", ROOT / "tools" / "unpack_browser.py"])
    mark("browser", digest)


def digest_of(files: list[Path], *also: str) -> str:
    """Return one digest over names and contents."""
    total = hashlib.sha256("\0".join(also).encode())
    for file in files:
        total.update(f"\0{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def done(step: str, digest: str, level: str = "run") -> bool:
    """Tell whether a step was done for these inputs, at this level or a higher one."""
    stamp = STAMPS / step
    if not stamp.exists():
        return False
    stamped_digest, stamped_level = stamp.read_text().split()
    return stamped_digest == digest and LEVELS.index(stamped_level) >= LEVELS.index(level)


def higher(level: str, step: str) -> str:
    """Return the level asked for, or the one that the step was done at before: running takes nothing away from who tests."""
    stamp = STAMPS / step
    before = stamp.read_text().split()[1] if stamp.exists() else "run"
    return max(level, before, key=LEVELS.index)


def mark(step: str, digest: str, level: str = "run") -> None:
    """Remember that a step was done."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / step).write_text(f"{digest} {level}")


def write_if_new(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def run(command: list) -> None:
    """Run a command in the checkout; where it fails, its own words have been printed."""
    environment = dict(os.environ, PATH=f"{BIN}:{os.environ.get('PATH', '')}")
    if "PIP_INDEX_URL" in environment:
        # A city's mirror is often set for pip alone.
        environment.setdefault("UV_DEFAULT_INDEX", environment["PIP_INDEX_URL"])
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        # Both clients bring authorities of their own; a city's mirror is often signed by one that only the machine knows.
        environment.setdefault("UV_SYSTEM_CERTS", "true")
        environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=True)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        sys.exit(f"Preparing stopped: {error}")


def say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
