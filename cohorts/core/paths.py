"""Where the folders beside the package are, in a checkout and in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """The folder `templates`, `migrations` or `config`: inside the wheel, else beside the package."""
    carried = PACKAGE / "_data" / name
    return carried if carried.is_dir() else PACKAGE.parent / name
