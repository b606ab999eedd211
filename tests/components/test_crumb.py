def test_a_crumb_leads_one_level_up(draw):
    assert draw("crumb", "crumb('Ottawa', '/o')") == '<p class="crumb"><a href="/o">Ottawa</a></p>'
