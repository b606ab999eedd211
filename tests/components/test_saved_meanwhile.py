def test_what_somebody_else_saved_is_shown_field_by_field(draw):
    html = draw("saved_meanwhile", "saved_meanwhile([('Title in English', 'Ottawa')])")
    assert "<dt>Title in English</dt><dd>Ottawa</dd>" in html


def test_nothing_is_shown_where_nobody_else_saved(draw):
    assert draw("saved_meanwhile", "saved_meanwhile([])") == ""
