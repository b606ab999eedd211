def test_a_notice_about_what_just_happened_takes_the_focus(draw):
    html = draw("notice", "{% call notice('Saved', focus=True) %}<p>Done.</p>{% endcall %}")
    assert html == (
        '<div class="notice stack" role="status" tabindex="-1" autofocus> <h2>Saved</h2> <p>Done.</p> </div>'
    )
