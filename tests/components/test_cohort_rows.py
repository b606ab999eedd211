from types import SimpleNamespace

COHORT = SimpleNamespace(
    title={"en": "Ottawa"}, program_title={"en": "AI"}, dates="November 28", phase="full", deadline="until Nov 6",
    url="/desk", capacity=40, taken=30, waiting=9,
)  # fmt: skip


def test_a_cohort_is_a_row_with_its_state_and_how_full_it_is(draw):
    html = draw("cohort_rows", "cohort_rows(cohorts, 'c', 'Cohorts')", cohorts=[COHORT])
    assert '<th scope="row"><a href="/desk">Ottawa</a><small>AI</small></th>' in html
    assert "<small>until Nov 6</small>" in html
    assert '<rect width="30" height="1"/>' in html
    assert "30 of 40 seats" in html
    assert "<small>9 waiting</small>" in html


def test_on_its_programs_page_a_row_does_not_repeat_the_program(draw):
    html = draw("cohort_rows", "cohort_rows(cohorts, 'c', 'Cohorts', program=False)", cohorts=[COHORT])
    assert "AI" not in html
