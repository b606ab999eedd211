"""Load files for tests: one that is good, and a way to change it."""

GOOD = """
[institution]
name = { en = "Boreal Institute", fr = "Institut boréal" }
address = "7 Bayview Station Road"
contact = "policy@boreal.example"
website = "https://boreal.example"
privacy_notice = "We keep your answers for a year."

[program]
slug = "ai-policy"
title = { en = "AI for Policy", fr = "L’IA et les politiques" }
summary = "Two days with researchers."
description = "For **people** who write policy."
languages = ["en", "fr"]
contact = "program@boreal.example"

[[cohort]]
slug = "ottawa"
title = "Ottawa"
summary = "Near the station."
timezone = "America/Toronto"
capacity = 30
registration_opens = 2031-10-28T09:00:00
registration_closes = 2031-11-20T17:00:00
status = "published"

[cohort.venue]
name = "Bayview Yards"
city = "Ottawa"
country = "CA"

[[cohort.session]]
title = "How models learn"
starts = 2031-11-28T09:00:00
ends = 2031-11-28T17:00:00
place = "Main hall"

[[cohort.session]]
title = "Your brief"
starts = 2031-11-29T09:00:00
ends = 2031-11-29T17:00:00

[[cohort]]
slug = "online"
title = { fr = "En ligne" }
contact = "online@boreal.example"
reply_to = "helen@boreal.example"
languages = ["fr"]
timezone = "Asia/Kolkata"
capacity = 5

[cohort.venue]
link = "https://meet.example/room"

[[cohort.session]]
starts = 2031-12-01T09:30:00
ends = 2031-12-01T12:00:00
"""


def changed(old: str, new: str, text: str = GOOD) -> str:
    """The file with one passage replaced, where it stands first."""
    assert old in text
    return text.replace(old, new, 1)
