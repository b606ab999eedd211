def test_facts_without_a_value_are_left_out(draw):
    html = draw("facts", "facts([('pin', 'Where', 'Ottawa'), (none, 'Seats', '')])")
    assert "<dt>Where</dt><dd>Ottawa</dd>" in html
    assert "Seats" not in html
