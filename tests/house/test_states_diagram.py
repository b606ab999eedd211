"""The diagram of states in the docs is made from the table. `python -m tests.house.test_states_diagram` renews it."""

from pathlib import Path

from cohorts.registrations import states

DOCUMENT = Path(__file__).parents[2] / "docs" / "seats.md"
BEGINS, ENDS = "<!-- diagram -->\n", "<!-- /diagram -->"


def diagram() -> str:
    """The table of states as a Mermaid diagram."""
    arrows = [f"    {move.before or '[*]'} --> {move.after}: {move.act}" for move in states.TABLE]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```", ""])


def renewed(text: str) -> str:
    """The document with the diagram of today's table."""
    before, _, rest = text.partition(BEGINS)
    _old, _, after = rest.partition(ENDS)
    return before + BEGINS + diagram() + ENDS + after


def test_the_diagram_shows_the_table():
    text = DOCUMENT.read_text("utf-8")
    assert text == renewed(text)


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text("utf-8")), "utf-8")
