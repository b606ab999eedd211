"""Secrets that leave the house."""

import re

import pytest
from flask import Flask

from cohorts.core import tokens


def app_with(*keys: str) -> Flask:
    app = Flask("keys")
    app.config.update(SECRET_KEY=keys[0], SECRET_KEY_FALLBACKS=list(keys[1:]))
    return app


def test_a_token_opens_only_for_its_purpose():
    with app_with("a" * 40).app_context():
        token = tokens.sign("manage", {"r": "OTT-222222"})
        assert tokens.read("manage", token) == {"r": "OTT-222222"}
        with pytest.raises(tokens.BadToken):
            tokens.read("calendar", token)


def test_a_changed_token_opens_nothing():
    with app_with("a" * 40).app_context():
        token = tokens.sign("manage", {"r": "OTT-222222"})
        with pytest.raises(tokens.BadToken):
            tokens.read("manage", token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_links_made_before_a_new_key_still_open():
    with app_with("old-" * 10).app_context():
        token, digest = tokens.sign("manage", {"v": 1}), tokens.keyed_hash("limit", "ana@example.ca")
    with app_with("new-" * 10, "old-" * 10).app_context():
        assert tokens.read("manage", token) == {"v": 1}
        assert tokens.keyed_hash("limit", "ana@example.ca") == digest
    with app_with("new-" * 10).app_context(), pytest.raises(tokens.BadToken):
        tokens.read("manage", token)


def test_parts_of_a_hash_do_not_run_together():
    with app_with("a" * 40).app_context():
        assert tokens.keyed_hash("p", "ab", "c") != tokens.keyed_hash("p", "a", "bc")


def test_a_reference_holds_nothing_to_misread():
    assert re.fullmatch(r"OTT-[2-9B-DF-HJKMNP-TV-Z]{6}", tokens.new_reference("OTT"))
