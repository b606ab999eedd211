from types import SimpleNamespace

COHORT = SimpleNamespace(
    title={"en": "Ottawa"}, program_title={"en": "AI"}, dates="November 28", phase="full", deadline="until Nov 6",
    url="/desk", capacity=40, taken=30, waiting=9, offered=0, held_back=0, selects=False,
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


def test_what_is_offered_or_held_back_is_told_from_what_is_taken(draw):
    cohort = SimpleNamespace(**{**vars(COHORT), "offered": 4, "held_back": 2, "phase": "open", "selects": True})
    html = draw("cohort_rows", "cohort_rows(cohorts, 'c', 'Cohorts')", cohorts=[cohort])
    assert '<rect width="26" height="1"/><rect class="offered" x="26" width="4" height="1"/>' in html
    assert '<rect class="held" x="30" width="2" height="1"/>' in html
    assert "<small>4 offered</small>" in html and "<small>2 held back</small>" in html
    assert "Applications open" in html
