from wtforms import Form, FormField, StringField


class Texts(Form):
    en = StringField("Title in English")
    fr = StringField("Title in French")


class Asked(Form):
    title = FormField(Texts)


def test_a_text_has_one_box_for_each_language(draw):
    html = draw("bilingual", "bilingual(form.title, hint='Short.')", form=Asked(data={"title": {"en": "Ottawa"}}))
    assert '<label for="title-en">Title in English</label>' in html
    assert '<p class="hint" id="title-fr-hint">Short.</p>' in html
    assert 'name="title-en"' in html and 'value="Ottawa" lang="en-CA"' in html
    assert 'name="title-fr"' in html and 'value="" lang="fr-CA"' in html
