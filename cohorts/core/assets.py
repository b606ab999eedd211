"""Style sheets, scripts, fonts, pictures: joined and fingerprinted at start-up, then served from memory."""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, abort, request

from cohorts.core.paths import PACKAGE

STATIC = PACKAGE / "static"
FOUNDATION = ("tokens", "fonts", "base", "layout")
# Their rules answer to those of every component, so they come after all of them.
CLOSING = ("states", "print")
FOREVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = {".css", ".js", ".svg"}

Files = dict[str, bytes]


@dataclass(frozen=True)
class Asset:
    """A file as it is served."""

    body: bytes
    kind: str
    squeezed: bytes | None


class Assets:
    """All assets of a static folder, by the name that templates use and by the name on the wire."""

    def __init__(self, static: Path = STATIC) -> None:
        """Read the folder; nothing is written to it."""
        self.names: dict[str, str] = {}
        self.served: dict[str, Asset] = {}
        for name, body in _plain_files(static).items():
            self._add(name, body)
        for name, parts in sheets(static).items():
            self._add(name, self._with_marked_addresses(_joined(parts)))

    def url(self, name: str) -> str:
        """The address of `house.css`, `js/once.js`, …; an unknown name is a mistake of ours."""
        return f"/static/{self.names[name]}"

    def _add(self, name: str, body: bytes) -> None:
        marked = Path(name).with_stem(f"{Path(name).stem}-{sha256(body).hexdigest()[:10]}").as_posix()
        self.names[name] = marked
        kind = "font/woff2" if name.endswith(".woff2") else guess_type(name)[0] or "application/octet-stream"
        squeezed = gzip.compress(body, 9, mtime=0) if Path(name).suffix in COMPRESSIBLE else None
        self.served[marked] = Asset(body, kind, squeezed)

    def _with_marked_addresses(self, sheet: str) -> bytes:
        def marked(match: re.Match[str]) -> str:
            return f'url("{self.names[match[1]]}")'

        return re.sub(r'url\("\.\./([^"]+)"\)', marked, sheet).encode()


def sheets(static: Path = STATIC) -> dict[str, list[Path]]:
    """The parts of each style sheet, in the order in which they are joined."""
    css = static / "css"
    house = [css / f"{name}.css" for name in FOUNDATION]
    house += sorted((css / "components").glob("*.css"))
    house += [css / f"{name}.css" for name in CLOSING]
    return {"house.css": house, "desk.css": sorted((css / "desk").glob("*.css"))}


def init(app: Flask) -> None:
    """Serve the assets under `/static/`, and give templates `asset_url(name)`."""
    assets = Assets()

    def serve(name: str) -> Response:
        asset = assets.served.get(name) or abort(404)
        squeezed = asset.squeezed if request.accept_encodings.quality("gzip") else None
        response = Response(squeezed or asset.body, content_type=_content_type(asset.kind))
        response.headers["Cache-Control"] = FOREVER
        if asset.squeezed:
            response.headers["Vary"] = "Accept-Encoding"
        if squeezed:
            response.headers["Content-Encoding"] = "gzip"
        return response

    app.add_url_rule("/static/<path:name>", "asset", serve)
    app.jinja_env.globals["asset_url"] = assets.url


def _plain_files(static: Path) -> Files:
    found = sorted(path for folder in ("fonts", "img", "js") for path in (static / folder).rglob("*"))
    return {path.relative_to(static).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _joined(parts: list[Path]) -> str:
    text = "\n".join(part.read_text("utf-8") for part in parts)
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", without_comments).strip()


def _content_type(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
