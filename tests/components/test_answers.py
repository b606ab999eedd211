def test_an_answer_that_was_not_given_shows_a_dash(draw):
    html = draw("answers", "answers([('Name', 'Ada'), ('Organization', '')])")
    assert "<dt>Name</dt><dd>Ada</dd>" in html
    assert "<dt>Organization</dt><dd>–</dd>" in html
