"""What the program may do to the tables: everything but change its own history."""

from sqlalchemy import Connection, text

APPEND_ONLY = ("audit_event", "diagram_version", "instance_event", "seal", "seal_head")  # rows are written once
READ_ONLY = ("alembic_version",)


def grant_application(connection: Connection, role: str) -> None:
    """Give `role` its rights on all tables that there are now; called after every migration.

    An owner or a superuser is left as it is: it cannot be restricted, `app.runtime.schema` warns of that.
    """
    if may_do_everything(connection, role):
        return
    name = connection.dialect.identifier_preparer.quote(role)
    for statement in (
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {name}" for table in _there(connection, APPEND_ONLY)),
        *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {name}" for table in _there(connection, READ_ONLY)),
    ):
        connection.execute(text(statement))


def may_do_everything(connection: Connection, role: str) -> bool:
    """Tell whether `role` is a superuser or the one who owns the tables, so that no grant restricts it."""
    question = text("SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = :role")
    return bool(connection.scalar(question, {"role": role}))


def _there(connection: Connection, tables: tuple[str, ...]) -> list[str]:
    return [table for table in tables if connection.scalar(text("SELECT to_regclass(:t)"), {"t": table})]
