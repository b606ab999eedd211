"""The box that asks for news: apart, unticked, in the words of the page's language."""

import re

import pytest
from sqlalchemy import select

from cohorts.core.database import db
from cohorts.programs.models import Cohort
from cohorts.registrations.models import Registration
from tests.factories.forms import a_form, written
from tests.factories.programs import a_cohort, a_program, an_institution
from tests.factories.registrations import a_registration, read
from tests.public.opening import own, path

BOX = re.compile(r'<input type="checkbox"[^>]*name="news"[^>]*>')


def consents(app):
    with app.app_context():
        return [(r.news_wording, r.news_agreed_at is not None) for r in db.session.scalars(select(Registration))]


def words_beside(page):
    return re.search(r'name="news"[^>]*><span>([^<]+)</span>', page).group(1)


def test_the_box_is_not_ticked_beforehand_and_nobody_must_tick_it(app, client, cohort, fill):
    form = f"/en{cohort}/register"
    box = BOX.search(client.get(form).text).group()
    assert "checked" not in box
    assert "required" not in box
    assert client.post(form, data=fill(form)).status_code == 302
    assert consents(app) == [(None, False)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_that_were_shown_are_kept(app, client, cohort, fill, language):
    form = f"/{language}{cohort}/register"
    shown = words_beside(client.get(form).text)
    client.post(form, data=fill(form, news="yes"))
    assert consents(app) == [(shown, True)]


def test_a_mistake_elsewhere_leaves_the_box_as_it_was(client, cohort, fill):
    form = f"/en{cohort}/register"
    page = client.post(form, data=fill(form, name="", news="yes"))
    assert page.status_code == 422
    assert "checked" in BOX.search(page.text).group()


def test_it_stands_on_the_page_where_answers_are_checked(app, client, fill):
    with app.app_context():
        an_institution()
        a_form(
            a_cohort(program_id=a_program(slug="ai"), slug="ottawa", admission="review"),
            [written("why", required=False)],
        )
    form = "/en/programs/ai/ottawa/register"
    assert not BOX.search(client.get(form).text)
    check = client.post(form, data=fill(form)).headers["Location"]
    page = client.get(check).text
    assert BOX.search(page)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert client.post(check, data={**hidden, "privacy": "y", "news": "yes"}).status_code == 302
    assert consents(app)[0][1]


def test_the_applicant_s_own_page_ticks_and_unticks_it(app, client, cohort):
    with app.app_context():
        found = a_registration(db.session.scalars(select(Cohort.id)).one(), name="Ana Roy", email="ana@example.ca")
        registration_id, link = found.id, path(found)
    form = f"{own(client, link)}/edit"
    for ticked in (True, False):
        page = client.get(form).text
        assert ("checked" in BOX.search(page).group()) is not ticked
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        said = {**hidden, "name": "Ana Roy", "language": "en", **({"news": "yes"} if ticked else {})}
        assert client.post(form, data=said).status_code == 302
        with app.app_context():
            assert (read(registration_id).news_agreed_at is not None) is ticked
