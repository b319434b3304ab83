"""Alembic's entry: runs on the connection that ``Database`` hands over."""

from alembic import context

from assistant.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, transactional_ddl=False
)
context.run_migrations()
