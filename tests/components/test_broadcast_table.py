from types import SimpleNamespace


def a_line(**changes):
    values = {"name": "Bring <ID>", "url": "/messages/1", "to": "Confirmed", "state": ("Sent", "good"), "when": "Nov 5"}
    return SimpleNamespace(**{**values, "accepted": 1200, "recipients": 2000, **changes})


def test_a_message_to_many_says_whom_it_is_for_and_how_far_it_came(draw):
    html = draw("broadcast_table", 'broadcast_table("gone", "Sent", "Went out", [line])', line=a_line())
    assert '<h2 id="gone">Sent</h2>' in html and 'data-label="Went out">Nov 5' in html
    assert '<a href="/messages/1">Bring &lt;ID&gt;</a><small>Confirmed</small>' in html
    assert "1,200 of 2,000" in html


def test_what_nobody_was_sent_yet_has_no_count(draw):
    html = draw("broadcast_table", 'broadcast_table("coming", "Coming", "", [line])', line=a_line(recipients=0))
    assert "of 0" not in html
