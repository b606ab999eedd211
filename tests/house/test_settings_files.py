"""The files in config/: what they may hold."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from cohorts.settings import ENVIRONMENTS, Settings, origins

CONFIG = Path(__file__).parents[2] / "config"


def test_default_toml_lists_every_setting_with_its_default() -> None:
    listed = tomllib.loads((CONFIG / "default.toml").read_text("utf-8"))
    assert listed == {field.name: field.default for field in fields(Settings) if field.name != "environment"}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_environment_has_a_file_of_known_settings(environment: str) -> None:
    assert (CONFIG / f"{environment}.toml").exists()
    assert origins({"COHORTS_ENVIRONMENT": environment})["environment"].value == environment
