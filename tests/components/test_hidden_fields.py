def test_only_hidden_fields_are_carried(draw, form):
    html = draw("hidden_fields", "hidden_fields(form)", form=form)
    assert html == '<input type="hidden" name="key" value="once">'
