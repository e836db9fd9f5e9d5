"""Reading decision tables."""

from app.dmn.elements import Element, child, children, text_of
from app.dmn.hit_policies import AGGREGATORS, POLICIES, policy_of
from app.dmn.item_types import ItemAllowed
from app.dmn.logic import LogicReader, reads
from app.dmn.table import DecisionTable, Input, Output, Rule
from app.feel import UnaryTests
from app.feel.run import Code


@reads("decisionTable")
def table(reader: LogicReader, element: Element) -> Code:
    found = read_table(reader, element)
    return lambda env: found.decide(env).value


def read_table(reader: LogicReader, element: Element) -> DecisionTable:
    """Return the compiled table of a `decisionTable` element; what is wrong with it becomes findings."""
    policy = element.get("hitPolicy") or "UNIQUE"
    aggregation = element.get("aggregation")
    if policy not in POLICIES:
        reader.findings.add(
            "hit_policy", element, "Expected one of %(known)s, but found %(policy)s", known=", ".join(POLICIES), policy=policy
        )
        policy = "UNIQUE"
    if aggregation is not None and aggregation not in AGGREGATORS:
        reader.findings.add(
            "aggregation", element, "Expected one of %(known)s, but found %(name)s", known=", ".join(AGGREGATORS), name=aggregation
        )
        aggregation = None
    inputs = tuple(_input(reader, each) for each in children(element, "input"))
    outputs = tuple(_output(reader, each) for each in children(element, "output"))
    _check_outputs(reader, element, outputs, policy)
    rules = tuple(_rule(reader, each, len(inputs), len(outputs)) for each in children(element, "rule"))
    lists = policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") and aggregation is None
    return DecisionTable(inputs, outputs, rules, policy_of(policy, aggregation), policy in ("PRIORITY", "OUTPUT ORDER"), lists)


def _check_outputs(reader: LogicReader, element: Element, outputs: tuple[Output, ...], policy: str) -> None:
    if not outputs:
        reader.findings.add("no_output", element, "Expected a table with at least one output")
    names = [output.name for output in outputs]
    if len(outputs) > 1 and (len(set(names)) < len(names) or "" in names):
        reader.findings.add("output_names", element, "Expected several outputs to have each a name of its own")
    if policy in ("PRIORITY", "OUTPUT ORDER") and all(output.allowed is None for output in outputs):
        reader.findings.add(
            "priority", element, "Expected output values, whose order is the priority that %(policy)s asks for", policy=policy
        )


def _input(reader: LogicReader, element: Element) -> Input:
    expression = child(element, "inputExpression")
    if expression is None or not text_of(expression):
        reader.findings.add("no_input", element, "Expected an expression for the input, but found none")
    text = text_of(expression)
    kind = reader.types.reference(expression.get("typeRef") if expression is not None else None, element)
    label = element.get("label") or text
    return Input(element.get("id") or "", label, reader.text(text, element).code, kind, _values(reader, child(element, "inputValues")))


def _values(reader: LogicReader, element: Element | None) -> UnaryTests | None:
    text = text_of(element)
    return reader.tests(text, element) if element is not None and text else None


def _output(reader: LogicReader, element: Element) -> Output:
    kind = reader.types.reference(element.get("typeRef"), element)
    allowed = _values(reader, child(element, "outputValues"))
    if allowed is None and isinstance(kind, ItemAllowed):
        allowed = kind.tests
    default = child(element, "defaultOutputEntry")
    text = text_of(default)
    expression = reader.text(text, default) if default is not None and text else None
    return Output(element.get("id") or "", element.get("name") or "", kind, allowed, expression)


def _rule(reader: LogicReader, element: Element, inputs: int, outputs: int) -> Rule:
    tests = tuple(reader.tests(text_of(each), each) for each in children(element, "inputEntry"))
    codes = tuple(reader.text(text_of(each), each).code for each in children(element, "outputEntry"))
    for found, expected, what in ((len(tests), inputs, "inputs"), (len(codes), outputs, "outputs")):
        if found != expected:
            template = "Expected a rule with %(expected)s %(what)s, but found %(found)s"
            reader.findings.add("rule_width", element, template, expected=expected, found=found, what=what)
    cells = tuple((place, each.test) for place, each in enumerate(tests) if not each.passes_all)
    return Rule(element.get("id") or "", cells, codes)
