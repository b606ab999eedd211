def test_each_placeholder_says_what_it_stands_for(draw):
    html = draw("placeholder_list", 'placeholder_list([("{name}", "The name", "Ana & Bo")])')
    assert "<code>{name}</code>" in html
    assert "<td>The name</td>" in html and "Ana &amp; Bo" in html
