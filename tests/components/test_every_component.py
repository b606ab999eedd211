from pathlib import Path

import pytest

from cohorts.core.paths import folder

COMPONENTS = sorted(path.stem for path in (folder("templates") / "components").glob("*.html"))


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_how_to_call_it_and_has_a_test(name):
    source = (folder("templates") / "components" / f"{name}.html").read_text("utf-8")
    assert source.startswith(f"{{# {name}(")
    assert f"macro {name}(" in source
    assert (Path(__file__).parent / f"test_{name}.py").exists()
