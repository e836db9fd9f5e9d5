"""Reading decision models that import each other (DMN 1.5, section 6.3.3): each after those that it imports."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from msgspec import Struct, field

from app.dmn.elements import children
from app.dmn.findings import Findings
from app.dmn.model import DecisionModel, RefusedModel
from app.dmn.read import read_decisions
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.markup.read_xml import read_xml

_CIRCLE: Final = marked("Expected imports that lead to an end, but found a circle: %(way)s")


class ModelsRead(Struct):
    """All by file name. imports: the files that a file imports itself, in its own order. refused: what could not be read, and why."""

    models: dict[str, DecisionModel] = field(default_factory=dict)
    imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refused: dict[str, Rejection] = field(default_factory=dict)


class _Head(Struct, frozen=True):
    namespace: str
    imports: tuple[str, ...]


def read_together(files: Mapping[str, bytes]) -> ModelsRead:
    """Read DMN files, of which each may import others. A file that is refused does not keep the others from being read."""
    read = ModelsRead()
    heads: dict[str, _Head] = {}
    for name, raw in files.items():
        try:
            heads[name] = _head(raw, name)
        except Rejection as refusal:
            read.refused[name] = refusal
    reading = _Reading(files, heads, read)
    for name in heads:
        reading.read_file(name, ())
    return read


def _head(raw: bytes, name: str) -> _Head:
    root = read_xml(raw, name)
    return _Head(root.get("namespace") or "", tuple(each.get("namespace") or "" for each in children(root, "import")))


class _Reading(Struct):
    """Files being read. circles: of each file that lies on a circle of imports, the circle and the file that it imports on it."""

    files: Mapping[str, bytes]
    heads: Mapping[str, _Head]
    read: ModelsRead
    circles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read_file(self, name: str, waiting: tuple[str, ...]) -> None:
        """Read a file after those that it imports. waiting: the files whose imports led here."""
        if name in self.read.models or name in self.read.refused:
            return
        try:
            imported = tuple(self._imported(name, waiting))
            for other in imported:
                self.read_file(other, (*waiting, name))
            if name in self.circles:
                self._refuse_circle(name)
            self.read.models[name] = read_decisions(self.files[name], name, [self._model(other) for other in imported])
            self.read.imports[name] = imported
        except Rejection as refusal:
            self.read.refused.setdefault(name, refusal)

    def _model(self, name: str) -> DecisionModel | RefusedModel:
        return self.read.models.get(name) or RefusedModel(self.heads[name].namespace, name)

    def _imported(self, name: str, waiting: tuple[str, ...]) -> Iterator[str]:
        """Yield the files that a file imports. Raises Rejection("bad_decision") where that goes in a circle or is unclear."""
        findings = Findings(name, lenient=False)
        for element in children(read_xml(self.files[name], name), "import") if self.heads[name].imports else ():
            namespace = element.get("namespace") or ""
            having = [other for other, head in self.heads.items() if head.namespace == namespace]
            if len(having) > 1:
                template = "Expected one model of the namespace %(name)s, but found %(found)s"
                findings.add("unclear-import", element, template, name=namespace, found=", ".join(having))
            elif set(having) & {*waiting, name}:
                findings.add("circular-import", element, _CIRCLE, way=self._circle((*waiting, name), having[0]))
            else:
                yield from having
        findings.refuse()

    def _circle(self, path: tuple[str, ...], first: str) -> str:
        """Return the circle that ends in an import of its first file, for people, and note it of every file on it."""
        circle = (*path[path.index(first) :], first)
        way = " > ".join(circle)
        for name, following in pairwise(circle):
            self.circles.setdefault(name, (way, following))
        return way

    def _refuse_circle(self, name: str) -> None:
        way, following = self.circles[name]
        findings = Findings(name, lenient=False)
        for element in children(read_xml(self.files[name], name), "import"):
            if element.get("namespace") == self.heads[following].namespace:
                findings.add("circular-import", element, _CIRCLE, way=way)
        findings.refuse()
