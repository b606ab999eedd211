def test_radios_stand_in_a_fieldset_with_the_chosen_one_checked(draw, form):
    form.language.process_data("fr")
    html = draw("choices", "choices(form.language, hint='Of the mails.')", form=form)
    assert '<fieldset class="field" id="language" aria-describedby="language-hint"> <legend>Language</legend>' in html
    assert '<input type="radio" id="language-1" name="language" value="fr" checked>' in html
    assert html.count(" checked") == 1


def test_several_choices_are_checkboxes(draw, form):
    assert draw("choices", "choices(form.needs, optional=True)", form=form).count('type="checkbox"') == 2
