"""An index by which a bounce finds its message; only what the mail server has accepted stands in it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ACCEPTED = sa.text("state = 'accepted'")


def upgrade() -> None:
    op.create_index(
        "ix_messages_accepted", "messages", ["message_id"], sqlite_where=ACCEPTED, postgresql_where=ACCEPTED
    )


def downgrade() -> None:
    op.drop_index("ix_messages_accepted", table_name="messages")
