from wtforms import Form

from cohorts.programs.fields import Day, Hour


class Asked(Form):
    opens = Day("Opens on")
    opens_time = Hour("at")


def test_a_date_stands_beside_its_time(draw):
    html = draw("moment", "moment(form.opens, form.opens_time, optional=True)", form=Asked())
    assert 'id="opens" name="opens" type="date"' in html
    assert 'id="opens_time" name="opens_time" type="time"' in html
