"""The three offices (三员分立), drafts of diagrams and their releases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None

OFFICES = "'system', 'security', 'audit'"
KINDS = f"'hr', 'competent', 'base', 'employer', {OFFICES}"
ITEMS = (
    "score", "training_plan", "base_registration", "employer_registration", "department_registration",
    "learner_registration", "organization_change", "annual_report", "score_revocation", "employer_transfer",
    "diagram_release",
)  # fmt: skip

WRITE_OFFICE = f"""
CREATE FUNCTION write_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT kind INTO NEW.office FROM organization WHERE id = NEW.organization_id AND kind IN ({OFFICES});
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER membership_office BEFORE INSERT OR UPDATE OF organization_id, office ON membership
    FOR EACH ROW EXECUTE FUNCTION write_office()
"""


def upgrade() -> None:
    """Nobody is a member of two offices; a diagram is released on the word of another office."""
    _make_offices()
    words = ", ".join(f"'{kind}'" for kind in ITEMS)
    for table in ("instance", "attachment"):
        name = op.f(f"ck_{table}_itemkind")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"item_kind IN ({words})")
    _make_drafts()
    _make_releases()


def downgrade() -> None:
    """What was released under these rules cannot be undone."""
    raise NotImplementedError


def _make_offices() -> None:
    for name, rule in (
        ("organizationkind", f"kind IN ({KINDS})"),
        ("has_hr_department", f"kind IN ('hr', {OFFICES}) OR hr_id IS NOT NULL"),
    ):
        constraint = op.f(f"ck_organization_{name}")
        op.drop_constraint(constraint, "organization", type_="check")
        op.create_check_constraint(constraint, "organization", rule)
    op.create_index(
        "uq_organization_office",
        "organization",
        ["kind"],
        unique=True,
        postgresql_where=sa.text(f"kind IN ({OFFICES})"),
    )
    op.add_column("membership", sa.Column("office", sa.Text(), nullable=True))
    op.create_index(
        "uq_membership_one_office",
        "membership",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("office IS NOT NULL"),
    )
    op.execute(WRITE_OFFICE)
    op.execute(TRIGGER)


def _make_drafts() -> None:
    op.create_table(
        "diagram_draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("base_version_id", sa.BigInteger(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("state", _words("draftstate", "open", "released", "discarded"), server_default="open", nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("saved_by_id", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        _to("diagram_draft", "process_id", "diagram", "process_id"),
        _to("diagram_draft", "organization_id", "organization"),
        _to("diagram_draft", "base_version_id", "diagram_version"),
        _to("diagram_draft", "created_by_id", "user"),
        _to("diagram_draft", "saved_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_draft")),
    )
    op.create_index("ix_diagram_draft_process_id_id", "diagram_draft", ["process_id", "id"])


def _make_releases() -> None:
    states = ("draft", "submitted", "scheduled", "released", "rejected", "withdrawn")
    op.create_table(
        "diagram_release",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("base_version_id", sa.BigInteger(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("state", _words("releasestate", *states), server_default="draft", nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger(), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('scheduled', 'released')) = (version_id IS NOT NULL)",
            name=op.f("ck_diagram_release_released_has_version"),
        ),
        _to("diagram_release", "draft_id", "diagram_draft"),
        _to("diagram_release", "process_id", "diagram", "process_id"),
        _to("diagram_release", "organization_id", "organization"),
        _to("diagram_release", "base_version_id", "diagram_version"),
        _to("diagram_release", "submitted_by_id", "user"),
        _to("diagram_release", "approved_by_id", "user"),
        _to("diagram_release", "version_id", "diagram_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_release")),
    )
    op.create_index("ix_diagram_release_draft_id", "diagram_release", ["draft_id"])
    op.create_index("ix_diagram_release_process_id_id", "diagram_release", ["process_id", "id"])
    op.create_index("ix_diagram_release_version_id", "diagram_release", ["version_id"])
    op.create_index(
        "uq_diagram_release_under_way",
        "diagram_release",
        ["process_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'scheduled')"),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _to(table: str, column: str, target: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}_{target}"))
