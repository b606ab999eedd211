def test_the_words_carry_what_the_bar_repeats(draw):
    html = draw("seats_bar", "seats_bar(40, 24, offered=6, held_back=3, waiting=9, pending=5)")
    assert "30 of 40 seats taken" in html
    assert '<rect width="24" height="1"/><rect class="offered" x="24" width="6" height="1"/>' in html
    assert '<rect class="held" x="30" width="3" height="1"/>' in html
    said = ("24 confirmed", "6 offered", "3 held back", "7 free", "9 waiting", "5 to review")
    assert [words for words in said if words not in html] == []


def test_what_there_is_none_of_has_no_word(draw):
    html = draw("seats_bar", "seats_bar(30, 12)")
    assert [words for words in ("offered", "held", "review") if words in html] == []
