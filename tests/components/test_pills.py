def test_the_chosen_filter_is_marked(draw):
    html = draw("pills", "pills('State', [('All', '/', True, 0)])")
    assert '<a href="/" aria-current="true">All <span class="count">0</span></a>' in html
