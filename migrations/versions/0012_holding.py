"""Who holds a work item: claim, transfer, delegation, added signers, countersigning; substitutes, copies."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

SIGN_OFF_KINDS = ("countersign", "before", "alongside", "after", "holder")
EVENT_HASH = """
CREATE FUNCTION instance_event_hash(
    previous bytea, instance_id bigint, seq integer, kind integer, revision integer, at timestamptz,
    user_id bigint, organization_id bigint, work_item_id bigint, path_node_id bigint, outcome text,
    comment_hash bytea{argument}
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(previous || convert_to(concat_ws('|',
    instance_id, seq, kind, revision, (extract(epoch FROM at) * 1000000)::bigint, coalesce(user_id::text, ''),
    coalesce(organization_id::text, ''), coalesce(work_item_id::text, ''), path_node_id,
    coalesce(outcome, ''), coalesce(encode(comment_hash, 'hex'), ''){value}), 'UTF8'))
"""
OLD_ARGUMENTS = (
    "bytea, bigint, integer, integer, integer, timestamptz, bigint, bigint, bigint, bigint, text, bytea"
)


def upgrade() -> None:
    """Let people hold and share work items. A hash without the other person stays what it was: nulls are skipped."""
    op.add_column("instance", sa.Column("is_touched", sa.Boolean(), server_default="false", nullable=False))
    op.execute("UPDATE instance SET is_touched = true WHERE event_count > 1")
    _user("work_item", "assignee_id")
    _user("work_item", "delegated_by_id")
    op.add_column("work_item", sa.Column("several_sign", sa.Boolean(), server_default="false", nullable=False))
    _inbox_index(["assignee_id"])
    op.create_index(
        "ix_work_item_held",
        "work_item",
        ["assignee_id", "id"],
        postgresql_where=sa.text("closed_at IS NULL AND assignee_id IS NOT NULL"),
    )
    _user("instance_event", "about_user_id")
    op.execute(f"DROP FUNCTION instance_event_hash({OLD_ARGUMENTS})")
    op.execute(EVENT_HASH.format(argument=", about_user_id bigint DEFAULT NULL", value=", about_user_id"))
    op.add_column("user_task", sa.Column("countersign", sa.Text(), nullable=True))
    for name in ("is_sequential", "is_distinct"):
        op.add_column("user_task", sa.Column(name, sa.Boolean(), server_default="false", nullable=False))
    _sign_off()
    _substitution()
    _carbon_copy()


def downgrade() -> None:
    """Take all of it back; acts that are about another person cannot be verified any more then."""
    op.drop_table("carbon_copy")
    op.drop_table("substitution")
    op.drop_table("sign_off")
    for name in ("is_distinct", "is_sequential", "countersign"):
        op.drop_column("user_task", name)
    op.execute(f"DROP FUNCTION instance_event_hash({OLD_ARGUMENTS}, bigint)")
    op.execute(EVENT_HASH.format(argument="", value=""))
    op.drop_column("instance_event", "about_user_id")
    op.drop_index("ix_work_item_held", table_name="work_item")
    _inbox_index(None)
    for name in ("several_sign", "delegated_by_id", "assignee_id"):
        op.drop_column("work_item", name)
    op.drop_column("instance", "is_touched")


def _user(table: str, name: str) -> None:
    op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{name}_user"), table, "user", [name], ["id"])


def _inbox_index(include: list[str] | None) -> None:
    op.drop_index("ix_work_item_inbox", table_name="work_item")
    op.create_index(
        "ix_work_item_inbox",
        "work_item",
        ["organization_id", "group_id", "user_task_id", "id"],
        postgresql_include=include,
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _created_at() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def _refers(table: str, **names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))
        for name, to in names.items()
    ]


def _sign_off() -> None:
    op.create_table(
        "sign_off",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("work_item_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*SIGN_OFF_KINDS, name="signoffkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        _created_at(),
        *_refers("sign_off", work_item_id="work_item", user_id="user", added_by_id="user"),
        sa.CheckConstraint("(outcome IS NULL) = (signed_at IS NULL)", name=op.f("ck_sign_off_outcome_when_signed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    op.create_index(
        "uq_sign_off_signer",
        "sign_off",
        ["work_item_id", "user_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "ix_sign_off_pending",
        "sign_off",
        ["user_id", "id"],
        postgresql_where=sa.text("signed_at IS NULL AND removed_at IS NULL"),
    )


def _substitution() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        _created_at(),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        *_refers(
            "substitution",
            organization_id="organization",
            user_id="user",
            substitute_id="user",
            created_by_id="user",
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_substitution_days_in_order")),
        sa.CheckConstraint("user_id <> substitute_id", name=op.f("ck_substitution_somebody_else")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(
        "ix_substitution_substitute",
        "substitution",
        ["substitute_id", "organization_id"],
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index("ix_substitution_organization_id_id", "substitution", ["organization_id", "id"])


def _carbon_copy() -> None:
    op.create_table(
        "carbon_copy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by_id", sa.BigInteger(), nullable=False),
        _created_at(),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        *_refers(
            "carbon_copy",
            instance_id="instance",
            user_id="user",
            organization_id="organization",
            sent_by_id="user",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carbon_copy")),
        sa.UniqueConstraint(
            "instance_id",
            "user_id",
            "organization_id",
            name=op.f("uq_carbon_copy_instance_id_user_id_organization_id"),
        ),
    )
    op.create_index("ix_carbon_copy_reader", "carbon_copy", ["user_id", "organization_id", "id"])
