"""A deployed file: a diagram that holds, and a table and a form of which the file was changed or is gone."""

from app.web.presentation.definition_view import DefinedRow, DefinitionView, DeployedRow, FieldShown, TableShown
from tests.web.sample_forms import at

DIGEST = "3d0b978a772e84354fc33662360be01c4eb7aa809d1776ce3bdc433ff278ab68"
LETTER = DefinedRow("process", "citizen-letter", "群众来信来话", 2, "active", "citizen-letter.bpmn")
FORMER = DefinedRow("process", "citizen-letter", "群众来信来话", 1, "retired", "citizen-letter.bpmn", "/definitions/1")
RULES = DefinedRow("decision", "letter-rules", "来信规则", 2, "pending", "letter-rules.dmn", "/definitions/2", "试行")
DEPLOYED = DeployedRow(7, at(11, 16, 9), "周建", "", "deployed", "pending")
CONFIRMED = DeployedRow(8, at(11, 16, 10), "梁伟", "周建", "confirmed")
RETIRED = DeployedRow(9, at(11, 17, 10), "周建", "", "retired")
TABLE = TableShown("来信规则", "UNIQUE", ("category", "worth"), ("", "days"), ((("", ">= 100"), ('"11"', "7")),))
FIELDS = (FieldShown("反映什么事", "topic", "textfield", True), FieldShown("在哪里", "place", "textfield", depth=1))
DIAGRAM = DefinitionView(
    DIGEST, (LETTER,), (RULES,), (LETTER, FORMER), (DEPLOYED, CONFIRMED), "genuine", "/diagram.xml", (), (), "<definitions/>", "/file",
    (("QZ-2026-003187-4", "/cases/QZ-2026-003187-4/replay"),), 2,
)  # fmt: skip
OF_DEFINITIONS = (
    ("definition", DIAGRAM),
    ("definition-changed", DefinitionView(DIGEST, (RULES,), (), (RULES,), (RETIRED,), "changed", "", (TABLE,), FIELDS, "x", "/file")),
    ("definition-gone", DefinitionView(DIGEST, (), (), (), (), "missing")),
)
