"""What no verb would do, done with SQL."""

from sqlalchemy import text

from cohorts.core.database import db


def sql(statement: str, **values: object) -> None:
    """Execute and commit it."""
    db.session.execute(text(statement), values)
    db.session.commit()
