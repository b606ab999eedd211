def test_a_form_without_mistakes_has_no_summary(draw, form):
    assert draw("error_summary", "error_summary(form)", form=form) == ""


def test_each_mistake_links_to_its_control(draw, form):
    form.name.errors = ["Enter your full name"]
    form.privacy.errors = ["Say that you agree"]
    html = draw("error_summary", "error_summary(form)", form=form)
    assert '<h2 id="problems-title">There are 2 problems</h2>' in html
    assert '<li><a href="#name">Enter your full name</a></li>' in html
    assert 'id="problems" tabindex="-1" autofocus aria-labelledby="problems-title"' in html
    assert "role=" not in html


def test_a_single_mistake_is_counted_as_one(draw, form):
    form.name.errors = ["Enter your full name"]
    assert "There is a problem" in draw("error_summary", "error_summary(form)", form=form)


def test_a_form_in_which_nothing_is_written_does_not_say_that_it_is_still_there(draw, form):
    form.key.errors = ["Send it again"]
    sentence = "Everything else you wrote is still here."
    assert sentence in draw("error_summary", "error_summary(form)", form=form)
    for name in [field.name for field in form if field.name != "key"]:
        del form[name]
    html = draw("error_summary", "error_summary(form)", form=form)
    assert "Send it again" in html and sentence not in html
