"""Diagrams compiled once, and shared, sealed, between threads."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

from msgspec import Struct

from app.domain.rejection import Rejection
from app.engine.compile_process import Compiler
from app.engine.drawn import children, tag_of
from app.engine.process_spec import ProcessSpec
from app.engine.refused import Refused
from app.markup.read_xml import read_xml

CAPACITY: Final = 200


class Program(Struct, frozen=True):
    """digest: SHA-256 of the file's bytes, in hex. processes: by id, the executable ones."""

    digest: str
    processes: Mapping[str, ProcessSpec]


def compile_program(raw: bytes, file_name: str) -> Program:
    """Read a diagram so that it can be run.

    Raises Rejection("bad_xml"), and Rejection("bad_diagram") whose findings name each element that the engine would not run as drawn.
    """
    root = read_xml(raw, file_name)
    if tag_of(root) != "definitions":
        raise Rejection("bad_diagram", "%(file)s: expected a BPMN diagram, but found another document", file=file_name)
    compiler = Compiler(root)
    nodes = [node for node in children(root, "process") if node.get("isExecutable", "true") != "false"]
    processes = {node.get("id"): compiler.process(node) for node in nodes}
    if not processes:
        compiler.findings.append(
            Refused("no-process", None, "Expected an executable process, but found none", "Tick executable on the process")
        )
    if compiler.findings:
        found = [refused.finding(file_name) for refused in compiler.findings]
        first = found[0]
        raise Rejection(
            "bad_diagram",
            "%(file)s, element %(element)s: %(problem)s",
            findings=found,
            file=file_name,
            element=first.element_id,
            problem=str(first.message),
        )
    return Program(hashlib.sha256(raw).hexdigest(), processes)


class Programs:
    """The most recently used programs of this process, by digest.

    Two threads that miss at once may both compile; the first one kept is the one that both use from then on.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, Program] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str, load: Callable[[str], bytes]) -> Program:
        """load: returns the bytes of the file with a digest; whatever it raises goes through."""
        with self._lock:
            found = self._kept.get(digest)
            if found is not None:
                self._kept.move_to_end(digest)
                return found
        return self.keep(compile_program(load(digest), digest))

    def keep(self, program: Program) -> Program:
        with self._lock:
            kept = self._kept.setdefault(program.digest, program)
            self._kept.move_to_end(program.digest)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
            return kept
