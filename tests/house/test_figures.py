"""The figures of the house: how long modules, functions, templates, styles and scripts may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "cohorts"
MODULES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["'{]|\sstyle\s*=|<style\b|javascript:""", re.IGNORECASE
)
MAXIMA = {"templates/**/*.html": 120, "cohorts/static/css/**/*.css": 120, "cohorts/static/js/**/*.js": 100}
ADDRESSES = re.compile(r"pypi\.org|pythonhosted|--(extra-)?index-url|--find-links|file://|/root/|/home/")


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def p95(values: list[int]) -> float:
    return quantiles(values, n=20)[-1]


def longer(sizes: dict[str, int], maximum: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > maximum}


def test_modules_stay_small() -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in MODULES}
    assert longer(sizes, 250) == {}
    assert p95(list(sizes.values())) <= 200
    assert median(sizes.values()) <= 70


def test_functions_stay_short() -> None:
    sizes = dict(found for path in MODULES for found in functions(path))
    assert longer(sizes, 40) == {}
    assert p95(list(sizes.values())) <= 30
    assert median(sizes.values()) <= 8


@pytest.mark.parametrize(("pattern", "maximum"), MAXIMA.items())
def test_templates_styles_and_scripts_stay_short(pattern: str, maximum: int) -> None:
    sizes = {str(path.relative_to(ROOT)): lines(path) for path in ROOT.glob(pattern)}
    assert sizes, f"nothing matches {pattern}"
    assert longer(sizes, maximum) == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_script_and_no_style(path: Path) -> None:
    assert INLINE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("text", ["<a onclick='x'>", '<p style="a">', "<script>x</script>", '<script nonce="a">'])
def test_inline_script_and_style_would_be_seen(text: str) -> None:
    assert INLINE.search(text)


def test_only_moves_assigns_the_state_of_a_registration() -> None:
    within, elsewhere = re.compile(r"\.state\s*=[^=]"), re.compile(r"registration\.state\s*=[^=]")
    slice_ = PACKAGE / "registrations"
    found = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if (within if slice_ in path.parents else elsewhere).search(path.read_text("utf-8"))
    ]
    assert found == ["registrations/moves.py"]


def test_pins_name_no_host_and_no_path() -> None:
    pins = sorted((ROOT / "config").glob("requirements*.txt"))
    assert len(pins) == 3
    assert [path.name for path in pins if ADDRESSES.search(path.read_text("utf-8"))] == []


def test_every_pin_has_a_hash() -> None:
    for path in (ROOT / "config").glob("requirements*.txt"):
        text = path.read_text("utf-8").replace("\\\n", " ")
        assert [line for line in text.splitlines() if line and "--hash=sha256:" not in line] == []
