def test_the_text_can_be_chosen_but_not_changed(draw):
    html = draw("copy_field", "copy_field('feed', 'Address', 'https://site/x?a=1&b=2')")
    assert '<label for="feed">Address</label>' in html
    assert 'id="feed" readonly value="https://site/x?a=1&amp;b=2"' in html


def test_the_button_that_a_script_makes_finds_its_words(draw):
    html = draw("copy_field", "copy_field('feed', 'Address', 'x')")
    assert 'data-copy="Copy" data-copied="Copied"' in html
