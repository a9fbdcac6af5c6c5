"""The front end: `npm ci` and `npm run build`, only when something they read has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from tools.prepare import stamp
from tools.prepare.python_packages import VENV
from tools.prepare.steps import ROOT, Progress, run_logged, say, timed

PACKAGES = ("package.json", "package-lock.json")
SOURCES = (
    *PACKAGES,
    "vite.config.js",
    "platform/motcua/web/assets",
    "admin/motcua_admin/assets",
)
MODULES = ROOT / "node_modules"
BUILT = ROOT / "platform" / "motcua" / "web" / "static" / "dist"


def prepare(progress: Progress) -> None:
    """Make `node_modules` match the lock file and the built files match their sources."""
    progress.begin(say("Giao diện web (CSS, chữ, biểu tượng)", "Front end (styles, fonts, icons)"))
    begun = time.monotonic()
    installed, built = MODULES / "motcua.stamp", BUILT / "motcua.stamp"
    packages, sources = stamp.digest(ROOT, PACKAGES), stamp.digest(ROOT, SOURCES)
    if stamp.is_current(built, sources):
        progress.end(say("đã sẵn", "up to date"))
        return
    npm, env = _npm()
    if not stamp.is_current(installed, packages):
        run_logged("npm", [[npm, "ci", "--no-audit", "--no-fund"]], _advice(), env)
        stamp.write(installed, packages)
    run_logged("front-end", [[npm, "run", "build"]], _advice(), env)
    stamp.write(built, sources)
    progress.end(timed(begun))


def _npm() -> tuple[str, dict[str, str]]:
    """The command npm and its environment: the system's when its Node is new enough, else the wheel's."""
    npm = shutil.which("npm")
    if npm is not None and is_fit(_system_node()):
        return npm, {}
    scripts = VENV / "bin"
    return str(scripts / "npm"), {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def is_fit(version: str) -> bool:
    """Whether Node `version` ("v20.19.2") can run Vite: 20.19 or a later 20, or 22.12 and newer."""
    parts = version.strip().removeprefix("v").split(".")
    if len(parts) < 2 or not all(part.isdigit() for part in parts[:2]):
        return False
    found = (int(parts[0]), int(parts[1]))
    return (20, 19) <= found < (21, 0) or found >= (22, 12)


def _system_node() -> str:
    """What the machine's own Node says of its version; "" when there is none."""
    node = shutil.which("node")
    if node is None or Path(node).parent == VENV / "bin":
        return ""
    return subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout  # noqa: S603


def _advice() -> str:
    return say(
        "Hãy kiểm tra kết nối tới kho gói npm và dung lượng đĩa, rồi chạy lại lệnh vừa rồi.",
        "Check the connection to the npm package registry and the free disk space, then run again.",
    )
