import gzip
import re

import pytest
from flask import Flask

from cohorts.core import assets

KILO = 1000


@pytest.fixture
def app():
    app = Flask("bare", static_folder=None)
    assets.init(app)
    return app


@pytest.fixture
def url(app):
    return app.jinja_env.globals["asset_url"]


def test_an_asset_may_be_kept_for_ever_under_its_fingerprint(app, url):
    answer = app.test_client().get(url("house.css"))
    assert re.fullmatch(r"/static/house-[0-9a-f]{10}\.css", url("house.css"))
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_browser_that_can_unpack_gets_less(app, url):
    packed = app.test_client().get(url("house.css"), headers={"Accept-Encoding": "br, gzip"})
    plain = app.test_client().get(url("house.css"))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data


def test_every_address_in_a_sheet_is_served(app, url):
    client = app.test_client()
    sheet = client.get(url("house.css")).text
    addresses = set(re.findall(r'url\("([^"]+)"\)', sheet))
    assert len(addresses) == 8
    assert {client.get(f"/static/{address}").status_code for address in addresses} == {200}


def test_a_font_is_served_as_a_font(app, url):
    answer = app.test_client().get(url("fonts/source-serif-4-latin-600-normal.woff2"))
    assert answer.content_type == "font/woff2"


def test_the_layers_are_declared_before_anything_else():
    start = assets.sheets()["house.css"][0].read_text("utf-8")
    assert start.split("*/")[1].strip().startswith("@layer reset, tokens, base, layout, components, states, print;")


def test_a_name_that_does_not_exist_is_a_404_on_the_wire_and_a_mistake_in_a_template(app, url):
    assert app.test_client().get("/static/house.css").status_code == 404
    assert app.test_client().get("/static/../assets.py").status_code == 404
    with pytest.raises(KeyError):
        url("unknown.css")


def test_another_content_gets_another_address(tmp_path):
    for name in ("fonts", "img", "js", "css"):
        (tmp_path / name).mkdir()
    for name in (*assets.FOUNDATION, *assets.CLOSING):
        (tmp_path / "css" / f"{name}.css").write_text("")
    before = assets.Assets(tmp_path).url("house.css")
    (tmp_path / "css" / "base.css").write_text("p { margin: 0; }")
    assert assets.Assets(tmp_path).url("house.css") != before


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("house.css", 8 * KILO),
        ("desk.css", 4 * KILO),
        ("js/once.js", 2 * KILO),
        ("js/count.js", 2 * KILO),
        ("js/copy.js", 2 * KILO),
    ],
)
def test_what_every_visitor_loads_stays_small(app, url, name, most):
    answer = app.test_client().get(url(name), headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) <= most


def test_no_style_file_is_longer_than_a_screenful_or_three():
    parts = [part for sheet in assets.sheets().values() for part in sheet]
    long = {part.name: len(part.read_text("utf-8").splitlines()) for part in parts}
    assert {name: lines for name, lines in long.items() if lines > 120} == {}
