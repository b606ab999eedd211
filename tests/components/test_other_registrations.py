from types import SimpleNamespace

from flask import Flask

from tests.factories.programs import at


def test_each_is_a_link_with_its_state(bare: Flask, draw):
    bare.add_url_rule("/desk/<reference>", endpoint="organizer.registration", view_func=lambda _reference: "")
    cohort = SimpleNamespace(
        title={"en": "Montréal"}, starts_at=at("2026-11-28 14:00"), ends_at=at("2026-11-29 22:00"),
        timezone="America/Toronto",
    )  # fmt: skip
    other = SimpleNamespace(reference="MTL-222222", cohort=cohort, state="confirmed")
    html = draw("other_registrations", "other_registrations(found)", found=[other])
    assert '<a href="/desk/MTL-222222">Montréal, November\u00a028 and 29, 2026</a>' in html
    assert "Confirmed" in html


def test_where_there_is_none_there_is_no_heading(draw):
    assert draw("other_registrations", "other_registrations([])") == ""
