from cohorts.core.paging import Page


def test_a_list_that_fits_has_no_pages(draw):
    assert draw("pagination", "pagination(page)", page=Page(["a"], 1, 50, 1)) == ""


def test_the_next_page_keeps_the_filters(draw):
    page = Page(["row"] * 50, 1, 50, 87)
    html = draw("pagination", "pagination(page)", path="/list?state=confirmed&q=a%26b&page=1", page=page)
    assert "1–50 of 87" in html
    assert 'href="/list?state=confirmed&amp;q=a%26b&amp;page=2"' in html
    assert "Previous" not in html


def test_the_last_page_leads_back(draw):
    page = Page(["row"] * 37, 2, 50, 87)
    assert 'rel="prev">Previous page' in draw("pagination", "pagination(page)", page=page)
