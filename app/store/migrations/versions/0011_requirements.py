"""The requirements graph that a decision belongs to: its id, name, key and version."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns that may be null: the previous code neither reads nor writes them. What is deployed already is numbered as it will be."""
    there = {found["name"] for found in sa.inspect(op.get_bind()).get_columns("definition")}
    for name, kind in (
        ("requirements_id", TEXT),
        ("requirements_name", TEXT),
        ("requirements_key", NUMBER),
        ("requirements_version", NUMBER),
    ):
        if name not in there:
            op.add_column("definition", sa.Column(name, kind, nullable=True))
    _number()


def _number() -> None:
    """Give each file of a deployment with decisions a key after the deployment's own, and a version among those of its id."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT key, deployment_key, resource_name, detail FROM definition WHERE kind = 'decision'"
            " ORDER BY deployment_key, resource_name"
        )
    ).all()
    graphs: dict[tuple[int, str], tuple[int, int]] = {}
    places: dict[int, int] = {}
    versions: dict[str, int] = {}
    for key, deployment_key, resource_name, detail in rows:
        said = json.loads(detail)
        id = said.get("requirementsId", "")
        if (deployment_key, resource_name) not in graphs:
            places[deployment_key] = places.get(deployment_key, 0) + 1
            versions[id] = versions.get(id, 0) + 1
            graphs[deployment_key, resource_name] = (deployment_key + places[deployment_key], versions[id])
        own, version = graphs[deployment_key, resource_name]
        connection.execute(
            sa.text(
                "UPDATE definition SET requirements_id = :id, requirements_name = :name, requirements_key = :own,"
                " requirements_version = :version WHERE key = :key"
            ),
            {"id": id, "name": said.get("requirementsName", ""), "own": own, "version": version, "key": key},
        )


def downgrade() -> None:
    raise NotImplementedError("a city's history is never migrated backwards; restore a backup")
