def test_steps_that_do_not_apply_are_left_out(draw):
    html = draw("steps", "steps(['First.', '', 'Then.'])")
    assert html.count("<li>") == 2
