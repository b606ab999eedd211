import pytest

from tests.factories.questions import a_question


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.ca/a?b=c#d", "https://example.ca/a?b=c#d"),
        ("HTTP://example.ca", "HTTP://example.ca"),
        ("example.ca", "https://example.ca"),
        ("example.ca:8080/cv", "https://example.ca:8080/cv"),
        ("https://québec.ca/été", "https://québec.ca/été"),
        (" www.linkedin.com/in/ana\u200b ", "https://www.linkedin.com/in/ana"),
    ],
)
def test_web_addresses_are_kept_with_their_beginning(typed, kept, answer):
    field = answer(a_question("url"), typed)
    assert (field.errors, field.data) == ([], kept)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "javascript:1", "JaVaScRiPt://example.ca/%0aalert(1)", "data:text/html,x", "file:///etc",
        "mailto:ana@example.ca", "ftp://example.ca", "https://", "https://localhost", "https://127.0.0.1", "https://[::1]",
        "https://[", "https://ana:secret@example.ca", "https://example.ca@evil.example", "https://example.ca:99999",
        "https://exa mple.ca", "https://example.ca\\@evil.example", "my page", "https://example..ca", "https://-a-.ca",
        "https://" + "a" * 64 + ".ca",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_or_nowhere_is_refused(typed, answer):
    field = answer(a_question("url"), typed)
    assert field.errors[0].startswith("Enter a")
    assert field.data == typed


def test_an_address_has_at_most_500_characters(answer):
    assert answer(a_question("url"), "https://example.ca/" + "a" * 500).errors == [
        "Use at most 500 characters; there are 519."
    ]
