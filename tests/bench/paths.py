"""What is measured: each path makes one whole visit and says so when the site does not answer as it should."""

import itertools
from collections.abc import Callable

from tests.servers.visitor import Answer, Visitor

Visit = Callable[[Visitor], None]
COHORT = "/en/programs/bench/first"
FORM = f"{COHORT}/register"
numbers = itertools.count()


def page(visitor: Visitor) -> None:
    """The cohort page."""
    expect(visitor.get(COHORT), 200)


def unchanged(visitor: Visitor) -> Visit:
    """The cohort page for somebody who has it already."""
    tag = visitor.get(COHORT).headers["ETag"]

    def visit(visitor: Visitor) -> None:
        expect(visitor.get(COHORT, **{"If-None-Match": tag}), 304)

    return visit


def registration(visitor: Visitor) -> None:
    """One whole registration by somebody new: form, submit, result."""
    expect(register(visitor), 200, 'data-state="confirmed"')


def register(visitor: Visitor) -> Answer:
    """Fill in the form and send it; the result page."""
    visitor.cookies.clear()
    form = expect(visitor.get(FORM), 200)
    person = {"name": "Amélie Tremblay", "email": f"amelie.{next(numbers)}@example.org", "language": "en"}
    sent = expect(visitor.post(FORM, {**form.hidden, **person, "organization": "", "privacy": "y"}), 302, 303)
    return visitor.get(sent.headers["Location"])


def bare_page(visitor: Visitor) -> None:
    """The yardstick of the page."""
    expect(visitor.get("/page"), 200)


def bare_registration(visitor: Visitor) -> None:
    """The yardstick of a registration: three requests."""
    expect(visitor.get("/form"), 200)
    expect(visitor.post("/form", {"name": "Amélie Tremblay", "email": "amelie@example.org"}), 303)
    expect(visitor.get("/result"), 200)


def expect(answer: Answer, *wanted: int | str) -> Answer:
    """The answer, when its status and its words are among those wanted; else an error that shows it."""
    statuses = [each for each in wanted if isinstance(each, int)]
    words = [each for each in wanted if isinstance(each, str)]
    if answer.status not in statuses or any(word not in answer.text for word in words):
        raise RuntimeError(f"answered {answer.status} instead of {wanted}:\n{answer.text[:2000]}")
    return answer
