def test_the_current_tab_is_marked_and_counts_follow_the_word(draw):
    html = draw("tabs", "tabs('Cohort', [('Overview', '/o', False, none), ('Registrations', '/r', True, 87)])")
    assert '<a href="/o">Overview</a>' in html
    assert '<a href="/r" aria-current="page">Registrations <span class="count">87</span></a>' in html
