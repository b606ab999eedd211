from cohorts.questions import types
from tests.factories.questions import a_question


def test_a_block_without_text_is_refused():
    assert [setting for setting, _ in types.of("text").problems(a_question("text").wording)] == ["text"]


def test_blocks_and_headings_ask_nothing():
    assert [name for name, kind in types.TYPES.items() if not kind.asks] == ["section", "text"]
