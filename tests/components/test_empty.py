def test_an_empty_place_says_why_and_offers_one_button(draw):
    html = draw("empty", "{% call empty('No cohorts yet', 'They appear here.') %}<a>Add</a>{% endcall %}")
    assert "<h2>No cohorts yet</h2> <p>They appear here.</p> <a>Add</a>" in html
