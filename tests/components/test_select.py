from wtforms.fields.choices import SelectChoice


def test_a_select_has_its_label_and_its_choice(draw, form):
    form.language.process_data("fr")
    html = draw("select", "select(form.language)", form=form)
    assert '<label for="language">Language</label>' in html
    assert '<option value="fr" selected>Français</option>' in html


def test_choices_stand_in_their_groups(draw, form):
    form.language.choices = [SelectChoice("", "Any"), SelectChoice("en", "English", optgroup="Official & spoken")]
    html = draw("select", "select(form.language)", form=form)
    assert '<option value="">Any</option> <optgroup label="Official &amp; spoken"> <option value="en">' in html
