def test_a_button_that_acts_has_a_form_with_its_key(draw, form):
    html = draw("act", "act(form, '/there', 'Publish', name='status', value='published')", form=form)
    assert html.startswith('<form method="post" action="/there">')
    assert 'name="key" value="once"' in html
    assert '<button class="button second compact" name="status" value="published">Publish</button>' in html
