def test_a_previewed_page_says_that_nothing_is_kept(draw):
    html = draw("preview_banner", 'preview_banner("/form", False)')
    assert "This is a preview" in html
    assert 'Nothing that you write here is kept. <a href="/form">' in html
    assert "autofocus" not in html


def test_what_would_be_sent_now_is_said_with_the_focus(draw):
    html = draw("preview_banner", 'preview_banner("/form", True)')
    assert "All is answered: it would be sent now" in html
    assert "autofocus" in html
