"""Templates, broadcasts, schedules, notices, suppressions; the outbox in two lanes; sessions stay when removed."""

import zlib
from email import message_from_bytes, policy

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)
STATES = "state IN ('queued', 'held', 'accepted', 'bounced', 'failed', 'dropped')"
BATCH = 200


def upgrade() -> None:
    _columns()
    _outbox()
    _templates()
    _broadcasts()
    _schedules()
    _single_rows()


def _columns() -> None:
    op.add_column("programs", sa.Column("templates_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cohorts", sa.Column("templates_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cohorts", sa.Column("reply_to", sa.String(), nullable=False, server_default=""))
    op.add_column("cohort_sessions", sa.Column("changed_at", INSTANT, nullable=True))
    op.add_column("cohort_sessions", sa.Column("removed_at", INSTANT, nullable=True))
    # A calendar's SEQUENCE only grows: it had the cohort's version in it, and now stands on the session alone.
    op.execute(
        "UPDATE cohort_sessions SET revision = revision"
        " + (SELECT version FROM cohorts WHERE cohorts.id = cohort_sessions.cohort_id)"
    )
    for column in (
        sa.Column("address_failed_at", INSTANT, nullable=True),
        sa.Column("address_failure", sa.String(), nullable=True),
        sa.Column("news_agreed_at", INSTANT, nullable=True),
        sa.Column("news_wording", sa.String(), nullable=True),
    ):
        op.add_column("registrations", column)


def _outbox() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("said", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("batch", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("lane", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("give_up_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("fault", sa.String(), nullable=True))
        batch_op.drop_index("ix_messages_due")
        batch_op.drop_constraint(op.f("ck_messages_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_messages_state"), STATES)
        batch_op.create_check_constraint(op.f("ck_messages_fault"), "fault IN ('address', 'message')")
    _compress()
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.alter_column("text", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.create_index("ix_messages_due", ["state", "lane", "due_at"], unique=False)
        batch_op.create_index(
            "ix_messages_batch", ["batch", "state"], unique=False,
            sqlite_where=sa.text("batch IS NOT NULL"), postgresql_where=sa.text("batch IS NOT NULL"),
        )


def _compress() -> None:
    """What waits keeps its bytes, compressed; of what is over only the words stay."""
    messages = sa.table(
        "messages", sa.column("id"), sa.column("state"), sa.column("body", sa.LargeBinary), sa.column("text", sa.LargeBinary)
    )
    connection, last = op.get_bind(), 0
    while True:
        page = sa.select(messages).where(messages.c.id > last).order_by(messages.c.id).limit(BATCH)
        rows = connection.execute(page).all()
        if not rows:
            return
        for row in rows:
            over = row.state in ("accepted", "dropped")
            values = {"text": zlib.compress(_words(row.body).encode()), "body": None if over else zlib.compress(row.body)}
            connection.execute(sa.update(messages).where(messages.c.id == row.id).values(values))
        last = rows[-1].id


def _words(body: bytes) -> str:
    part = message_from_bytes(body or b"", policy=policy.default).get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def _templates() -> None:
    op.create_table(
        "message_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("program_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("compiled", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.CheckConstraint("(cohort_id IS NULL) <> (program_id IS NULL)", name=op.f("ck_message_templates_of_one")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_message_templates_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_message_templates_program_id_programs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_templates")),
        sa.UniqueConstraint("cohort_id", "kind", "language", name=op.f("uq_message_templates_cohort_id_kind_language")),
        sa.UniqueConstraint(
            "program_id", "kind", "language", name=op.f("uq_message_templates_program_id_kind_language")
        ),
    )
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("left_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_suppressions_program_id_programs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("program_id", "address_hash", name=op.f("uq_suppressions_program_id_address_hash")),
    )


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("compiled", sa.JSON(), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("start_at", INSTANT, nullable=True),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'scheduled', 'sending', 'sent', 'stopped', 'cancelled')",
            name=op.f("ck_broadcasts_status"),
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_broadcasts_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint("key", name=op.f("uq_broadcasts_key")),
    )
    op.create_index("ix_broadcasts_cohort_id", "broadcasts", ["cohort_id"])
    op.create_table(
        "broadcast_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_recipients_broadcast_id_broadcasts")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_broadcast_recipients_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_recipients")),
        sa.UniqueConstraint(
            "broadcast_id", "registration_id", name=op.f("uq_broadcast_recipients_registration")
        ),
    )
    op.create_index(
        "uq_broadcast_recipients_address", "broadcast_recipients", ["broadcast_id", "address_hash"], unique=True,
        sqlite_where=sa.text("skipped IS NULL"), postgresql_where=sa.text("skipped IS NULL"),
    )


def _schedules() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("enabled_at", INSTANT, nullable=True),
        sa.Column("fired_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('reminder', 'thanks')", name=op.f("ck_schedules_kind")),
        sa.CheckConstraint("unit IN ('hours', 'days')", name=op.f("ck_schedules_unit")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_schedules_some_time")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_schedules_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("cohort_id", "kind", "amount", "unit", name=op.f("uq_schedules_cohort_id_kind_amount_unit")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.CheckConstraint("status IN ('open', 'sending', 'sent', 'dropped')", name=op.f("ck_notices_status")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_notices_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "uq_notices_open", "notices", ["cohort_id"], unique=True,
        sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"),
    )


def _single_rows() -> None:
    op.create_table(
        "mail_server",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held_at", INSTANT, nullable=True),
        sa.Column("down_since", INSTANT, nullable=True),
        sa.Column("probe_at", INSTANT, nullable=True),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.Column("refused_at", INSTANT, nullable=True),
        sa.Column("refused_settings", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("minute_began_at", INSTANT, nullable=True),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_server_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_server")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("gap_began_at", INSTANT, nullable=True),
        sa.Column("gap_ended_at", INSTANT, nullable=True),
        sa.Column("expiries_from", INSTANT, nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_heartbeat_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
