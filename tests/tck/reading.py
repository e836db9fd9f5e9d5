"""Reading the cases of the DMN TCK."""

import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from app.dmn import DecisionModel, read_decisions
from app.domain.rejection import Rejection
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time

_ROOT = Path(__file__).resolve().parents[2]
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_READERS = {"date": read_date, "dateTime": read_date_time, "time": read_time, "duration": read_duration}
# Elements whose folders the issue on the spine leaves to the next one.
BOXED = ("context", "relation", "list", "invocation", "functionDefinition", "conditional", "filter", "for", "some", "every")


def corpus() -> Path:
    """Return where the cases lie: DUBAN_TEST_TCK, else beside the checkout."""
    return Path(os.environ.get("DUBAN_TEST_TCK") or _ROOT.parent / "shared" / "corpora" / "dmn-tck")


def folders() -> list[str]:
    """Return the folders with cases, as `level/folder`, in order; none where there is no corpus."""
    return sorted(f"{path.parent.name}/{path.name}" for path in corpus().glob("compliance-level-*/*") if any(path.glob("*test*.xml")))


@dataclass(frozen=True)
class Case:
    """One test case: what its decisions, or the decision service that `service` names, are expected to give."""

    name: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    service: str | None


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value_of(element: etree._Element | None) -> Any:
    """Return the value that a test file writes down."""
    if element is None:
        return None
    parts = [child for child in element if _local(child) in ("value", "list", "component")]
    if not parts:
        return None
    first = parts[0]
    if _local(first) == "component":
        return {str(part.get("name")): None if part.get(_NIL) == "true" else value_of(part) for part in parts}
    if first.get(_NIL) == "true":
        return None
    if _local(first) == "list":
        return [value_of(item) for item in first if _local(item) == "item"]
    return _scalar(first.text or "", (first.get(_TYPE) or "").rpartition(":")[2])


def _scalar(text: str, kind: str) -> Any:
    if kind in ("decimal", "double", "integer", "int", "float"):
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() in ("true", "1")
    return _READERS[kind](text.strip()) if kind in _READERS else text


def cases_of(folder: str) -> list[tuple[Path, list[Case]]]:
    """Return the cases of a folder by the model they are about."""
    found: list[tuple[Path, list[Case]]] = []
    for path in sorted((corpus() / folder).glob("*test*.xml")):
        root = etree.parse(str(path)).getroot()
        model = next((child.text or "" for child in root if _local(child) == "modelName"), "")
        cases = [_case(test) for test in root if _local(test) == "testCase"]
        found.append((path.parent / model.strip(), cases))
    return found


def _case(test: etree._Element) -> Case:
    inputs = {str(node.get("name")): value_of(node) for node in test if _local(node) == "inputNode"}
    expected = {
        str(node.get("name")): value_of(next((child for child in node if _local(child) == "expected"), None))
        for node in test
        if _local(node) == "resultNode"
    }
    return Case(str(test.get("id")), inputs, expected, test.get("invocableName") if test.get("type") == "decisionService" else None)


def model_of(path: Path, *, lenient: bool = True) -> DecisionModel:
    """Read a model with the ones it imports, which lie beside it. lenient: as of read_decisions, and as the standard has it."""
    waiting = {other: other.read_bytes() for other in sorted(path.parent.glob("*.dmn")) if other != path}
    models: list[DecisionModel] = []
    while waiting:
        read = {other: _readable(raw, other, models, lenient=lenient) for other, raw in waiting.items()}
        ready = {other: model for other, model in read.items() if model is not None}
        if not ready:
            break
        models += ready.values()
        waiting = {other: raw for other, raw in waiting.items() if other not in ready}
    return read_decisions(path.read_bytes(), path.name, models, lenient=lenient)


def models() -> list[Path]:
    """Return the models that have cases."""
    return sorted({path for folder in folders() for path, _ in cases_of(folder)})


def refused() -> dict[str, str]:
    """Return why the product would refuse to deploy a model that has cases, by level, folder and file; all others it takes."""
    found: dict[str, str] = {}
    for path in models():
        try:
            model_of(path, lenient=False)
        except Rejection as rejection:
            found[path.relative_to(corpus()).as_posix()] = str(rejection.findings[0].message).partition("\n")[0]
    return found


def _readable(raw: bytes, path: Path, models: list[DecisionModel], *, lenient: bool) -> DecisionModel | None:
    try:
        return read_decisions(raw, path.name, models, lenient=lenient)
    except Rejection:
        return None


def uses_boxed(folder: str) -> bool:
    """Whether a model of the folder holds a boxed expression."""
    return any(
        _local(element) in BOXED and "/DMN/" in (etree.QName(element).namespace or "")
        for path in (corpus() / folder).glob("*.dmn")
        for element in etree.parse(str(path)).iter()
        if isinstance(element.tag, str)
    )
