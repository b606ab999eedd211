def test_label_hint_error_and_control_come_in_this_order_and_are_tied_together(draw, form):
    form.name.errors = ["Enter your full name"]
    html = draw("field", "field(form.name, hint='As on your badge.', autocomplete='name')", form=form)
    places = [html.index(part) for part in ('<label for="name"', 'id="name-hint"', 'id="name-error"', "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html
    assert 'autocomplete="name"' in html


def test_a_field_that_is_right_is_not_called_wrong(draw, form):
    html = draw("field", "field(form.name)", form=form)
    assert "aria-invalid" not in html
    assert "aria-describedby" not in html


def test_an_optional_field_says_so_and_asks_for_nothing(draw, form):
    html = draw("field", "field(form.name, optional=True)", form=form)
    assert '<span class="optional">(optional)</span>' in html
    assert "aria-required" not in html


def test_what_was_typed_stays_text(draw, form):
    form.name.data = '"><script>'
    assert 'value="&#34;&gt;&lt;script&gt;"' in draw("field", "field(form.name)", form=form)


def test_a_long_text_keeps_a_first_empty_line(bare, form):
    form.about.data = "\nfirst"
    source = '{% from "components/field.html" import field %}{{ field(form.about, rows=4) }}'
    with bare.test_request_context():
        html = bare.jinja_env.from_string(source).render(form=form)
    assert ' rows="4">\n\nfirst</textarea>' in html


def test_several_things_that_are_wrong_stand_on_a_line_each(draw, form):
    form.name.errors = ["Line 1: <b>", "Line 2"]
    html = draw("field", "field(form.name)", form=form)
    assert "Line 1: &lt;b&gt;<br>Line 2" in html
