"""Chromium for the browser tests, from Debian; where it cannot be installed, the sentence what to do."""

from __future__ import annotations

import os
import shutil
import time

from tools.prepare.steps import Progress, SetupError, run_logged, say, timed

# The shell is Chromium without windows: where it is installed the browser tests take a fifth less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path of an installed Chromium, or None. CHROMIUM in the environment wins."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def prepare(progress: Progress) -> None:
    """Install Debian's Chromium when there is none; raises SetupError where that is not possible."""
    progress.begin(say("Chromium cho các phép thử trình duyệt", "Chromium for the browser tests"))
    if find() is not None:
        progress.end(say("đã sẵn", "up to date"))
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(_advice())
    begun = time.monotonic()
    run_logged(
        "chromium",
        [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]],
        _advice(),
        {"DEBIAN_FRONTEND": "noninteractive"},
    )
    progress.end(timed(begun))


def _advice() -> str:
    return say(
        "Máy chưa có Chromium. Hãy cài với quyền quản trị: apt-get install chromium "
        "(hoặc đặt CHROMIUM=/đường/dẫn/tới/chromium), rồi chạy lại.",
        "Chromium is missing. Install it as root: apt-get install chromium "
        "(or set CHROMIUM=/path/to/chromium), then run the command again.",
    )
