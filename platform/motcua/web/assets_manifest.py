"""The built front end: hashed addresses of styles, scripts and icons, read from Vite's manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, url_for

BUILT = Path(__file__).parent / "static" / "dist"
ICON_SPRITE = "icons.svg"
MARK = "images/mark.svg"


class AssetsNotBuiltError(RuntimeError):
    """The front end has not been built, or an entry is not part of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one kind of page loads, as file names inside the built folder."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@dataclass(frozen=True)
class Assets:
    """The front end built into `folder`; the manifest is read once, at the first page."""

    folder: Path = BUILT

    @cached_property
    def _manifest(self) -> Mapping[str, Mapping[str, Any]]:
        path = self.folder / "manifest.json"
        try:
            manifest: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as missing:
            raise AssetsNotBuiltError(f"{path} is missing: run make assets") from missing
        return manifest

    def entry(self, name: str) -> Entry:
        """Scripts and styles of "portal", "desk" or "studio"; AssetsNotBuiltError when there is no such entry."""
        chunk = self._chunk(f"{name}.js")
        return Entry(scripts=(chunk["file"],), styles=tuple(chunk.get("css", ())))

    def icon_sprite(self) -> str:
        """File name of the SVG with all icons."""
        return self._file(ICON_SPRITE)

    def mark(self) -> str:
        """File name of the platform's mark, the picture of the browser's tab."""
        return self._file(MARK)

    def _file(self, key: str) -> str:
        file: str = self._chunk(key)["file"]
        return file

    def _chunk(self, key: str) -> Mapping[str, Any]:
        try:
            return self._manifest[key]
        except KeyError as unknown:
            raise AssetsNotBuiltError(f"{key} is not in the built front end: run make assets") from unknown


def asset_url(file: str) -> str:
    """Address of a built file; its name carries a hash, so it may be cached for ever."""
    return url_for("static", filename=f"dist/{file}")


def icon_address(assets: Assets) -> Callable[[str], str]:
    """The template function `icon_url(name)`: address of one icon inside the sprite."""
    return lambda name: f"{asset_url(assets.icon_sprite())}#{name}"


def register_assets(app: Flask, assets: Assets | None = None) -> None:
    """Give templates `assets`, `asset_url(file)` and `icon_url(name)`."""
    built = assets or Assets()
    app.jinja_env.globals.update(assets=built, asset_url=asset_url, icon_url=icon_address(built))
