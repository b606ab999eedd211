from markupsafe import Markup


def test_the_notice_stands_below_the_box_that_agrees_to_it(draw, form):
    html = draw(
        "agreement", "agreement(form.privacy, 'We need this.', notice)", form=form, notice=Markup("<p>Kept.</p>")
    )
    box, notice = html.index('type="checkbox"'), html.index("<p>Kept.</p>")
    assert box < notice
    assert 'aria-required="true"' in html and "We need this." in html
