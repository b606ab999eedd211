from flask import flash, render_template_string


def test_each_message_is_a_notice_and_only_the_first_takes_the_focus(bare):
    with bare.test_request_context():
        flash("Your changes are saved.", "good")
        flash("One more thing.", "plain")
        html = render_template_string('{% from "components/flashes.html" import flashes %}{{ flashes() }}')
    assert html.count('class="notice') == 2
    assert html.count("autofocus") == 1
    assert '<div class="notice stack good" role="status"' in html
