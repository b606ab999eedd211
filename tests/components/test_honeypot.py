def test_people_neither_reach_nor_hear_the_trap(draw, form):
    html = draw("honeypot", "honeypot(form.website)", form=form)
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1" autocomplete="off"' in html
