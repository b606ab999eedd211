def test_the_words_carry_what_the_bar_repeats(draw):
    html = draw("progress", "progress(1200, 3, 2000)")
    assert '<rect width="1200" height="1"/><rect class="offered" x="1200" width="3" height="1"/>' in html
    said = ("1,200 accepted by the mail server", "3 not sent", "797 to be sent")
    assert [words for words in said if words not in html] == []


def test_what_is_done_has_nothing_left(draw):
    html = draw("progress", "progress(24, 0, 24)")
    assert [words for words in ("not sent", "to be sent") if words in html] == []
