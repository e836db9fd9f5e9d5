"""Reading decision tables."""

from itertools import chain, repeat
from typing import Any, Final

from app.dmn.elements import Element, child, children, text_of
from app.dmn.hit_policies import AGGREGATORS, POLICIES, policy_of
from app.dmn.item_types import ItemAllowed
from app.dmn.judging.kinds import common
from app.dmn.logic import LogicReader, reads
from app.dmn.model_run import note_table
from app.dmn.place import place_of
from app.dmn.static_types import type_of
from app.dmn.table import DecisionTable, Input, Output, Rule
from app.dmn.written import WrittenRule, WrittenTable, WrittenText
from app.domain.marked import marked
from app.feel import FeelError, UnaryTests
from app.feel.grammar import read_expression
from app.feel.run import Code, Env
from app.feel.types import ANY, SIMPLE, ContextType, FeelType, ListType, SimpleType, beneath
from app.feel.values import NUMBER


@reads("decisionTable")
def table(reader: LogicReader, element: Element) -> Code:
    """Compile a table that is part of a larger logic. What it was given and which rules hit is noted with the run."""
    found = read_table(reader, element)
    key = element.get("id") or reader.owner
    title = element.get("label") or key

    def decide(env: Env) -> Any:
        outcome = found.decide(env)
        note_table(env.run, lambda: outcome.result(key, title, outcome.value))
        return outcome.value

    return decide


def read_table(reader: LogicReader, element: Element) -> DecisionTable:
    """Return the compiled table of a `decisionTable` element; what is wrong with it becomes findings."""
    wanted, reader = reader.wanted, reader.wanting(ANY)
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    if policy not in POLICIES:
        template = "Expected one of %(known)s, but found %(name)s"
        reader.findings.add("hit-policy", element, template, known=", ".join(POLICIES), name=policy)
        policy = "UNIQUE"
    if aggregation is not None and aggregation not in AGGREGATORS:
        template = "Expected one of %(known)s, but found %(name)s"
        reader.findings.add("aggregation", element, template, known=", ".join(AGGREGATORS), name=aggregation)
        aggregation = None
    elif aggregation is not None and policy != "COLLECT":
        template = "Expected the hit policy COLLECT for %(name)s to be computed, but found %(policy)s"
        reader.findings.add("aggregation", element, template, name=aggregation, policy=policy)
        aggregation = None
    drawn = [_input(reader, each, place) for place, each in enumerate(children(element, "input"), 1)]
    inputs = tuple(each for each, _ in drawn)
    outputs = tuple(_output(reader, each, place) for place, each in enumerate(children(element, "output"), 1))
    _check_outputs(reader, element, outputs, policy)
    tested = [_tested(*each) for each in drawn]
    written = [_written_rule(reader, each, index, tested) for index, each in enumerate(children(element, "rule"), 1)]
    _check_aggregation(reader, element, outputs, written, aggregation)
    rules = tuple(_rule(reader, each, rule) for each, rule in zip(children(element, "rule"), written, strict=True))
    _check_widths(reader, element, len(inputs), len(outputs))
    lists = policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") and aggregation is None
    place = place_of(element)
    found = DecisionTable(inputs, outputs, rules, policy_of(policy, aggregation), policy in ("PRIORITY", "OUTPUT ORDER"), lists, place)
    kind = ANY if wanted is ANY else _kind_of_table(found, written, aggregation)
    texts = tuple(text for _, text in drawn)
    reader.written.tables.append(WrittenTable(reader.owner, place, policy, texts, tuple(written), found, kind, wanted))
    return found


def _kind_of_table(drawn: DecisionTable, written: list[WrittenRule], aggregation: str | None) -> FeelType:
    """Return the type of a table's value (sections 8.2.8 and 8.2.10): of one output, of all by name, a list of that, or of a figure."""
    if aggregation in ("SUM", "COUNT"):
        return SIMPLE[NUMBER]
    kinds = [
        each.kind if each.kind is not ANY else common([_type_of(rule.results[place]) for rule in written if place < len(rule.results)])
        for place, each in enumerate(drawn.outputs)
    ]
    if not kinds:
        return ANY
    names = [each.name for each in drawn.outputs]
    hit = kinds[0] if len(kinds) == 1 else ContextType(dict(zip(names, kinds, strict=True)))
    return ListType(hit) if drawn.lists else hit


def _check_outputs(reader: LogicReader, element: Element, outputs: tuple[Output, ...], policy: str) -> None:
    if not outputs:
        reader.findings.add("no-output", element, "Expected a table with at least one output")
    names = [output.name for output in outputs]
    if len(outputs) > 1 and (len(set(names)) < len(names) or "" in names):
        reader.findings.add("output-names", element, "Expected several outputs to have each a name of its own")
    if policy in ("PRIORITY", "OUTPUT ORDER") and all(output.allowed is None for output in outputs):
        reader.findings.add(
            "priority", element, "Expected output values, whose order is the priority that %(policy)s asks for", policy=policy
        )


