"""Admission, offers, seats held back, transfers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ACTIVE = sa.text("state IN ('confirmed', 'offered', 'pending', 'waitlisted')")
OFFERED, TO_REMIND = sa.text("offer_ends_at IS NOT NULL"), sa.text("remind_at IS NOT NULL")
STATES = "'confirmed', 'offered', 'waitlisted', 'pending', 'rejected', 'declined', 'expired', 'withdrawn', 'cancelled'"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("cohorts") as batch:
        batch.add_column(sa.Column("admission", sa.String(), nullable=False, server_default="open"))
        batch.add_column(sa.Column("on_free_seat", sa.String(), nullable=False, server_default="confirm"))
        batch.add_column(sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="72"))
        batch.add_column(sa.Column("offer_working_hours", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("last_offer_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("verify_email", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("waitlist_limit", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("serves_waitlist", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("closed_to_newcomers", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("cohorts") as batch:
        for name in ("admission", "on_free_seat", "offer_hours", "offer_working_hours", "verify_email",
                     "serves_waitlist", "closed_to_newcomers"):  # fmt: skip
            batch.alter_column(name, server_default=None)
        batch.create_check_constraint(op.f("ck_cohorts_admission"), "admission IN ('open', 'review')")
        batch.create_check_constraint(op.f("ck_cohorts_on_free_seat"), "on_free_seat IN ('confirm', 'offer')")
        batch.create_check_constraint(op.f("ck_cohorts_offers_last"), "offer_hours > 0")
        batch.create_check_constraint(op.f("ck_cohorts_waitlist_limit"), "waitlist_limit >= 0")

    with op.batch_alter_table("seats") as batch:
        batch.add_column(sa.Column("held_back", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("seats") as batch:
        batch.alter_column("held_back", server_default=None)
        batch.drop_constraint(op.f("ck_seats_never_more_taken_than_there_are"), type_="check")
        batch.drop_constraint(op.f("ck_seats_none_negative"), type_="check")
        batch.create_check_constraint(
            op.f("ck_seats_never_more_taken_than_there_are"), "taken + held_back <= capacity"
        )
        batch.create_check_constraint(
            op.f("ck_seats_none_negative"), "capacity >= 0 AND held_back >= 0 AND taken >= 0 AND waiting >= 0"
        )

    with op.batch_alter_table("registrations") as batch:
        batch.drop_index("uq_registrations_active_address")
        batch.drop_constraint(op.f("ck_registrations_state"), type_="check")
        batch.add_column(sa.Column("email_proved_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("offer_ends_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("remind_at", INSTANT, nullable=True))
        batch.alter_column("privacy_notice_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("privacy_agreed_at", existing_type=INSTANT, nullable=True)
    with op.batch_alter_table("registrations") as batch:
        batch.create_check_constraint(op.f("ck_registrations_state"), f"state IN ({STATES})")
        batch.create_check_constraint(
            op.f("ck_registrations_an_end_while_offered"), "(state = 'offered') = (offer_ends_at IS NOT NULL)"
        )
        batch.create_index(
            "uq_registrations_active_address", ["cohort_id", "email_key"], unique=True,
            sqlite_where=ACTIVE, postgresql_where=ACTIVE,
        )  # fmt: skip
        batch.create_index(
            "ix_registrations_offer_ends_at", ["offer_ends_at"], sqlite_where=OFFERED, postgresql_where=OFFERED
        )
        batch.create_index(
            "ix_registrations_remind_at", ["remind_at"], sqlite_where=TO_REMIND, postgresql_where=TO_REMIND
        )

    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_transfers_registration_id_registrations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_transfers_registration_id")),
    )


def downgrade() -> None:
    raise NotImplementedError("States that 0001 does not know cannot be brought back. Restore the backup.")
