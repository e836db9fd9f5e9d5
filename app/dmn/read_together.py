"""Reading decision models that import each other (DMN 1.5, section 6.3.3): each after those that it imports."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from app.dmn.elements import children
from app.dmn.findings import Findings
from app.dmn.model import DecisionModel
from app.dmn.read import read_decisions
from app.domain.rejection import Rejection
from app.markup.read_xml import read_xml


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
    for name in heads:
        _read(name, files, heads, read, ())
    return read


def _head(raw: bytes, name: str) -> _Head:
    root = read_xml(raw, name)
    return _Head(root.get("namespace") or "", tuple(each.get("namespace") or "" for each in children(root, "import")))


def _read(name: str, files: Mapping[str, bytes], heads: Mapping[str, _Head], read: ModelsRead, waiting: tuple[str, ...]) -> None:
    """Read a file after those that it imports. waiting: the files whose imports led here."""
    if name in read.models or name in read.refused:
        return
    try:
        imported = tuple(_imported(name, files[name], heads, waiting))
        for other in imported:
            _read(other, files, heads, read, (*waiting, name))
        # One that was refused is missing here too: its own finding says why, and this one where it is asked for.
        models = [read.models[other] for other in imported if other in read.models]
        read.models[name] = read_decisions(files[name], name, models)
        read.imports[name] = imported
    except Rejection as refusal:
        read.refused.setdefault(name, refusal)


def _imported(name: str, raw: bytes, heads: Mapping[str, _Head], waiting: tuple[str, ...]) -> Iterator[str]:
    """Yield the files that a file imports. Raises Rejection("bad_decision") where that goes in a circle or is unclear."""
    findings = Findings(name, lenient=False)
    for element in children(read_xml(raw, name), "import") if heads[name].imports else ():
        namespace = element.get("namespace") or ""
        having = [other for other, head in heads.items() if head.namespace == namespace]
        if len(having) > 1:
            found = ", ".join(having)
            findings.add(
                "unclear-import", element, "Expected one model of the namespace %(name)s, but found %(found)s", name=namespace, found=found
            )
        elif set(having) & {*waiting, name}:
            way = " > ".join((*waiting, name, *having))
            findings.add("circular-import", element, "Expected imports that lead to an end, but found a circle: %(way)s", way=way)
        else:
            yield from having
    findings.refuse()
