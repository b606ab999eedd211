def test_each_line_says_what_waits_and_where_to_do_it(draw):
    html = draw("todo", "todo([('3 messages failed', 'See', '/m', 'failed messages')])")
    assert '3 messages failed <a href="/m">See<span class="vh"> failed messages</span></a>' in html
