"""What Alembic runs: the revisions, on the connection and in the transaction of the caller."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite's schema changes are transactional as well; Alembic's default says otherwise.
    transactional_ddl=True,
    render_as_batch=True,
)

with context.begin_transaction():
    context.run_migrations()
