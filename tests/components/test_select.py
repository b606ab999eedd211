def test_a_select_has_its_label_and_its_choice(draw, form):
    form.language.process_data("fr")
    html = draw("select", "select(form.language)", form=form)
    assert '<label for="language">Language</label>' in html
    assert '<option value="fr" selected>Français</option>' in html
