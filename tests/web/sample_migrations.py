"""Sample data of the page on which an operator takes cases to another version."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.engine.migration_plan import OTHER_KIND
from app.web.presentation.migration_view import CaseRow, ElementRow, MigrationsView, MigrationView, Taken, VersionRow
from tests.web.sample_forms import at

_PROBLEM = Message(OTHER_KIND, {"element": "answer", "before": "user task", "after": "manual task"})
MIGRATION = MigrationView(
    process_name="群众来信来话",
    version=3,
    action="/migrations",
    targets=(("9", 4), ("7", 2)),
    to="9",
    to_version=4,
    elements=(
        ElementRow("as-handle", "handle", "办理", 2, (("handle", "办理"), ("review", "复核")), "handle"),
        ElementRow("as-answer", "answer", "答复", 1, (), "", False, _PROBLEM),
        ElementRow("as-remind", "remind", "提醒", 2, (), "remind", True),
        ElementRow("as-old", "old", "旧提醒", 1, (), "", True),
    ),
    cases=(
        CaseRow("1", "QZ-2026-003198-0", "/cases/QZ-2026-003198-0", ("办理",), (("催办", at(12, 1, 9)), ("撤回", None))),
        CaseRow("2", "QZ-2026-003199-9", "/cases/QZ-2026-003199-9", ("答复",), (), _PROBLEM, chosen=False),
    ),
    fields=(("from", "8"),),
    more="/migrations?from=8&after=2",
)
LIST = MigrationsView(
    (VersionRow("群众来信来话", 3, 12, 4, "/migrations?from=8"), VersionRow("议定事项督办", 1, 1, 1, "/migrations?from=5"))
)
TAKEN = replace(
    MIGRATION,
    taken=(Taken("QZ-2026-003190-1", "/cases/QZ-2026-003190-1"), Taken("QZ-2026-003199-9", "/cases/QZ-2026-003199-9", _PROBLEM)),
    asked=True,
    reason="补上告知一步",
)
OF_MIGRATIONS = (
    ("migrations", LIST),
    ("migrations-none", MigrationsView()),
    ("migrations-preview", MigrationsView(chosen=MIGRATION)),
    ("migrations-taken", MigrationsView(chosen=TAKEN)),
    ("migrations-left", MigrationsView(chosen=replace(MIGRATION, elements=(), cases=(), more=""))),
    (
        "migration-of-a-case",
        MigrationsView(chosen=replace(MIGRATION, number="QZ-2026-003198-0", back="/cases/QZ-2026-003198-0", cases=MIGRATION.cases[:1])),
    ),
    ("migration-without-target", MigrationsView(chosen=MigrationView("群众来信来话", 4, "/migrations"))),
)
