import gzip

import pytest

from tests.factories import programs

MOST = 15_000


@pytest.fixture
def a_cohort(app):
    with app.app_context():
        programs.an_institution()
        program = programs.a_program(slug="policy")
        programs.a_cohort(program_id=program, slug="ottawa")


@pytest.mark.usefixtures("a_cohort")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_public_page_weighs_little(client, language):
    pages = ["", "programs/policy", "programs/policy/ottawa", "programs/policy/ottawa/register", "privacy"]
    answers = {page: client.get(f"/{language}/{page}") for page in pages}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert {page for page, answer in answers.items() if len(gzip.compress(answer.data)) > MOST} == set()


@pytest.mark.usefixtures("a_cohort")
def test_a_page_without_a_form_sets_no_cookie(client):
    for page in ("", "programs/policy", "programs/policy/ottawa", "privacy", "accessibility"):
        answer = client.get(f"/en/{page}")
        assert "Set-Cookie" not in answer.headers
