"""The virtual environment `.venv` with the locked packages and the project itself, editable."""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from pathlib import Path

from tools.prepare import stamp
from tools.prepare.steps import ROOT, Progress, run_logged, say, timed

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HOME_STAMP = VENV / "motcua-home.stamp"


def prepare(progress: Progress, lock: str) -> None:
    """Make `.venv` match `lock` ("requirements.lock" or "requirements-dev.lock")."""
    progress.begin(say("Các gói Python trong .venv", "Python packages in .venv"))
    mark = VENV / f"motcua-{Path(lock).stem}.stamp"
    value = stamp.digest(ROOT, [lock, "requirements-build.lock", "pyproject.toml"], _home())
    if stamp.is_current(mark, value) and _runs():
        progress.end(say("đã sẵn", "up to date"))
        return
    begun = time.monotonic()
    run_logged("python", [*_make_venv(), *_install(lock)], _advice(), {"PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    stamp.write(HOME_STAMP, _home())
    stamp.write(mark, value)
    progress.end(timed(begun))


def _home() -> str:
    """Scripts in the environment carry absolute paths, so it serves one place and one Python only."""
    return f"{ROOT} {platform.python_version()}"


def _runs() -> bool:
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", ""], check=False, capture_output=True).returncode == 0  # noqa: S603


def _make_venv() -> list[list[str | Path]]:
    moved = HOME_STAMP.exists() and not stamp.is_current(HOME_STAMP, _home())
    if _runs() and not moved:
        return []
    return [[sys.executable, "-m", "venv", "--clear", VENV]]


def _install(lock: str) -> list[list[str | Path]]:
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--no-input"]
    return [
        [*pip, "--require-hashes", "-r", "requirements-build.lock"],
        [*pip, "--require-hashes", "-r", lock],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", "."],
    ]


def _advice() -> str:
    return say(
        "Hãy kiểm tra kết nối tới kho gói Python (pip) và dung lượng đĩa, rồi chạy lại lệnh vừa rồi.",
        "Check the connection to the Python package registry (pip) and the free disk space, then run again.",
    )
