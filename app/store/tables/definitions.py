"""What was deployed: files by digest, and the processes, forms and decisions in them by version."""

from sqlalchemy import Index, Table, UniqueConstraint

from app.store.tables.columns import METADATA, blob, instant, integer, maybe_integer, maybe_text, text

resource = Table("resource", METADATA, text("digest", primary_key=True), blob("content"))

deployment = Table(
    "deployment",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    instant("deployed_at"),
    text("deployed_by"),
    text("state"),
)

# kind: process, form, decision or paper. requirements: of a decision, the graph that its file is.
# state: active, pending (waits for a second designer) or retired. detail: JSON, what lists show without opening the file.
definition = Table(
    "definition",
    METADATA,
    integer("key", primary_key=True, autoincrement=False),
    text("kind"),
    text("id"),
    integer("version"),
    maybe_text("version_tag"),
    text("name"),
    text("resource_name"),
    text("digest"),
    integer("deployment_key"),
    text("state"),
    text("detail"),
    maybe_text("requirements_id"),
    maybe_text("requirements_name"),
    maybe_integer("requirements_key"),
    maybe_integer("requirements_version"),
    UniqueConstraint("kind", "id", "version"),
    Index("definition_by_deployment", "deployment_key"),
)
