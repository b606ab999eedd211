from types import SimpleNamespace


def test_facts_come_in_one_order_and_unknown_ones_not_at_all(draw):
    cohort = SimpleNamespace(
        when_line="Saturday and Sunday, 9 a.m. to 5 p.m.",
        venue=SimpleNamespace(online=True),
        languages="English and French",
        contact="policy@boreal.example",
    )
    html = draw("cohort_facts", "cohort_facts(cohort)", cohort=cohort)
    places = [html.index(f"<dt>{word}</dt>") for word in ("When", "Where", "Languages", "Questions")]
    assert places == sorted(places)
    assert "<dt>Seats</dt>" not in html
