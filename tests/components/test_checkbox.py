def test_a_consent_is_tied_to_its_hint_and_its_error(draw, form):
    form.privacy.errors = ["Say that you agree"]
    html = draw("checkbox", "checkbox(form.privacy, hint='We need this.', required=True)", form=form)
    assert 'aria-describedby="privacy-hint privacy-error"' in html
    assert 'aria-required="true"' in html
    assert html.index("I agree") < html.index('id="privacy-hint"')
    assert "checked" not in html


def test_a_given_consent_stays_given(draw, form):
    form.privacy.data = True
    assert 'name="privacy" checked>' in draw("checkbox", "checkbox(form.privacy)", form=form)
