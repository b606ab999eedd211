from types import SimpleNamespace

COHORT = SimpleNamespace(
    title="Ottawa", dates="November 28 and 29, 2026", phase="open", deadline="until Nov 6, 5 p.m.",
    public_url="/public", url="/desk", waiting=3, selects=False, registrations_url="/people",
    address=lambda endpoint: f"/{endpoint}",
)  # fmt: skip


def test_a_desk_says_which_cohort_it_is_of_where_it_stands_and_where_one_is(draw, bare):
    bare.jinja_env.globals["text"] = str
    html = draw("cohort_head", "cohort_head(cohort, 'registrations', 87)", cohort=COHORT)
    assert "<h1>Ottawa, November 28 and 29, 2026</h1>" in html
    assert "Registration open" in html
    assert "until Nov 6, 5 p.m." in html
    assert '<a class="button second compact" href="/public">See public page</a>' in html
    assert '<a href="/people" aria-current="page">Registrations <span class="count">87</span></a>' in html
    assert '<a href="/waitlist">Waiting list <span class="count">3</span></a>' in html


def test_where_the_organizers_select_people_apply(draw, bare):
    bare.jinja_env.globals["text"] = str
    selecting = SimpleNamespace(**{**vars(COHORT), "selects": True})
    assert "Applications open" in draw("cohort_head", "cohort_head(cohort, 'overview')", cohort=selecting)


def test_a_draft_has_no_public_page_to_go_to(draw, bare):
    bare.jinja_env.globals["text"] = str
    draft = SimpleNamespace(**{**vars(COHORT), "phase": "draft", "public_url": None, "deadline": ""})
    assert "See public page" not in draw("cohort_head", "cohort_head(cohort, 'overview')", cohort=draft)
