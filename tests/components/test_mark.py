def test_the_mark_is_silent_for_readers(draw):
    assert 'aria-hidden="true"' in draw("mark", "mark()")
