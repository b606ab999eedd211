"""The policy as a truth table."""

from types import SimpleNamespace

import pytest

from cohorts.accounts import permissions
from cohorts.accounts.permissions import ANYBODY, SIGNED_IN

ADMIN, OTHER = SimpleNamespace(is_admin=True), SimpleNamespace(is_admin=False)


@pytest.mark.parametrize(
    ("account", "permission", "allowed"),
    [
        (None, ANYBODY, True),
        (None, SIGNED_IN, False),
        (None, "edit programs", False),
        (None, None, False),
        (OTHER, ANYBODY, True),
        (OTHER, SIGNED_IN, True),
        (OTHER, "edit programs", False),
        (OTHER, None, False),
        (ADMIN, SIGNED_IN, True),
        (ADMIN, "edit programs", True),
        (ADMIN, "a permission that nobody wrote down", False),
        (ADMIN, None, False),
    ],
)
def test_who_may_do_what(account, permission, allowed):
    assert permissions.may(account, permission) is allowed


def test_a_page_that_states_nothing_asks_for_what_nobody_has():
    assert permissions.of("a page of tomorrow") is None
