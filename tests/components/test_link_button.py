def test_a_link_in_a_buttons_dress_is_a_link(draw):
    assert draw("link_button", "link_button('Register', '/r', wide=True)") == (
        '<a class="button wide" href="/r">Register</a>'
    )
