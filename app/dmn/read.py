"""Reading decision models."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from app.dmn import boxed, read_table
from app.dmn.elements import Element, child, children, kind_of_element, name_of
from app.dmn.findings import Findings
from app.dmn.graph import Decision, DrgElement, InputData, KnowledgeModel, Service
from app.dmn.item_types import ItemTypes
from app.dmn.logic import EXPRESSIONS, LogicReader, check_language
from app.dmn.model import DecisionModel, RefusedModel
from app.dmn.order import refuse_cycles
from app.dmn.references import References
from app.dmn.written import Seen, WrittenModel, WrittenText
from app.domain.marked import marked
from app.feel.types import ANY, AllowedType, ContextType, FeelType, FunctionType, ListType
from app.markup.read_xml import read_xml

_EACH_NAME_ONCE: Final = marked("Expected each name of %(what)s once, but found %(name)s again")
_UNKNOWN: Final = marked("Expected the model of the namespace %(name)s beside this one")
_UNKNOWN_BY_NAME: Final = marked("Expected the model of the namespace %(name)s, imported as %(called)s, beside this one")
_REFUSED: Final = marked("Expected an imported model that can be used, but %(file)s is refused itself")
_READERS: Final = (boxed, read_table)
_ELEMENTS: Final[dict[str, type[DrgElement]]] = {
    "inputData": InputData,
    "decision": Decision,
    "businessKnowledgeModel": KnowledgeModel,
    "decisionService": Service,
}


def read_decisions(
    raw: bytes, file_name: str, imported: Iterable[DecisionModel | RefusedModel] = (), *, lenient: bool = False, tracing: bool = False
) -> DecisionModel:
    """Return the model of a DMN file (1.2 to 1.5).

    imported: the models it may import, found by their namespace. lenient: an expression that cannot be read has the value null, as the
    standard has it; else it refuses the file, so that a designer hears of it. tracing: the model is to be tried, not used: the reasons of
    an evaluation say where they were given, which makes it slower.

    Raises Rejection("bad_decision") with a finding for each error, by element; Rejection("bad_xml") for a file that is none.
    """
    root = read_xml(raw, file_name)
    findings = Findings(file_name, lenient)
    if kind_of_element(root) != "definitions":
        findings.add("no-definitions", root, "Expected the definitions of DMN 1.2 to 1.5, but found %(tag)s", tag=str(root.tag))
        findings.refuse()
    check_language(findings, root)
    return _Reading(root, findings, imported, tracing).model()


class _Reading:
    """One file being read."""

    def __init__(self, root: Element, findings: Findings, imported: Iterable[DecisionModel | RefusedModel], tracing: bool) -> None:
        self.tracing = tracing
        self.root = root
        self.findings = findings
        self.imports = self._imports({model.namespace: model for model in imported})
        self.types = ItemTypes(findings)
        self.written = WrittenModel()
        self.sources: dict[DrgElement, Element] = {}
        self.odd_names: dict[str, Seen] = {}

    def _imports(self, known: Mapping[str, DecisionModel | RefusedModel]) -> list[tuple[str, DecisionModel]]:
        """Return the imported models with the names they have here; several may have none, and what is in them is then known as it is."""
        found: dict[tuple[str, str], DecisionModel] = {}
        names: set[str] = set()
        for element in children(self.root, "import"):
            namespace, name = element.get("namespace") or "", " ".join((element.get("name") or "").split())
            if name in names:
                self.findings.add("duplicate-name", element, _EACH_NAME_ONCE, what="an import", name=name)
            model = known.get(namespace)
            if isinstance(model, DecisionModel):
                found[name, namespace] = model
            elif model is not None:
                self.findings.add("refused-import", element, _REFUSED, file=model.file)
            else:
                template = _UNKNOWN_BY_NAME if name else _UNKNOWN
                self.findings.unknown("unknown-import", element, template, namespace or "none", filter(None, known), called=name)
            names.update({name} - {""})
        return [(name, model) for (name, _), model in found.items()]

    def model(self) -> DecisionModel:
        """Read all of it. Raises Rejection("bad_decision")."""
        self.types.read(self.root, [(name, model.types) for name, model in self.imports])
        self.odd_names = dict.fromkeys(_odd_names(self.types.by_name), Seen())
        self.written.values += [WrittenText("", place, text, {}, tests=True) for place, text in self.types.allowed_texts]
        elements = self._elements()
        references = References(self.findings, elements, self.imports, self.root.get("namespace") or "")
        written = {each.get("namespace") or "" for each in children(self.root, "import")}
        references.missing = frozenset(written - {model.namespace for _, model in self.imports} - {references.namespace, ""})
        references.link(self.sources)
        refuse_cycles(self.sources, self.findings)
        for element, source in self.sources.items():
            self._read_logic(element, source)
        self.findings.refuse()
        bare = [element.name for name, model in self.imports if not name for element in model.elements.values()]
        hidden = frozenset((*(element.name for element in elements.values()), *(name for name, _ in self.imports), *bare))
        name = self.root.get("name") or ""
        return DecisionModel(
            self.findings.file,
            self.root.get("id") or "",
            name,
            self.root.get("namespace") or "",
            self.types.by_name,
            elements,
            hidden,
            self.written,
        )

    def _elements(self) -> dict[str, DrgElement]:
        """Make the elements of the graph, by id, with their types but not yet what they require."""
        elements: dict[str, DrgElement] = {}
        seen: set[str] = set()
        # An element and an import of one name could not be told apart either.
        names = {name for name, _ in self.imports if name}
        for source in self._identified():
            key = source.get("id")
            if key in seen:
                self.findings.add("duplicate-id", source, "Expected each id once, but found %(id)s again", id=key)
            seen.add(key)
        for source in children(self.root, *_ELEMENTS):
            name = name_of(source)
            key = source.get("id") or name
            if not name:
                self.findings.add("no-name", source, "Expected an element with a name")
                continue
            if name in names:
                # Expressions could not tell the two apart (section 6.3.2: names are unique within a model).
                self.findings.add("duplicate-name", source, "Expected each name once in a model, but found %(name)s again", name=name)
            names.add(name)
            element = _ELEMENTS[kind_of_element(source)](key, name, source.get("name") or name, self.types.of_variable(source))
            if isinstance(element, KnowledgeModel | Service) and isinstance(element.kind, FunctionType):
                # Its variable may name the type of the function; what a call gives is then that function type's result.
                element.kind = element.kind.result
            elements[key] = element
            self.sources[element] = source
        return elements

    def _identified(self) -> Iterator[Element]:
        """Yield every element of the model that has an id; those of the drawing have their own."""
        return (each for each in self.root.iter() if kind_of_element(each) and each.get("id"))

    def _read_logic(self, element: DrgElement, source: Element) -> None:
        reader = LogicReader(self.findings, self.types, self.written, element.id, dict(self._names(element)), tracing=self.tracing)
        logic = child(source, *EXPRESSIONS)
        if isinstance(element, Decision) and logic is not None:
            if kind_of_element(logic) == "decisionTable":
                element.table = read_table.read_table(reader.wanting(element.kind), logic)
            else:
                element.logic = reader.wanting(element.kind).of(logic, source)
        elif isinstance(element, KnowledgeModel):
            self._read_knowledge_model(element, source, reader)

    def _read_knowledge_model(self, element: KnowledgeModel, source: Element, reader: LogicReader) -> None:
        function = child(source, "encapsulatedLogic")
        if function is None:
            self.findings.add("no-expression", source, "Expected the logic of the business knowledge model, but found none")
            return
        element.parameters = tuple(boxed.formal_parameters(reader, function))
        own = {element.name: Seen(computed=True, drawn=True), **{name: Seen(kind) for name, kind in element.parameters}}
        element.body = boxed.function_body(reader.seeing(own).wanting(element.kind), function)

    def _names(self, element: DrgElement) -> Iterator[tuple[str, Seen]]:
        """Yield the names in sight of an element's logic, and the names of components that hold spaces or signs."""
        yield from self.odd_names.items()
        imported: dict[str, dict[str, FeelType]] = {}
        for requirement in element.requirements:
            needed = requirement.element
            if requirement.prefix:
                imported.setdefault(requirement.prefix, {})[needed.name] = (
                    ANY if isinstance(needed, KnowledgeModel | Service) else needed.kind
                )
                yield needed.name, Seen()  # so that a name of several words is one after the dot
        for requirement in element.requirements:
            if not requirement.prefix:
                yield requirement.element.name, Seen(requirement.element.kind, not isinstance(requirement.element, InputData), drawn=True)
        for prefix, kinds in imported.items():
            yield prefix, Seen(ContextType(kinds), computed=True)


def _odd_names(types: Mapping[str, FeelType]) -> Iterator[str]:
    """Yield the names of types and of their components that hold spaces or signs."""
    waiting: list[FeelType] = []
    for name, kind in types.items():
        if "." not in name and not name.isidentifier():
            yield name
        waiting.append(kind)
    # Many components may be of one type, and theirs again: walking it for each of them would double the work with every level.
    seen: set[int] = set()
    while waiting:
        kind = _single(waiting.pop())
        if isinstance(kind, ContextType) and id(kind) not in seen:
            seen.add(id(kind))
            yield from (name for name in kind.fields if not name.isidentifier())
            waiting += kind.fields.values()


def _single(kind: FeelType) -> FeelType:
    """Return the type of a single item, without lists around it and allowed values."""
    while isinstance(kind, AllowedType | ListType):
        kind = kind.base if isinstance(kind, AllowedType) else kind.item
    return kind
