def test_each_row_says_its_number_and_its_share_and_the_bar_repeats_them(draw):
    html = draw("chart", 'chart("c", "Sector", [("Public", 3), ("Private", 1)], 4)')
    assert '<caption id="c" class="vh">Sector</caption>' in html
    assert '<th scope="row">Public</th><td class="number">3</td><td class="number muted">75%</td>' in html
    assert '<svg class="bar" viewBox="0 0 4 1" preserveAspectRatio="none" aria-hidden="true"><rect width="1"' in html


def test_a_chart_of_nothing_has_no_share(draw):
    html = draw("chart", 'chart("c", "Sector", [("Public", 0)], 0)')
    assert '<td class="number">0</td><td class="number muted">–</td>' in html
