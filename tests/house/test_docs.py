"""What README and docs say of settings, commands, targets and files is true."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from cohorts.cli import COMMANDS
from cohorts.files import kinds
from cohorts.loading import document
from cohorts.questions import types
from cohorts.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FLASKS_OWN = {"routes", "shell"}

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def readme() -> str:
    """The README."""
    return (ROOT / "README.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the README."""
    section = readme().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def shown(default: object) -> list[str]:
    """A default as the table writes it; what is empty is told in words."""
    return [] if default == "" else [str(default).lower() if isinstance(default, bool) else str(default)]


def addresses(text: str) -> list[str]:
    """Where links lead, in this repository."""
    return [to for to in re.findall(r"(?<!!)\[[^]]+\]\(([^)\s]+)\)", text) if not to.startswith(("http:", "https:"))]


def anchors(text: str) -> set[str]:
    """The addresses of headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_table_of_settings_has_each_with_its_default() -> None:
    told = [
        (variable, re.findall("`(.+?)`", default))
        for variables, default, _what in rows("Settings")
        for variable in re.findall(r"COHORTS_\w+", variables)
    ]
    expected = {PREFIX + field.name.upper(): shown(field.default) for field in fields(Settings)}
    assert sorted(told) == sorted(expected.items())


def test_the_table_of_commands_has_all_of_them() -> None:
    told = {command for cells in rows("The command line") for command in re.findall(r"`cohorts (\w+)", cells[0])}
    assert told == {*COMMANDS, *FLASKS_OWN}


@every_document
def test_a_document_names_commands_that_exist(path: Path) -> None:
    named = set(re.findall(r"(?:`|bin/)cohorts ([a-z]\w*)", path.read_text("utf-8")))
    assert named - {*COMMANDS, *FLASKS_OWN} == set()


@every_document
def test_a_document_names_targets_that_exist(path: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?m)(?:^|`|[A-Z]=\w+ )make ([a-z]+)", path.read_text("utf-8")))
    assert named - targets == set()


@every_document
def test_a_document_links_to_what_exists(path: Path) -> None:
    for to in addresses(path.read_text("utf-8")):
        name, _, anchor = to.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), to
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), to


@every_document
def test_a_document_names_files_that_exist(path: Path) -> None:
    named = re.findall(r"`([\w-]+/[\w/.-]+\.(?:py|toml|md))`", path.read_text("utf-8"))
    assert [name for name in named if not any((base / name).exists() for base in (ROOT, ROOT / "cohorts"))] == []


def test_the_example_of_a_load_file_can_be_loaded() -> None:
    example = readme().partition("```toml\n")[2].partition("```")[0]
    said = document.parse(example, "README.md")
    assert said.institution is not None
    assert said.program["title"] == {
        "en": "Summer School on AI Policy",
        "fr": "École d’été sur les politiques de l’IA",
    }
    assert [(cohort.capacity, len(cohort.sessions), cohort.status) for cohort in said.cohorts] == [(30, 1, "published")]


def test_the_readme_shows_what_a_cohort_is_when_its_file_says_nothing_of_admission() -> None:
    example, shown_defaults = re.findall("```toml\n(.+?)```", readme(), re.DOTALL)[:2]
    with_them = example.replace("capacity = 30\n", f"capacity = 30\n{shown_defaults}")
    assert "admission" in with_them
    assert document.parse(with_them, "README.md") == document.parse(example, "README.md")
    said = with_them.replace("# last_offer", "last_offer").replace("# waitlist_limit", "waitlist_limit")
    said = re.sub(r"(?m)^((?:last_offer|waitlist_limit) = \S+) .*$", r"\1", said)
    assert document.parse(said, "README.md").cohorts[0].details.waitlist_limit == 20


def questions_page() -> str:
    """The page on questions."""
    return (ROOT / "docs/questions.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "docs/questions.md"])
def test_the_examples_of_questions_can_be_loaded(page: str) -> None:
    example = readme().partition("```toml\n")[2].partition("```")[0]
    blocks = re.findall("```toml\n(\\[\\[cohort.question.+?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 1
    said = document.parse(example + blocks[0], page).cohorts[0].form.questions or []
    assert len(said) >= 2
    assert said[-1].condition is not None


def test_the_page_on_questions_has_every_type_with_its_keys() -> None:
    table = questions_page().partition("## Types\n")[2].partition("\n\n")[0]
    told = {}
    for line in table.splitlines()[2:]:
        names, _what, keys = line.strip("|").split("|")
        for name in re.findall(r"`(\w+)`", names):
            told[name] = set(re.findall(r"`(\w+)`", keys))
    assert told == {name: set(each.settings) for name, each in types.TYPES.items()}


def test_the_page_on_questions_has_every_kind_of_file() -> None:
    (line,) = [line for line in questions_page().splitlines() if line.startswith("| `file`")]
    assert re.findall(r'`"(\w+)"`', line) == list(kinds.NAMES)
