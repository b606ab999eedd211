def test_each_placeholder_says_what_it_stands_for(draw):
    html = draw("placeholder_list", 'placeholder_list([("{name}", "The name", "Ana & Bo")])')
    assert "<code>{name}</code>" in html
    assert "<td>The name</td>" in html and "Ana &amp; Bo" in html


def test_those_of_other_messages_say_where_they_may_stand(draw):
    html = draw("placeholder_list", 'placeholder_list([], [("{position}", "Which", "You wait, You were moved")])')
    assert "<details" in html and "<code>{position}</code>" in html and "You wait, You were moved" in html
    assert "<details" not in draw("placeholder_list", "placeholder_list([])")
