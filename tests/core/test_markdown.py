"""Organizers' Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.core import markdown

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Two days", "<h2>Two days</h2>\n"),
        ("For **people**", "<p>For <strong>people</strong></p>\n"),
        ("[site](https://boreal.example)", f'<p><a href="https://boreal.example" {REL}>site</a></p>\n'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![A room & a view](https://boreal.example/x.png)", "<p>A room &amp; a view</p>\n"),
        ("[![Map](x.png)](https://boreal.example)", f'<p><a href="https://boreal.example" {REL}>Map</a></p>\n'),
    ],
)  # fmt: skip
def test_it_becomes_the_html_that_our_pages_allow(source, html):
    assert markdown.to_html(source) == html


@given(st.text())
def test_nothing_that_runs_comes_out(source):
    html = markdown.to_html(source).lower()
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html
