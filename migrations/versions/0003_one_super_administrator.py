"""Exactly one super administrator of every organisation that has members; a membership can be deleted."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

CHECK = """
CREATE FUNCTION check_one_super_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    FOREACH changed IN ARRAY ARRAY[OLD.organization_id, NEW.organization_id] LOOP
        -- Whoever comes second waits, and then counts what the first one left.
        PERFORM 1 FROM organization WHERE id = changed FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM membership WHERE organization_id = changed)
           AND NOT EXISTS (SELECT 1 FROM membership WHERE organization_id = changed AND is_super) THEN
            RAISE EXCEPTION USING
                MESSAGE = 'organization ' || changed || ' has members but no super administrator',
                ERRCODE = 'check_violation', CONSTRAINT = 'one_super_administrator';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""

TRIGGER = """
CREATE CONSTRAINT TRIGGER one_super_administrator
    AFTER INSERT OR DELETE OR UPDATE OF is_super, organization_id ON membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_one_super_administrator()
"""

NAMING_A_MEMBERSHIP = ("command", "score_import")


def upgrade() -> None:
    """Hold organisations to one super administrator, and let history outlive the memberships that it names."""
    for table in NAMING_A_MEMBERSHIP:
        _refer(table, ondelete="SET NULL")
        op.alter_column(table, "membership_id", nullable=True)
        op.create_index(f"ix_{table}_membership_id", table, ["membership_id"])
    op.create_index("ix_organization_supervisor", "organization", [sa.text("(coalesce(superior_id, hr_id))"), "id"])
    op.execute(CHECK)
    op.execute(TRIGGER)


def downgrade() -> None:
    """Take the rules away; rows whose membership is gone stay without one, so those columns stay nullable."""
    op.execute("DROP TRIGGER one_super_administrator ON membership")
    op.execute("DROP FUNCTION check_one_super_administrator()")
    op.drop_index("ix_organization_supervisor", "organization")
    for table in NAMING_A_MEMBERSHIP:
        op.drop_index(f"ix_{table}_membership_id", table)
        _refer(table, ondelete=None)


def _refer(table: str, *, ondelete: str | None) -> None:
    name = f"fk_{table}_membership_id_membership"
    op.drop_constraint(name, table, type_="foreignkey")
    op.create_foreign_key(name, table, "membership", ["membership_id"], ["id"], ondelete=ondelete)
