"""What it takes to hand out one long case: its bundle of evidence, the two programs that check it, and its dossier in volumes."""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from pypdf import PdfReader

from app.web.pages.dossier_parts import volumes_of
from tests.bench.replay import long_case
from tests.bench.rig.servers import ROOT
from tests.fixtures.api_city import ApiCity, opened, seed, small_city
from tests.web.evidence_case import anchor, bundle
from tests.web.pages.desk import desk

MEGABYTE = 1_000_000
MADE_SECONDS, CHECKED_SECONDS, VOLUME_SECONDS, MOST_MEGABYTES = 20.0, 30.0, 20.0, 300.0
"""What we hold ourselves to, for a case of 5,000 events, in processor time; the most that one of these may take beyond what there was."""


class Taken(NamedTuple):
    """seconds: of a processor. megabytes: of a program of its own the most that it took; in the server, what it grew by."""

    what: str
    seconds: float
    megabytes: float
    most: float


class LongEvidence(NamedTuple):
    """events: of the case. size: of its bundle, in bytes. pages: of its dossier, by volume."""

    events: int
    size: int
    taken: list[Taken]
    pages: list[int]
    wrong: list[str]

    def lines(self) -> list[str]:
        volumes = " + ".join(map(str, self.pages))
        head = f"a case of {self.events} events: a bundle of {self.size / MEGABYTE:.1f} MB, a dossier of {volumes} pages"
        return [head, *(f"    {one.what}: {one.seconds:.1f} s (at most {one.most:.0f}), {one.megabytes:.0f} MB" for one in self.taken)]


def measure(folder: Path, events: int) -> LongEvidence:
    duban = small_city(folder)
    seed(duban)
    api, taken, wrong = opened(duban), list[Taken](), list[str]()
    _, number = long_case(api, events)
    anchor(api)
    before, began = _most(resource.RUSAGE_SELF), time.thread_time()
    raw = bundle(api, number)
    taken.append(Taken("bundle made", time.thread_time() - began, _most(resource.RUSAGE_SELF) - before, MADE_SECONDS))
    path = folder / "evidence.zip"
    path.write_bytes(raw)
    with ZipFile(path) as packed:
        packed.extract("check.py", folder)
    key = str(duban.anchors.public_key())
    for what, command in (
        ("duban verify-evidence", [str(ROOT / ".venv/bin/duban"), "verify-evidence", str(path), "--json", "--key", key]),
        ("check.py in it", [sys.executable, "-I", str(folder / "check.py"), str(path), "--key", key]),
    ):
        said = _run(what, command, taken, wrong)
        if what.startswith("duban") and said and json.loads(said)["events"] != events:
            wrong.append(f"expected {events} events to be checked, but {what} says {said}")
    pages = _dossier(api, number, events, taken)
    wrong += [f"{one.what} took {one.seconds:.1f} s (at most {one.most:.0f}) and {one.megabytes:.0f} MB" for one in taken if _too_much(one)]
    duban.database.close()
    return LongEvidence(events, len(raw), taken, pages, wrong)


def _run(what: str, command: list[str], taken: list[Taken], wrong: list[str]) -> str:
    """Run a program; note what it took, and whether it found something wrong."""
    with tempfile.TemporaryFile("w+") as said:
        process, held = subprocess.Popen(command, stdout=said), 0.0
        while process.returncode is None:
            held = max(held, _held(process.pid))
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
            else:
                time.sleep(0.01)
        said.seek(0)
        text = said.read()
    taken.append(Taken(what, used.ru_utime + used.ru_stime, held, CHECKED_SECONDS))
    if process.returncode:
        wrong.append(f"{what} left with {process.returncode}: {text[:500]}")
    return text


def _held(pid: int) -> float:
    """Return the most memory that a program has held so far, in megabytes; what the system says of it at its end counts ours, too."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    return 0.0


def _dossier(api: ApiCity, number: str, events: int, taken: list[Taken]) -> list[int]:
    """Print every volume; return how many pages each has."""
    auditor, pages = desk(api, "auditor").client, list[int]()
    for volume in range(1, volumes_of(events) + 1):
        before, began = _most(resource.RUSAGE_SELF), time.process_time()
        answer = auditor.get(f"/cases/{number}/dossier.pdf?volume={volume}")
        assert answer.status_code == 200, answer.get_data(as_text=True)[:1000]
        seconds = time.process_time() - began
        taken.append(Taken(f"dossier, volume {volume}", seconds, _most(resource.RUSAGE_SELF) - before, VOLUME_SECONDS))
        pages.append(len(PdfReader(io.BytesIO(answer.get_data())).pages))
    return pages


def _most(whose: int) -> float:
    """Return the most memory that this process or a child ever held, in megabytes."""
    return resource.getrusage(whose).ru_maxrss * 1024 / MEGABYTE


def _too_much(one: Taken) -> bool:
    return one.seconds > one.most or one.megabytes > MOST_MEGABYTES