def _check_aggregation(
    reader: LogicReader, element: Element, outputs: tuple[Output, ...], rules: list[WrittenRule], aggregation: str | None
) -> None:
    """Note a figure asked for that there is not (section 8.2.8): of several outputs at once, or a sum of what are no numbers."""
    if aggregation is None or not outputs:
        return
    if len(outputs) > 1:
        template = "Expected one output for %(name)s to be computed of, but found %(count)s"
        reader.findings.add("aggregation", element, template, name=aggregation, count=len(outputs))
    elif aggregation == "SUM":
        found = {_kind_of_output(outputs[0], each.results[0]) for each in rules if each.results}
        strays = sorted(found - {NUMBER, ANY.name})
        if strays:
            reader.findings.add(
                "aggregation", element, "Expected numbers to add up, but found outputs of the type %(type)s", type=strays[0]
            )


def _kind_of_output(output: Output, written: WrittenText) -> str:
    """Return the name of the type that an output has, by its own word or else by its cell; Any where neither tells."""
    kind = beneath(output.kind if output.kind is not ANY else _type_of(written))
    return kind.name if isinstance(kind, SimpleType) else ANY.name


def _type_of(written: WrittenText) -> FeelType:
    """Return the type of what a text gives; Any where it cannot be read."""
    try:
        return type_of(read_expression(written.text, written.scope), written.scope)
    except FeelError:
        return ANY


_ONE: Final = {
    "inputs": marked("Expected a rule with one input, but found %(found)s"),
    "outputs": marked("Expected a rule with one output, but found %(found)s"),
}


def _check_widths(reader: LogicReader, element: Element, inputs: int, outputs: int) -> None:
    for rule in children(element, "rule"):
        for kind, expected, what in (("inputEntry", inputs, "inputs"), ("outputEntry", outputs, "outputs")):
            found = sum(1 for _ in children(rule, kind))
            if found != expected:
                template = _ONE[what] if expected == 1 else marked("Expected a rule with %(expected)s %(what)s, but found %(found)s")
                reader.findings.add("rule-width", rule, template, expected=expected, found=found, what=what)


def _input(reader: LogicReader, element: Element, place: int) -> tuple[Input, WrittenText]:
    expression = child(element, "inputExpression")
    if expression is None or not text_of(expression):
        reader.findings.add("no-input", element, "Expected an expression for the input, but found none")
    text = text_of(expression)
    kind = reader.types.reference(expression.get("typeRef") if expression is not None else None, element)
    label = element.get("label") or text
    written = reader.noted(text or "null", element, f"input {place}")
    code = reader.compiled(written).code
    allowed = _values(reader, child(element, "inputValues"), f"the values of input {place}")
    return Input(element.get("id") or "", label, code, kind, allowed, written.place), written


def _values(reader: LogicReader, element: Element | None, cell: str) -> UnaryTests | None:
    text = text_of(element)
    if element is None or not text:
        return None
    written = reader.noted(text, element, cell, tests=True)
    reader.written.values.append(written)
    return reader.compiled_tests(written)


def _output(reader: LogicReader, element: Element, place: int) -> Output:
    kind = reader.types.reference(element.get("typeRef"), element)
    allowed = _values(reader, child(element, "outputValues"), f"the values of output {place}")
    if allowed is None and isinstance(kind, ItemAllowed):
        allowed = kind.tests
    default = child(element, "defaultOutputEntry")
    text = text_of(default)
    expression = reader.text(text, default, f"the default of output {place}") if default is not None and text else None
    drawn = place_of(default if default is not None else element, f"the default of output {place}")
    return Output(element.get("id") or "", element.get("name") or "", kind, allowed, expression, drawn)


def _tested(drawn: Input, written: WrittenText) -> FeelType:
    """Return the type of what the cells of an input are asked about."""
    return drawn.kind if drawn.kind is not ANY else _type_of(written)


def _written_rule(reader: LogicReader, element: Element, index: int, tested: list[FeelType]) -> WrittenRule:
    tests = tuple(
        reader.wanting(kind).noted(text_of(each) or "-", each, f"rule {index}, input {place}", tests=True)
        for place, (each, kind) in enumerate(zip(children(element, "inputEntry"), chain(tested, repeat(ANY)), strict=False), 1)
    )
    results = tuple(
        reader.noted(text_of(each) or "null", each, f"rule {index}, output {place}")
        for place, each in enumerate(children(element, "outputEntry"), 1)
    )
    return WrittenRule(place_of(element, f"rule {index}"), tests, results)


def _rule(reader: LogicReader, element: Element, written: WrittenRule) -> Rule:
    tests = [reader.compiled_tests(each) for each in written.tests]
    cells = tuple((place, each.test) for place, each in enumerate(tests) if not each.passes_all)
    return Rule(
        element.get("id") or "",
        cells,
        tuple(reader.compiled(each).code for each in written.results),
        tuple(each.place for each in written.results),
    )
