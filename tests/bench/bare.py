"""The yardstick: Flask alone, rendering static templates as large as our pages."""

import os

from flask import Flask, redirect, render_template, request
from werkzeug.wrappers import Response

FOLDER = "COHORTS_BENCH_TEMPLATES"

app = Flask(__name__, template_folder=os.environ.get(FOLDER), static_folder=None)


@app.get("/<name>")
def page(name: str) -> str:
    """A page that was kept as a template."""
    return render_template(f"{name}.html")


@app.post("/<name>")
def send(name: str) -> Response:
    """A form that is read and does nothing."""
    assert request.form
    return redirect("/result", 303)


@app.get("/healthz")
def health() -> str:
    """It lives."""
    return "ok"
