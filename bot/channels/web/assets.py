"""The few files of the pages, read once. Their address holds a hash, so phones never ask twice for one."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    packed: bytes
    media_type: str


class Assets:
    """All files of the folder, served below `prefix`. `version` changes whenever one of them does."""

    def __init__(self, folder: Path = FOLDER, prefix: str = "/static") -> None:
        self._prefix = prefix
        self._files = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES}
        digest = hashlib.sha256(b"".join(name.encode() + a.body for name, a in self._files.items()))
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file. Scripts import each other by relative names and so stay in one version."""
        return f"{self._prefix}/{self.version}/{name}"

    def serve(self, request: Request) -> Response:
        """A page of an older version may still ask for its files: it gets the present ones, unkept."""
        current = request.path_params["version"] == self.version
        return self.respond(request, request.path_params["name"], FOREVER if current else "no-cache")

    def respond(self, request: Request, name: str, cache: str) -> Response:
        """The file, packed where the browser takes it. Raises HTTPException 404."""
        asset = self._files.get(name)
        if asset is None:
            raise HTTPException(404)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        headers = {"cache-control": cache, "vary": "accept-encoding"}
        if packed:
            headers["content-encoding"] = "gzip"
        return Response(asset.packed if packed else asset.body, headers=headers, media_type=asset.media_type)


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, gzip.compress(body, 9, mtime=0), TYPES[path.suffix])
