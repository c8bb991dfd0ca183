"""Alembic's entry: runs the steps on the connection the store hands over."""

from alembic import context

from jianxi_desktop.db.base import Record

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Record.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
