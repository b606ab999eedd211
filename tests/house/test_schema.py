"""The migrations make what the models say: tables, columns, indexes and constraints, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, Table, inspect
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint

from cohorts.core.database import Base, db


def test_the_migrated_schema_is_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrated_constraints_are_those_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        found = {name: constraints_in_database(connection, name) for name in Base.metadata.tables}
    assert found == {name: constraints_in_model(table) for name, table in Base.metadata.tables.items()}


def constraints_in_database(connection: Connection, table: str) -> set[str | None]:
    look = inspect(connection)
    listed = [look.get_pk_constraint(table), *look.get_foreign_keys(table)]
    listed += [*look.get_unique_constraints(table), *look.get_check_constraints(table)]
    return {constraint["name"] for constraint in listed} | {index["name"] for index in own_indexes(look, table)}


def own_indexes(look, table: str) -> list:
    return [index for index in look.get_indexes(table) if not index.get("duplicates_constraint")]


def constraints_in_model(table: Table) -> set[str | None]:
    kinds = (CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint)
    named = {str(constraint.name) for constraint in table.constraints if isinstance(constraint, kinds)}
    return named | {str(index.name) for index in table.indexes}
