def test_a_question_has_its_consequence_one_verb_and_a_way_to_keep_things(draw, form):
    call = "confirm('Give up your seat?', 'It goes on.', 'Give up my seat', 'Keep my seat', '/back', form)"
    html = draw("confirm", call, form=form)
    assert "<h1>Give up your seat?</h1>" in html
    assert '<button class="button danger filled">Give up my seat</button><a href="/back">Keep my seat</a>' in html
    assert 'name="key" value="once"' in html
