def test_both_buttons_save_the_form_below_and_say_whether_people_are_told(draw):
    html = draw("tell_question", "tell_question(24)")
    assert "Tell 24 people?" in html
    assert html.count('form="answers"') == 2
    assert 'name="tell" value="yes"' in html and 'name="tell" value="no"' in html


def test_one_person_is_one(draw):
    assert "Tell 1 person?" in draw("tell_question", "tell_question(1)")


def test_where_a_message_waits_there_is_nothing_to_choose(draw):
    html = draw("tell_question", "tell_question(24, waits=True)")
    assert "it goes to 24 people, five minutes after you save" in html
    assert html.count('form="answers"') == 1 and 'value="no"' not in html
