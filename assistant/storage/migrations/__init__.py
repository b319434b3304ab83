"""The database's form, step by step (Alembic). A step that has been released never changes."""
