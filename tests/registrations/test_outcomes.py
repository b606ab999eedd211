"""How somebody stands now, as mails say it."""

import time_machine

from cohorts.mail.values import as_html, as_text
from cohorts.registrations.emails import outcomes
from tests.factories.programs import a_cohort, an_institution, at, two_days
from tests.factories.registrations import a_registration, read


def test_an_offer_until_the_first_of_a_month_raises_its_letters_and_shows_no_tag(context):
    with time_machine.travel(at("2026-11-20 12:00"), tick=False):
        an_institution()
        cohort = a_cohort(capacity=1, verify_email=True, sessions=two_days(at("2026-12-20 14:00")))
        found = read(a_registration(cohort, language="fr").id)
        found.offer_ends_at = at("2026-12-01 22:00")
        said = outcomes.values(found)["outcome"]
    assert found.state == "offered"
    assert ">er</sup>" in as_html(said) and "&lt;sup" not in as_html(said)
    assert "1er" in as_text(said) and "<" not in as_text(said)
