from types import SimpleNamespace

COHORT = SimpleNamespace(address=lambda endpoint: f"/{endpoint}")


def waits(people, changes):
    return SimpleNamespace(people=people, when="Friday, November 6, 5 p.m.", who="René Cardinal", changes=changes)


def test_it_says_to_how_many_when_what_and_who_asked_and_has_two_buttons(draw, form):
    html = draw(
        "change_waits", "change_waits(form, cohort, waits)", form=form, cohort=COHORT, waits=waits(24, ["New <place>"])
    )
    assert "On Friday, November 6, 5 p.m. it goes to 24 people. René Cardinal asked for it." in html
    assert "<li>New &lt;place&gt;</li>" in html
    assert 'action="/notice_now"' in html and 'action="/notice_drop"' in html


def test_what_was_changed_back_says_that_nobody_gets_it(draw, form):
    html = draw("change_waits", "change_waits(form, cohort, waits)", form=form, cohort=COHORT, waits=waits(0, []))
    assert "nobody gets it" in html and "<ul>" not in html
