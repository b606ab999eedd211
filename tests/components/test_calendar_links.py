def test_a_calendar_that_follows_comes_first_and_the_file_second(draw):
    html = draw("calendar_links", "calendar_links('webcal://site/x.ics', '/how', '/file.ics')")
    assert html.index('<a class="button" href="webcal://site/x.ics">') < html.index('href="/file.ics"')
    assert '<a href="/how">' in html


def test_beside_something_more_urgent_it_steps_back(draw):
    html = draw("calendar_links", "calendar_links('webcal://site/x.ics', '/how', '/file.ics', 'second')")
    assert '<a class="button second" href="webcal://site/x.ics">' in html
