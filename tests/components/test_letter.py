from types import SimpleNamespace


def test_without_a_message_there_is_nothing(draw):
    assert draw("letter", "letter(none)") == ""


def test_a_message_is_shown_as_text_and_its_link_can_be_followed(draw):
    message = SimpleNamespace(subject="You have a seat", text="<b>Ada</b>", link="/en/registrations/link/x")
    html = draw("letter", "letter(message)", message=message)
    assert "&lt;b&gt;Ada&lt;/b&gt;" in html
    assert '<details class="letter" open>' in html
    assert '<a href="/en/registrations/link/x">' in html
