def test_a_table_is_a_named_region_that_the_keyboard_can_scroll(draw):
    html = draw("table", "{% call table('t', 'Registrations 1 to 2 of 2') %}<tbody></tbody>{% endcall %}")
    assert '<div class="scroll" tabindex="0" role="region" aria-labelledby="t">' in html
    assert '<caption id="t" class="vh">Registrations 1 to 2 of 2</caption>' in html
