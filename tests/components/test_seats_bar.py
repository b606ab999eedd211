def test_the_words_carry_what_the_bar_repeats(draw):
    html = draw("seats_bar", "seats_bar(40, 24, offered=6, waiting=9)")
    assert "30 of 40 seats taken" in html
    assert '<rect width="24" height="1"/><rect class="held" x="24" width="6" height="1"/>' in html
    assert [word for word in ("24 confirmed", "6 offered", "10 free", "9 waiting") if word not in html] == []


def test_without_offers_there_is_no_word_of_them(draw):
    assert "offered" not in draw("seats_bar", "seats_bar(30, 12)")
