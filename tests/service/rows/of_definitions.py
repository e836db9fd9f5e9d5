"""Commands of definitions."""

from app.service.deploy_definition import DeployDefinition
from app.service.retire_definition import RetireDefinition
from app.service.work import Command
from tests.builders.errand import files
from tests.service.rows.row import Row, row

ROWS: dict[type[Command], Row] = {
    DeployDefinition: row(
        lambda city: DeployDefinition(files("另一件差事")),
        "designer",
        "deployment_made",
        "deployment_made",
        {"deployment", "definition", "resource", "counter"},
        {"designer", "designer-b", "demo"},
    ),
    RetireDefinition: row(
        lambda city: RetireDefinition(city.value("SELECT key FROM definition WHERE kind = 'process'")),
        "designer",
        "definition_retired",
        "definition_retired",
        {"definition"},
        {"designer", "designer-b", "demo"},
    ),
}
