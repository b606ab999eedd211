from cohorts.registrations.sheets import Lost

HIDDEN = Lost({"en": "Which ministry?"}, ["Health", "<b>Roads"], True)
FILE = Lost({"en": "Your CV"}, ["cv.pdf"], False)


def drawn(draw, form, *lost):
    return draw("lost", "lost(answers, form, carried)", answers=lost, form=form, carried=[("q-1", '"typed"')])


def test_it_names_each_answer_and_says_why_it_goes(draw, form):
    html = drawn(draw, form, HIDDEN, FILE)
    assert "<dt>Which ministry?</dt><dd>Health; &lt;b&gt;Roads</dd>" in html
    assert "not asked any more" in html and "taken back" in html


def test_only_the_reasons_that_are_true_are_given(draw, form):
    assert "taken back" not in drawn(draw, form, HIDDEN)
    assert "not asked any more" not in drawn(draw, form, FILE)


def test_it_carries_along_what_was_typed_and_can_be_gone_back_from(draw, form):
    html = drawn(draw, form, FILE)
    assert '<input type="hidden" name="q-1" value="&#34;typed&#34;">' in html
    assert '<input type="hidden" name="sure" value="yes">' in html
    assert 'name="again"' in html
