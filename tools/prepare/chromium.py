"""Chromium for the browser tests, from Debian; where it cannot be installed, the sentence what to do."""

from __future__ import annotations

import os
import shutil
import time

from tools.prepare.steps import Progress, SetupError, run_logged, say, timed

# Chromium without windows: smaller, and the browser tests take a fifth less of the processor with it.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path of an installed Chromium, or None. CHROMIUM in the environment wins."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def prepare(progress: Progress) -> None:
    """Install Debian's headless Chromium; another one that is there will do. Raises SetupError where there is none."""
    progress.begin(say("Chromium cho các phép thử trình duyệt", "Chromium for the browser tests"))
    if shutil.which(SHELL) or (os.environ.get("CHROMIUM") and find()):
        progress.end(say("đã sẵn", "up to date"))
        return
    begun = time.monotonic()
    try:
        _install()
    except SetupError:
        if find() is None:
            raise
    progress.end(timed(begun))


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(_advice())
    run_logged(
        "chromium",
        [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", SHELL]],
        _advice(),
        {"DEBIAN_FRONTEND": "noninteractive"},
    )


def _advice() -> str:
    return say(
        "Máy chưa có Chromium. Hãy cài với quyền quản trị: apt-get install chromium-headless-shell "
        "(hoặc đặt CHROMIUM=/đường/dẫn/tới/chromium), rồi chạy lại.",
        "Chromium is missing. Install it as root: apt-get install chromium-headless-shell "
        "(or set CHROMIUM=/path/to/chromium), then run the command again.",
    )
