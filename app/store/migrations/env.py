"""Alembic's way in: it runs on the connection that app/store/upgrade.py hands over."""

from alembic import context

from app.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True, transactional_ddl=True
)
context.run_migrations()
