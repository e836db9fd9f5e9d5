"""Linking the elements of a requirements graph by their hrefs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.dmn.elements import Element, child, children, kind_of_element
from app.dmn.findings import Findings
from app.dmn.graph import Decision, DrgElement, InputData, KnowledgeModel, Requirement, Service
from app.dmn.model import DecisionModel
from app.domain.marked import marked

_REQUIREMENTS = {
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "knowledgeRequirement": ("requiredKnowledge",),
}
_KINDS: Final[dict[type[DrgElement], str]] = {
    **{Decision: "decision", InputData: "inputData", KnowledgeModel: "businessKnowledgeModel", Service: "decisionService"},
}
# What may stand behind each reference (sections 6.3.7 to 6.3.13).
_WANTED: Final[dict[str, tuple[type[DrgElement], ...]]] = {
    **dict.fromkeys(("requiredDecision", "outputDecision", "inputDecision"), (Decision,)),
    **dict.fromkeys(("requiredInput", "inputData"), (InputData,)),
    "requiredKnowledge": (KnowledgeModel, Service),
}
_ONCE: Final = marked("Expected each name once in a model, but found %(name)s again")


class References:
    """What hrefs of one file can mean: its own elements, and those of the models it imports."""

    def __init__(
        self, findings: Findings, elements: Mapping[str, DrgElement], imports: Sequence[tuple[str, DecisionModel]], namespace: str
    ) -> None:
        # Imports that are findings themselves; each reference into them would only say so again.
        self.missing: frozenset[str] = frozenset()
        self.findings = findings
        self.elements = elements
        self.imports: dict[str, tuple[str, DecisionModel]] = {}
        for prefix, model in imports:
            self.imports.setdefault(model.namespace, (prefix, model))
        self.namespace = namespace

    def link(self, sources: Mapping[DrgElement, Element]) -> None:
        """Fill in what each element requires. An href that nothing answers to is a finding."""
        for element, source in sources.items():
            for kind, references in _REQUIREMENTS.items():
                for requirement in children(source, kind):
                    self._add(element.requirements, child(requirement, *references), requirement)
            if isinstance(element, Service):
                self._link_service(element, source)
            self._tell_apart(element, source)

    def _tell_apart(self, element: DrgElement, source: Element) -> None:
        """Note elements of models imported without a name that are called like another that is required too."""
        seen: dict[str, DrgElement] = {}
        for needed in (each.element for each in element.requirements if not each.prefix):
            if seen.setdefault(needed.name, needed) is not needed:
                self.findings.add(
                    "duplicate-name", source, "Expected each name once in a model, but found %(name)s again", name=needed.name
                )

    def _link_service(self, service: Service, source: Element) -> None:
        for each in children(source, "outputDecision"):
            self._add(service.outputs, each, each)
        for kind in ("inputData", "inputDecision"):
            for each in children(source, kind):
                self._add(service.inputs, each, each)
        if not service.outputs:
            self.findings.add("no-output", source, "Expected a decision service with at least one output decision")

    def _add(self, requirements: list[Requirement], reference: Element | None, where: Element) -> None:
        href = reference.get("href") if reference is not None else None
        found = self._resolve(href or "")
        if found is None and (href or "").rpartition("#")[0] in self.missing:
            return
        if found is None:
            template = "Expected a reference to an element of this model or an imported one, but found %(name)s"
            self.findings.unknown("unknown-reference", where, template, href or "none", self._known())
        elif not isinstance(found.element, wanted := _WANTED[kind_of_element(reference)]):
            template = "Expected %(reference)s to name an element of the kind %(expected)s, but found %(name)s of the kind %(found)s"
            facts = {"reference": kind_of_element(reference), "expected": " / ".join(_KINDS[kind] for kind in wanted)}
            self.findings.add("wrong-reference", where, template, name=href, found=_KINDS[type(found.element)], **facts)
        else:
            requirements.append(found)

    def _resolve(self, href: str) -> Requirement | None:
        namespace, _, key = href.rpartition("#")
        if namespace in ("", self.namespace) and key in self.elements:
            return Requirement(self.elements[key])
        prefix, model = self.imports.get(namespace, ("", None))
        return Requirement(model.elements[key], prefix) if model is not None and key in model.elements else None

    def _known(self) -> Iterator[str]:
        yield from (f"#{key}" for key in self.elements)
        yield from (f"{model.namespace}#{key}" for _, model in self.imports.values() for key in model.elements)
