"""Accounts, organisations, classes and scores; diagrams, instances and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision: str = "0001"
down_revision: str | None = "0000"
branch_labels: str | None = None
depends_on: str | None = None

EVENT_HASH = """
CREATE FUNCTION instance_event_hash(
    previous bytea, instance_id bigint, seq integer, kind integer, revision integer, at timestamptz,
    user_id bigint, organization_id bigint, work_item_id bigint, path_node_id bigint, outcome text,
    comment_hash bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
RETURN sha256(previous || convert_to(concat_ws('|',
    instance_id, seq, kind, revision, (extract(epoch FROM at) * 1000000)::bigint, coalesce(user_id::text, ''),
    coalesce(organization_id::text, ''), coalesce(work_item_id::text, ''), path_node_id,
    coalesce(outcome, ''), coalesce(encode(comment_hash, 'hex'), '')), 'UTF8'))
"""


def upgrade() -> None:
    """Make the tables, and the function that chains the events of an instance."""
    op.create_table(
        "captcha",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_captcha")),
    )
    op.create_index(op.f("ix_captcha_expires_at"), "captcha", ["expires_at"], unique=False)
    op.create_table(
        "diagram",
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("current_version_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("process_id", name=op.f("pk_diagram")),
    )
    op.create_table(
        "industry",
        sa.Column("code", sa.String(length=1), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_industry")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("resident_id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_address_created_at", "login_attempt", ["address", "created_at"], unique=False)
    op.create_index(
        "ix_login_attempt_resident_id_hash_created_at",
        "login_attempt",
        ["resident_id_hash", "created_at"],
        unique=False,
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "national",
                "province",
                "city",
                "county",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index(op.f("ix_region_parent_code"), "region", ["parent_code"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("resident_id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mobile_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "password_changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("must_change_password", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("resident_id_hash", name=op.f("uq_user_resident_id_hash")),
    )
    op.create_table(
        "workflow_state",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_workflow_state")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_comment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_table(
        "diagram_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("files", pg.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["diagram.process_id"], name=op.f("fk_diagram_version_process_id_diagram")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagram_version")),
        sa.UniqueConstraint("digest", name=op.f("uq_diagram_version_digest")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_diagram_version_process_id_number")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hr",
                "competent",
                "base",
                "employer",
                name="organizationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "national",
                "province",
                "city",
                "county",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("industry_code", sa.String(length=1), nullable=True),
        sa.Column("superior_id", sa.BigInteger(), nullable=True),
        sa.Column("hr_id", sa.BigInteger(), nullable=True),
        sa.Column("competent_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind = 'hr' OR hr_id IS NOT NULL", name=op.f("ck_organization_has_hr_department")),
        sa.ForeignKeyConstraint(
            ["competent_id"], ["organization.id"], name=op.f("fk_organization_competent_id_organization")
        ),
        sa.ForeignKeyConstraint(["hr_id"], ["organization.id"], name=op.f("fk_organization_hr_id_organization")),
        sa.ForeignKeyConstraint(
            ["industry_code"], ["industry.code"], name=op.f("fk_organization_industry_code_industry")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_organization_region_code_region")),
        sa.ForeignKeyConstraint(
            ["superior_id"], ["organization.id"], name=op.f("fk_organization_superior_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_organization_credit_code")),
    )
    op.create_index(op.f("ix_organization_competent_id"), "organization", ["competent_id"], unique=False)
    op.create_index(op.f("ix_organization_hr_id"), "organization", ["hr_id"], unique=False)
    op.create_index(
        "ix_organization_name_trgm",
        "organization",
        ["name"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_organization_region_code"), "organization", ["region_code"], unique=False)
    op.create_index(op.f("ix_organization_superior_id"), "organization", ["superior_id"], unique=False)
    op.create_table(
        "password_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_history_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_history")),
    )
    op.create_index("ix_password_history_user_id_id", "password_history", ["user_id", "id"], unique=False)
    op.create_table(
        "year_rule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("total_hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("public_hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("professional_hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("hours_per_day", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("pass_mark", sa.Numeric(precision=4, scale=1), nullable=False),
        sa.Column("declare_from", sa.Date(), nullable=True),
        sa.Column("declare_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "public_hours + professional_hours <= total_hours", name=op.f("ck_year_rule_parts_within_total")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_year_rule_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_rule")),
        sa.UniqueConstraint("region_code", "year", name=op.f("uq_year_rule_region_code_year")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("detail", pg.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_audit_event_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_event_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_created_at", "audit_event", ["created_at"], unique=False)
    op.create_index("ix_audit_event_user_id_id", "audit_event", ["user_id", "id"], unique=False)
    op.create_table(
        "learner",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("resident_id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=False),
        sa.Column("title_series", sa.String(length=32), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_learner_employer_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id_hash"],
            ["user.resident_id_hash"],
            name=op.f("fk_learner_resident_id_hash_user"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_learner_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sa.UniqueConstraint("resident_id_hash", name=op.f("uq_learner_resident_id_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_learner_user_id")),
    )
    op.create_index(op.f("ix_learner_employer_id"), "learner", ["employer_id"], unique=False)
    op.create_table(
        "path_node",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("state_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("step", pg.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["path_node.id"], name=op.f("fk_path_node_parent_id_path_node")),
        sa.ForeignKeyConstraint(
            ["state_digest"], ["workflow_state.digest"], name=op.f("fk_path_node_state_digest_workflow_state")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["diagram_version.id"], name=op.f("fk_path_node_version_id_diagram_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_node")),
        sa.UniqueConstraint(
            "version_id",
            "parent_id",
            "event",
            name=op.f("uq_path_node_version_id_parent_id_event"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("modules", pg.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_role_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("id", "organization_id", name=op.f("uq_role_id_organization_id")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_role_organization_id_name")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "public", "professional", name="subjecttype", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("type <> 'public' OR year IS NOT NULL", name=op.f("ck_subject_public_has_year")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_subject_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
    )
    op.create_index(op.f("ix_subject_organization_id"), "subject", ["organization_id"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("task_key", sa.Text(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("outcomes", pg.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"], ["diagram.process_id"], name=op.f("fk_user_task_process_id_diagram")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["diagram_version.id"], name=op.f("fk_user_task_version_id_diagram_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_task")),
        sa.UniqueConstraint("version_id", "task_key", name=op.f("uq_user_task_version_id_task_key")),
    )
    op.create_index("ix_user_task_permission", "user_task", ["permission"], unique=False)
    op.create_table(
        "instance",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("path_node_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "item_kind",
            sa.Enum("score", name="itemkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("started_by_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("revision", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("event_count", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("chain_head", sa.LargeBinary(length=32), server_default=sa.text("''::bytea"), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name=op.f("ck_instance_end_has_name")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_instance_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["path_node_id"], ["path_node.id"], name=op.f("fk_instance_path_node_id_path_node")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["user.id"], name=op.f("fk_instance_started_by_id_user")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["diagram_version.id"], name=op.f("fk_instance_version_id_diagram_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    op.create_index("ix_instance_item", "instance", ["item_id", "item_kind"], unique=False)
    op.create_index(
        "uq_instance_live_item",
        "instance",
        ["item_kind", "item_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("is_super", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("is_super OR role_id IS NOT NULL", name=op.f("ck_membership_has_role")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_membership_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["role_id", "organization_id"],
            ["role.id", "role.organization_id"],
            name=op.f("fk_membership_role_id_organization_id_role"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("user_id", "organization_id", name=op.f("uq_membership_user_id_organization_id")),
    )
    op.create_index(op.f("ix_membership_organization_id"), "membership", ["organization_id"], unique=False)
    op.create_index(
        "uq_membership_one_super", "membership", ["organization_id"], unique=True, postgresql_where="is_super"
    )
    op.create_table(
        "training_class",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.Column("training_year", sa.SmallInteger(), nullable=False),
        sa.Column("credit_year", sa.SmallInteger(), nullable=False),
        sa.Column("pass_mark", sa.Numeric(precision=4, scale=1), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_class_ends_after_start")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_class_has_hours")),
        sa.CheckConstraint("pass_mark BETWEEN 0 AND 100", name=op.f("ck_training_class_pass_mark_in_range")),
        sa.ForeignKeyConstraint(
            ["base_id"], ["organization.id"], name=op.f("fk_training_class_base_id_organization")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_training_class_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
        sa.UniqueConstraint("base_id", "name", name=op.f("uq_training_class_base_id_name")),
        sa.UniqueConstraint("id", "base_id", name=op.f("uq_training_class_id_base_id")),
    )
    op.create_index(
        "ix_training_class_base_id_training_year", "training_class", ["base_id", "training_year"], unique=False
    )
    op.create_table(
        "command",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declare",
                "decide",
                "withdraw",
                name="commandkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("params", pg.JSONB(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refused", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_command_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_command_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_command_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_command_user_id_key")),
    )
    op.create_table(
        "instance_event",
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=True),
        sa.Column("work_item_id", sa.BigInteger(), nullable=True),
        sa.Column("path_node_id", sa.BigInteger(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_instance_event_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_instance_event_instance_id_instance")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_instance_event_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_instance_event_user_id_user")),
        sa.PrimaryKeyConstraint("instance_id", "seq", name=op.f("pk_instance_event")),
    )
    op.create_table(
        "item_revision",
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("content", pg.JSONB(), nullable=False),
        sa.Column("variables", pg.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_item_revision_instance_id_instance")
        ),
        sa.PrimaryKeyConstraint("instance_id", "number", name=op.f("pk_item_revision")),
    )
    op.create_table(
        "score",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=False),
        sa.Column("employer_id", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Numeric(precision=4, scale=1), nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "entered",
                "declared",
                "qualified",
                "rejected",
                name="scorestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            server_default="entered",
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state = 'entered' OR employer_id IS NOT NULL", name=op.f("ck_score_employer_frozen")),
        sa.CheckConstraint("value BETWEEN 0 AND 100", name=op.f("ck_score_value_in_range")),
        sa.ForeignKeyConstraint(
            ["class_id", "base_id"],
            ["training_class.id", "training_class.base_id"],
            name=op.f("fk_score_class_id_base_id_training_class"),
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_score_employer_id_organization")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_score_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    op.create_index("ix_score_base_id_id", "score", ["base_id", "id"], unique=False)
    op.create_index("ix_score_class_id_id", "score", ["class_id", "id"], unique=False)
    op.create_index("ix_score_learner_id_id", "score", ["learner_id", "id"], unique=False)
    op.create_index(
        "uq_score_class_id_learner_id",
        "score",
        ["class_id", "learner_id"],
        unique=True,
        postgresql_where="state <> 'rejected'",
    )
    op.create_table(
        "score_import",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("class_id", sa.BigInteger(), nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "refused",
                "ready",
                "imported",
                "cancelled",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            server_default="reading",
            nullable=False,
        ),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("rows_read", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rows_total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("right_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id", "base_id"],
            ["training_class.id", "training_class.base_id"],
            name=op.f("fk_score_import_class_id_base_id_training_class"),
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_score_import_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_score_import_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_import")),
    )
    op.create_index("ix_score_import_base_id_id", "score_import", ["base_id", "id"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("membership_id", sa.BigInteger(), nullable=True),
        sa.Column("learner_id", sa.BigInteger(), nullable=True),
        sa.Column("data", pg.JSONB(), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_user_session_learner_id_learner")),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_user_session_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id_user")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_user_session")),
    )
    op.create_index("ix_user_session_seen_at", "user_session", ["seen_at"], unique=False)
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"], unique=False)
    op.create_table(
        "work_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("instance_id", sa.BigInteger(), nullable=False),
        sa.Column("user_task_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_work_item_instance_id_instance")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_work_item_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["user_task_id"], ["user_task.id"], name=op.f("fk_work_item_user_task_id_user_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    op.create_index(
        "ix_work_item_inbox",
        "work_item",
        ["organization_id", "group_id", "user_task_id", "id"],
        unique=False,
        postgresql_where="closed_at IS NULL",
    )
    op.create_index("ix_work_item_instance_id", "work_item", ["instance_id"], unique=False)
    op.create_index(
        "uq_work_item_open_task",
        "work_item",
        ["instance_id", "user_task_id"],
        unique=True,
        postgresql_where="closed_at IS NULL",
    )
    op.create_table(
        "command_result",
        sa.Column("command_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_revision", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["command_id"], ["command.id"], name=op.f("fk_command_result_command_id_command")),
        sa.PrimaryKeyConstraint("command_id", "position", name=op.f("pk_command_result")),
    )
    op.create_index(
        "ix_command_result_refused",
        "command_result",
        ["command_id", "position"],
        unique=False,
        postgresql_where="refusal IS NOT NULL",
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("command_id", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_task_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["command_id"], ["command.id"], name=op.f("fk_notification_command_id_command")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_notification_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["user_task_id"], ["user_task.id"], name=op.f("fk_notification_user_task_id_user_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint(
            "command_id",
            "organization_id",
            "user_task_id",
            "group_id",
            name=op.f("uq_notification_command_id_organization_id_user_task_id_group_id"),
        ),
    )
    op.create_index("ix_notification_organization_id_id", "notification", ["organization_id", "id"], unique=False)
    op.create_table(
        "score_import_row",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("learner_id", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("problems", pg.JSONB(), nullable=True),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["score_import.id"],
            name=op.f("fk_score_import_row_import_id_score_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "row_number", name=op.f("pk_score_import_row")),
    )
    op.create_index(
        "ix_score_import_row_wrong",
        "score_import_row",
        ["import_id", "row_number"],
        unique=False,
        postgresql_where="problems IS NOT NULL",
    )
    op.create_foreign_key(
        "fk_diagram_current_version_id_diagram_version",
        "diagram",
        "diagram_version",
        ["current_version_id"],
        ["id"],
    )
    op.execute(EVENT_HASH)


def downgrade() -> None:
    """Nothing before this is worth going back to: drop the database."""
    raise NotImplementedError
