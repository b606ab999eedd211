"""`cohorts export`: a cohort's registrations, for a spreadsheet."""

import os
import sys
from collections.abc import Iterable

import click
from flask.cli import with_appcontext

from cohorts.core.database import db
from cohorts.core.errors import Missing
from cohorts.core.languages import LANGUAGES
from cohorts.core.text import did_you_mean
from cohorts.programs import queries
from cohorts.registrations import export as registrations
from cohorts.registrations import export_workbook
from cohorts.registrations.export_rows import Shown


@click.command()
@click.argument("cohort", metavar="PROGRAM/COHORT")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx"]), default="csv", help="Lines of text, or a workbook."
)
@click.option(
    "--choices", type=click.Choice(["joined", "columns"]), default="joined",
    help="Several choices in one cell, or a column for each.",
)  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="In which words answers are.")
@click.option("--sensitive", is_flag=True, help="With the answers that are marked sensitive.")
@with_appcontext
def export(cohort: str, kind: str, choices: str, language: str, sensitive: bool) -> None:
    """Print the registrations of PROGRAM/COHORT as CSV, or as a workbook."""
    cohort_id = _found(cohort)
    shown = Shown(language=language, sensitive=sensitive, split=choices == "columns")
    if kind == "csv":
        # Bytes: a file has the same letters and line ends whatever the terminal speaks.
        _print(line.encode() for line in registrations.lines(cohort_id, shown))
    elif sys.stdout.isatty():
        raise click.ClickException("A workbook is not for a terminal: write … > FILE.xlsx")
    else:
        _print(export_workbook.pieces(cohort_id, shown))


def _print(pieces: Iterable[bytes]) -> None:
    try:
        for piece in pieces:
            click.echo(piece, nl=False)
    except BrokenPipeError:
        # Whoever reads has seen enough: click ends without a word.
        raise
    except OSError as error:
        _forget_the_rest()
        raise click.ClickException(f"Cannot write all of it: {error.strerror}.") from error


def _forget_the_rest() -> None:
    # At exit Python would try to write it once more, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _found(path: str) -> int:
    program, slash, cohort = path.partition("/")
    if not slash:
        raise click.ClickException(f"{path!r} names no cohort: write PROGRAM/COHORT, such as ai/ottawa-2026.")
    try:
        return queries.cohort_with_seats(program, cohort)[0].id
    except Missing as error:
        raise click.ClickException(_nothing_like(program, cohort)) from error
    finally:
        # No reading transaction stays open while the lines are printed.
        db.session.rollback()


def _nothing_like(program: str, cohort: str) -> str:
    known = {each.slug: each for each in queries.all_programs()}
    if program not in known:
        return f"There is no program {program!r}{_or_rather(program, known)}"
    cohorts = [each.slug for each, _seats in queries.all_of_program(known[program])]
    return f"The program {program!r} has no cohort {cohort!r}{_or_rather(cohort, cohorts)}"


def _or_rather(word: str, known: Iterable[str]) -> str:
    near = did_you_mean(word, known)
    return f"; did you mean {near!r}?" if near else "."
