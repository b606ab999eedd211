"""What a request may weigh."""

import pytest
from flask import request

from cohorts import create_app
from cohorts.core import requests
from cohorts.core.database import db

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def app(settings):
    """An application of its own: the tests add pages to it."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def taking_files(app):
    """A visitor of an application with a page that takes two megabytes of files."""

    @app.post("/en/files")
    def files():
        requests.allow(2_000_000)
        return {"size": len(request.files["file"].read()), "name": request.form["name"]}

    @app.post("/en/no-files")
    def no_files():
        return {"name": request.form["name"]}

    return app.test_client()


def body(size: int, name: str = "Ana") -> dict[str, object]:
    """A form with a file of this size, encoded by hand: the client would do it in a file of its own."""
    field = '--b\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'.format
    parts = field("name", "") + name + "\r\n" + field("file", '; filename="cv.pdf"') + "x" * size + "\r\n--b--\r\n"
    return {"data": parts.encode(), "content_type": "multipart/form-data; boundary=b"}


def test_a_page_that_takes_files_takes_larger_bodies(taking_files):
    assert taking_files.post("/en/files", **body(1_900_000)).json == {"size": 1_900_000, "name": "Ana"}


def test_other_pages_do_not(taking_files):
    assert taking_files.post("/en/no-files", **body(1_900_000)).status_code == 413


def test_files_over_the_limit_are_refused_kindly(taking_files):
    page = taking_files.post("/en/files", **body(3_500_000))
    assert page.status_code == 413
    assert "choose smaller files" in page.get_data(as_text=True)


def test_beside_files_the_answers_are_no_longer_than_elsewhere(taking_files):
    assert taking_files.post("/en/files", **body(10, name="x" * 1_500_000)).status_code == 413
