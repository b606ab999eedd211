def test_an_icon_is_silent_for_readers(draw):
    assert draw("icon", "icon('check')").startswith('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path')
