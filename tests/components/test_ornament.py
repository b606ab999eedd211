def test_the_ornament_is_silent_for_readers(draw):
    html = draw("ornament", "ornament()")
    assert 'class="ornament"' in html
    assert 'aria-hidden="true"' in html
