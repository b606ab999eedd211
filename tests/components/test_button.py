def test_a_button_says_its_verb_and_to_readers_what_it_acts_on(draw):
    html = draw("button", "button('Retry', tone='second', detail='message 7', name='id', value='7')")
    assert html == (
        '<button class="button second" name="id" value="7">Retry<span class="vh"> message 7</span></button>'
    )


def test_a_button_that_leaves_the_form_does_not_check_it(draw):
    assert "formnovalidate" in draw("button", "button('Français', novalidate=True)")


def test_a_button_may_open_what_it_shows_beside_the_page(draw):
    assert 'formtarget="_blank"' in draw("button", "button('See it', target='_blank')")
    assert "formtarget" not in draw("button", "button('See it')")
