def test_each_day_lists_its_sessions_with_their_times(draw):
    call = "days([('Saturday, November 28', [('9 a.m. to noon', {'en': 'How models learn'}, {'en': 'Main hall'})])])"
    html = draw("days", call)
    assert "<h3>Saturday, November 28</h3>" in html
    assert '<dt class="num">9 a.m. to noon</dt><dd>How models learn<small>Main hall</small></dd>' in html
