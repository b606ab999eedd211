from types import SimpleNamespace


def test_a_cohort_is_told_by_its_program_place_and_dates(draw):
    cohort = SimpleNamespace(program_title={"en": "AI & policy"}, title={"en": "Ottawa"}, dates="May 1, 2027")
    assert draw("cohort_line", "cohort_line(cohort)", cohort=cohort) == "AI &amp; policy: Ottawa, May 1, 2027"
