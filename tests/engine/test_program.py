import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.engine.case import Case
from app.engine.compile_process import PARSER_CLASSES
from app.engine.element import Element
from app.engine.program import Program, Programs, compile_program
from tests.builders.drawing import HEAD, TAIL, each, el, end, event_sub, gate, message, path, process, properties, start, sub, user
from tests.engine.drive import BASE, T0, Drive, Files, fingerprint

PLAIN = process("p", start(), user("u"), end(), path("s u e"))


def test_a_program_is_known_by_the_digest_of_its_bytes() -> None:
    program = compile_program(PLAIN, "p.bpmn")
    assert program.digest == hashlib.sha256(PLAIN).hexdigest()
    assert list(program.processes) == ["p"]


def test_every_class_that_an_element_is_read_into_is_ours() -> None:
    assert all(issubclass(found, Element) for found in PARSER_CLASSES.values())
    for name in ("_predict", "test", "_update_hook", "_on_complete", "_on_ready", "_run"):
        assert all(getattr(found, name).__module__.startswith("app.engine") for found in PARSER_CLASSES.values())


def test_programs_are_loaded_once_and_the_least_used_is_forgotten() -> None:
    loads: list[str] = []
    files = {hashlib.sha256(raw).hexdigest(): raw for raw in (process(f"p{n}", start(), end(), path("s e")) for n in range(3))}

    def load(digest: str) -> bytes:
        loads.append(digest)
        return files[digest]

    programs, (a, b, c) = Programs(capacity=2), files
    assert programs.get(a, load) is programs.get(a, load)
    programs.get(b, load)
    programs.get(a, load)
    programs.get(c, load)
    assert loads == [a, b, c]
    programs.get(a, load)
    assert loads == [a, b, c]
    programs.get(b, load)
    assert loads == [a, b, c, b]


def test_two_threads_that_compile_the_same_file_end_with_the_same_program() -> None:
    programs, digest = Programs(), hashlib.sha256(PLAIN).hexdigest()
    with ThreadPoolExecutor(8) as pool:
        found: list[Program] = list(pool.map(lambda _: programs.get(digest, lambda _: PLAIN), range(64)))
    last = programs.get(digest, lambda _: PLAIN)
    assert found[-1] is last
    assert len({id(program) for program in found[8:]}) == 1


SHARED = process("p", start(), gate("f"), user("m", loop=each("=depts", "dept", "results", "=opinion")),
                 sub("q", start("qs"), user("u", properties(deadline__length="2")), end("qe"), path("qs u qe"),
                     event_sub("ev", message("x"), end("z"), path("ev_s z"), interrupting=False)),
                 gate("j"), end(), path("s f m j e"), path("f q j"), keys={"x": '="k"'})  # fmt: skip


def _life(files: Files) -> bytes:
    world = files.world(T0)
    raw = Case.start(world, files.by_process["p"][0], "p", BASE, {"depts": list("abc")}).snapshot()
    while not (at := Case.restore(world, raw)).completed:
        at.complete(at.open_tasks()[-1].key, {"opinion": 1})
        raw = at.snapshot()
    return raw


def test_one_set_of_specifications_serves_many_threads() -> None:
    files = Files(SHARED)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: _life(files), range(200)))) == 1
    for spec, before in files.sealed:
        assert fingerprint([spec]) == before


def test_2000_elements_in_a_row_compile_and_run() -> None:
    ids = [f"t{n}" for n in range(2000)]
    d = Drive(process("p", start(), *(el("task", i) for i in ids), user("z"), end(), path(" ".join(["s", *ids, "z", "e"]))))
    assert d.open() == ["z"]


def test_moving_shapes_and_adding_lanes_changes_nothing_of_how_a_diagram_runs() -> None:
    text = PLAIN.decode()
    moved = '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="D"/>'
    program = compile_program(text.replace(TAIL, moved + TAIL).encode(), "p.bpmn")
    assert fingerprint([program.processes["p"]]) == fingerprint([compile_program(PLAIN, "p.bpmn").processes["p"]])


def test_two_processes_of_one_file_are_compiled_apart() -> None:
    inside = [process(name, start(), user("u"), end(), path("s u e")).decode().removeprefix(HEAD).removesuffix(TAIL) for name in "ab"]
    body = "".join(text[text.index("<bpmn:process") :] for text in inside)
    assert sorted(compile_program(f"{HEAD}{body}{TAIL}".encode(), "p.bpmn").processes) == ["a", "b"]


def test_the_same_commands_give_the_same_bytes_whatever_the_hash_seed_and_the_time_zone() -> None:
    program = "from tests.engine import drive, random_diagrams as r\nfor n in range(8): r.once(n)\nprint(drive.DIGEST.hexdigest())"

    def digest(seed: str, zone: str) -> str:
        said = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        root = Path(__file__).parents[2]
        return subprocess.run(
            [sys.executable, "-c", program], env=said, capture_output=True, text=True, check=True, cwd=root
        ).stdout.strip()

    found = {digest("1", "UTC"), digest("2", "Asia/Tokyo"), digest("3", "America/New_York")}
    assert len(found) == 1
    assert len(found.pop()) == 64
