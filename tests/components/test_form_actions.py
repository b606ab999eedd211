def test_buttons_of_a_form_stand_in_one_row(draw):
    html = draw("form_actions", "{% call form_actions() %}<button>Save</button>{% endcall %}")
    assert html == '<div class="form-actions row"><button>Save</button></div>'
