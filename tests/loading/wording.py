"""How texts of the demo and of ready-made forms are set, in each language."""

import re

# A colon, a percent sign, a dollar and « » keep a no-break space; `;`, `!` and `?` have none before them.
NOT_FRENCH = re.compile(r"[^\u00a0/]:(?!//|policy@)|«(?!\u00a0)|(?<!\u00a0)»|(?<!\u00a0)[%$]|\s[;!?]|'")
NOT_ENGLISH = re.compile(r"'|\"|!|\bplease\b", re.IGNORECASE)
