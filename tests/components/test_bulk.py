def drawn(draw, **said):
    call = "{% call bulk(matching, 'roy', 'pending') %}<button>Offer</button>{% endcall %}"
    return draw("bulk", "{% from 'components/bulk.html' import bulk %}" + call, **said)


def test_all_that_match_can_be_chosen_without_a_script(draw):
    html = drawn(draw, matching=87)
    assert '<input type="checkbox" name="all" value="yes"><span>All 87 that match</span>' in html
    assert 'name="search" value="roy"' in html and 'name="state" value="pending"' in html


def test_where_all_that_match_stand_on_the_page_there_is_no_such_choice(draw):
    html = drawn(draw, matching=0)
    assert "that match" not in html and "<button>Offer</button>" in html


def test_the_script_is_given_its_words(draw):
    assert 'data-select="All on this page" data-selected="{count} selected"' in drawn(draw, matching=0)
